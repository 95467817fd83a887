import { statementOf } from '../../divergence/labels.ts';
import { claimsOf } from '../../proposal/labels.ts';
import { accountsForNothing, changesIn, sentencesAboutItself } from '../../synthesis/changes.ts';
import { adoptedClaims, decidedIn, leftOutOfText } from '../../synthesis/decided.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { ParticipantId } from '../../vocabulary/ids.ts';
import { participant } from '../../vocabulary/participants.ts';
import { adoptedWithFailedCitation, blockingLeftOpen, findingsLeft, isUnsure } from '../should-gate.ts';
import type { DissentMatter, Reservation, Titled } from './kinds.ts';

/** Returns the reservations about the text itself: whom it leaves out, what was found and not answered, what changed for nothing. */
export function textReservations(design: Design): Reservation[] {
  const failed = adoptedWithFailedCitation(design).map(
    ({ id, text, citation }): Reservation => ({
      kind: 'citation_failed',
      claim: id,
      text,
      place: citation.place,
    }),
  );
  const changes = changesIn(design).filter(({ isFounded }) => !isFounded);
  const accounted = accountsForNothing(design);
  const claims = claimsOf(design).flatMap(({ id, text }) => (accounted.includes(id) ? [text] : []));
  const isUnfounded = changes.length + claims.length > 0;
  const aboutItself = sentencesAboutItself(design);
  return [
    ...leftOutReservations(design),
    ...findingReservations(design),
    ...failed,
    ...signatureReservations(design),
    ...(isUnfounded ? [{ kind: 'unfounded_change', changes, claims } as const] : []),
    ...(aboutItself.length === 0 ? [] : [{ kind: 'about_itself', sentences: aboutItself } as const]),
    ...contradictionReservations(design),
  ];
}

/** Claims that count as adopted, and that their authors found contradicted when they read the text to sign it. */
function contradictionReservations(design: Design): Reservation[] {
  const adopted = adoptedClaims(design);
  const claims = design.signatures.flatMap(({ participant: id, contradicted = [] }) =>
    adopted
      .filter((claim) => contradicted.some((each) => each.claim === claim.id))
      .map(({ text }) => ({ ...titled(design, id), text })),
  );
  return claims.length === 0 ? [] : [{ kind: 'contradicts_itself', claims }];
}

function leftOutReservations(design: Design): Reservation[] {
  const { settled, corrected } = leftOutOfText(design);
  return [
    ...settled.map(({ id, description, positions, settlement }): Reservation => {
      const statement = statementOf({ positions }, settlement?.position ?? '');
      return {
        kind: 'person_left_out',
        by: settlement?.person ?? '',
        id,
        about: description,
        settled: statement,
      };
    }),
    ...corrected.map(({ by, questionId }): Reservation => {
      const about = design.questions.find(({ id }) => id === questionId)?.text ?? '';
      return { kind: 'person_left_out', by, id: questionId, about, settled: '' };
    }),
  ];
}

function findingReservations(design: Design): Reservation[] {
  return [
    ...blockingLeftOpen(design).map(
      ({ id, text, left }): Reservation => ({ kind: 'blocking_finding', id, text, left }),
    ),
    ...findingsLeft(design, 'major').map(
      ({ id, text, left }): Reservation => ({ kind: 'major_finding', id, text, left }),
    ),
  ];
}

function signatureReservations(design: Design): Reservation[] {
  const { signatures } = design;
  const dissents = dissentsIn(design);
  const unsure = unsureOf(design);
  const low: Reservation[] = unsure.length === 0 ? [] : [{ kind: 'low_confidence', unsure }];
  if (dissents.length === signatures.length)
    return [{ kind: 'not_signed', dissents: dissents.length }, ...low];
  if (dissents.length * 2 >= signatures.length)
    return [{ kind: 'dissent_of_half', dissents, of: signatures.length }, ...low];
  return [...dissents.map((dissent): Reservation => ({ kind: 'dissent', ...dissent })), ...low];
}

function dissentsIn(design: Design): DissentMatter[] {
  return design.signatures
    .filter(({ verdict }) => verdict === 'dissents')
    .map((signature) => ({ ...titled(design, signature.participant), reason: signature.reason ?? '' }));
}

function unsureOf(design: Design) {
  const decided = decidedIn(design);
  const given = [
    ...(decided === null ? [] : [{ participant: decided.participant, confidence: decided.confidence }]),
    ...design.signatures,
  ];
  return given
    .filter(({ confidence }) => isUnsure(confidence))
    .map(({ participant: id, confidence }) => ({ ...titled(design, id), confidence }));
}

export function titled(design: Design, id: ParticipantId): Titled {
  return { id, title: participant(design, id).title };
}
