import { leftOutOfText } from '../../decision/decided.ts';
import { adoptedClaims } from '../../decision/fates.ts';
import { quotedFrom } from '../../decision/findings.ts';
import { statementOf } from '../../differences/labels.ts';
import { wordsNotTaken } from '../../questions/bearing.ts';
import { unreadWords } from '../../questions/said.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { ParticipantId } from '../../vocabulary/ids.ts';
import { participant } from '../../vocabulary/participants.ts';
import {
  adoptedWithFailedCitation,
  blockingLeftOpen,
  contradictionsLeft,
  findingsLeft,
  unsureOf,
} from '../should-gate.ts';
import type { Caveat, DissentMatter, Titled } from './kinds.ts';

export function textCaveats(design: Design): Caveat[] {
  const failed = adoptedWithFailedCitation(design).map(
    ({ id, text, citation }): Caveat => ({
      kind: 'citation_failed',
      claim: id,
      text,
      place: citation.place,
    }),
  );
  return [
    ...unreadCaveats(design),
    ...contradictedCaveats(design),
    ...leftOutCaveats(design),
    ...findingCaveats(design),
    ...failed,
    ...signatureCaveats(design),
    ...contradictionCaveats(design),
  ];
}

/** Adopted claims that their authors found contradicted when they read the text to sign it. */
function contradictionCaveats(design: Design): Caveat[] {
  const adopted = adoptedClaims(design);
  const claims = design.signatures.flatMap(({ participant: id, contradicted = [] }) =>
    adopted
      .filter((claim) => contradicted.some((each) => each.claim === claim.id))
      .map(({ text }) => ({ ...titled(design, id), text })),
  );
  return claims.length === 0 ? [] : [{ kind: 'contradicts_itself', claims }];
}

function unreadCaveats(design: Design): Caveat[] {
  const all = Map.groupBy(unreadWords(design), ({ author }) => author);
  return [...all].map(([by, replies]): Caveat => {
    return { kind: 'unread_words', by, text: replies.at(-1)?.text ?? '', more: replies.length - 1 };
  });
}

/** People whom the text contradicts, in their own words (J8); the question's own decision last. */
function contradictedCaveats(design: Design): Caveat[] {
  return contradictionsLeft(design)
    .flatMap((finding) => quotedFrom(design, finding) ?? [])
    .toSorted((one, other) => Number(one.isOfTopic) - Number(other.isOfTopic))
    .map((said): Caveat => ({ kind: 'contradicts_person', ...said }));
}

function leftOutCaveats(design: Design): Caveat[] {
  return [
    ...leftOutOfText(design).map(({ id, description, positions, settlement }): Caveat => {
      const statement = statementOf({ positions }, settlement?.position ?? '');
      return {
        kind: 'person_left_out',
        by: settlement?.person ?? '',
        id,
        about: description,
        settled: statement,
        said: '',
      };
    }),
    ...wordsNotTaken(design).map(({ author: by, text, bearing }): Caveat => {
      const about = bearing?.sentence ?? '';
      return { kind: 'person_left_out', by, id: null, about, settled: '', said: text };
    }),
  ];
}

function findingCaveats(design: Design): Caveat[] {
  return [
    ...blockingLeftOpen(design).map(
      ({ id, text, left }): Caveat => ({ kind: 'blocking_finding', id, text, left }),
    ),
    ...findingsLeft(design)
      .filter(({ severity, reply }) => severity === 'major' && reply === '')
      .map(({ id, text, left }): Caveat => ({ kind: 'major_finding', id, text, left })),
  ];
}

function signatureCaveats(design: Design): Caveat[] {
  const { signatures } = design;
  const dissents = dissentsIn(design);
  const { unsure, areAll } = unsureOf(design);
  const named = unsure.map((id) => titled(design, id));
  const low: Caveat[] = unsure.length === 0 ? [] : [{ kind: 'low_confidence', unsure: named, areAll }];
  if (dissents.length === signatures.length)
    return [{ kind: 'not_signed', dissents: dissents.length }, ...low];
  if (dissents.length * 2 >= signatures.length)
    return [{ kind: 'dissent_of_half', dissents, of: signatures.length }, ...low];
  return [...dissents.map((dissent): Caveat => ({ kind: 'dissent', ...dissent })), ...low];
}

function dissentsIn(design: Design): DissentMatter[] {
  return design.signatures
    .filter(({ verdict }) => verdict === 'dissents')
    .map((signature) => ({ ...titled(design, signature.participant), reason: signature.reason ?? '' }));
}

export function titled(design: Design, id: ParticipantId): Titled {
  return { id, title: participant(design, id).title };
}
