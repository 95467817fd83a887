import { decidedOf } from '../../decision/decided.ts';
import { dissentsIn } from '../../decision/dissents.ts';
import { listDecisiveFactsNotUsed } from '../../decision/facts.ts';
import { sentencesOf } from '../../decision/sentences.ts';
import { openOfHighImpact } from '../../differences/sides.ts';
import type { Caveat, Titled } from '../../vocabulary/caveat.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { ParticipantId } from '../../vocabulary/ids.ts';
import { findParticipant } from '../../vocabulary/participants.ts';
import { unsureOf } from '../confidence.ts';
import { listAdoptedWithFailedCitation, listFindingsLeft } from '../left-open.ts';
import { isInOtherLanguage } from '../text-checks/language.ts';

export function textCaveatsIn(design: Design): Caveat[] {
  return [
    ...findingCaveatsIn(design),
    ...differenceCaveatsIn(design),
    ...dissentCaveatsIn(design),
    ...citationCaveatsIn(design),
    ...signatureCaveatsIn(design),
    ...factCaveatsIn(design),
    ...languageCaveatsIn(design),
  ];
}

function findingCaveatsIn(design: Design): Caveat[] {
  return listFindingsLeft(design).flatMap(({ id, kind, text, severity, left }): Caveat[] => {
    if (kind === 'off_question') return [{ kind: 'question_not_answered', reason: text }];
    if (severity === 'minor') return [];
    return [{ kind: 'finding_open', id, text, severity, left }];
  });
}

/** An open difference of less impact stays among the points for people to decide. */
function differenceCaveatsIn(design: Design): Caveat[] {
  return openOfHighImpact(design).map(({ id, description, settlement }): Caveat => {
    return { kind: 'difference_open', id, description, isArgued: settlement !== null };
  });
}

function dissentCaveatsIn(design: Design): Caveat[] {
  const dissents = dissentsIn(design).map(({ participant: id, title, reason }) => ({ id, title, reason }));
  return dissents.length === 0 ? [] : [{ kind: 'dissent', dissents, of: design.signatures.length }];
}

function citationCaveatsIn(design: Design): Caveat[] {
  return listAdoptedWithFailedCitation(design).map(
    ({ id, text, citation }): Caveat => ({
      kind: 'citation_failed',
      claim: id,
      text,
      place: citation.place,
    }),
  );
}

function signatureCaveatsIn(design: Design): Caveat[] {
  const { unsure, areAll } = unsureOf(design);
  const by = areAll ? [] : unsure.map((id) => titleOf(design, id));
  const reservations = design.signatures
    .filter(({ verdict }) => verdict === 'with_reservation')
    .map(({ participant: id, reason = '' }): Caveat => {
      return { kind: 'not_signed', why: 'reservation', by: [titleOf(design, id)], reservation: reason };
    });
  const notSigned = { kind: 'not_signed', reservation: '' } as const;
  return [
    ...(design.signatures.length === 0 ? [{ ...notSigned, why: 'nobody' as const, by: [] }] : []),
    ...(unsure.length === 0 ? [] : [{ ...notSigned, why: 'unsure' as const, by }]),
    ...reservations,
  ];
}

function factCaveatsIn(design: Design): Caveat[] {
  return listDecisiveFactsNotUsed(design).map(({ id, participant: by, text }): Caveat => {
    return { kind: 'fact_not_used', claim: id, title: titleOf(design, by).title, text };
  });
}

function languageCaveatsIn(design: Design): Caveat[] {
  const decision = decidedOf(design)?.decision;
  const language = design.frame?.language ?? '';
  if (decision === undefined || language === '') return [];
  const text = sentencesOf(decision).map((sentence) => sentence.text);
  return isInOtherLanguage(text.join(' '), language) ? [{ kind: 'other_language', language }] : [];
}

export function titleOf(design: Design, id: ParticipantId): Titled {
  return { id, title: findParticipant(design, id).title };
}
