import { listBorneSentences } from '../../decision/bearers.ts';
import { baseClaimsOf, decidedOf } from '../../decision/decided.ts';
import { listDissents } from '../../decision/dissents.ts';
import { findDoubts } from '../../decision/doubts.ts';
import { listDecisiveFactsNotUsed } from '../../decision/facts.ts';
import { listUnsupportedNow } from '../../decision/grounds.ts';
import { partsOf } from '../../decision/parts.ts';
import { sentencesOf } from '../../decision/sentences.ts';
import { listRefutedParts } from '../../decision/tried.ts';
import { openOfHighImpact } from '../../differences/sides.ts';
import { claimsOf } from '../../proposals/labels.ts';
import type { Caveat, CaveatOf, Titled } from '../../vocabulary/caveat.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { ParticipantId } from '../../vocabulary/ids.ts';
import { findParticipant } from '../../vocabulary/participants.ts';
import { unsureOf } from '../confidence.ts';
import {
  type FindingLeft,
  listAdoptedWithoutCitation,
  listChangesLeft,
  listFindingsLeft,
} from '../left-open.ts';
import { isInOtherLanguage } from '../text-checks/language.ts';

export function findTextCaveats(design: Design): Caveat[] {
  const notCarried = listNotCarried(design);
  const findings = listFindingsTold(design, notCarried);
  return [
    ...findings.map(caveatOfFinding),
    ...notCarried.map(({ caveat }) => caveat),
    ...differenceCaveatsIn(design),
    ...dissentCaveatsIn(design),
    ...citationCaveatsIn(design),
    ...signatureCaveatsIn(design),
    ...factCaveatsIn(design),
    ...changeCaveatsIn(design, findings),
    ...languageCaveatsIn(design),
  ];
}

interface FindingTold extends FindingLeft {
  readonly severity: Exclude<FindingLeft['severity'], 'minor'>;
}

/**
 * What stands in the text and nothing carries is told once, and not as the finding that says so.
 */
function listFindingsTold(design: Design, notCarried: readonly NotCarried[]): FindingTold[] {
  const told = notCarried.flatMap(({ toldBy }) => toldBy);
  const isTold = ({ kind, text, about }: FindingLeft) =>
    kind !== 'off_question' && told.includes(kind === 'by_code' ? text : about);
  return listFindingsLeft(design).filter(
    (finding): finding is FindingTold => finding.severity !== 'minor' && !isTold(finding),
  );
}

function caveatOfFinding({ id, kind, text, severity, standing: left }: FindingTold): Caveat {
  if (kind === 'off_question') return { kind: 'question_not_answered', reason: text };
  return { kind: 'finding_open', id, text, severity, left };
}

interface NotCarried {
  readonly caveat: CaveatOf<'not_carried'>;
  /** Findings that say the same: by what they are about, and those by code by their text. */
  readonly toldBy: readonly string[];
}

/**
 * Claims that were refuted, the decision and its reasons, steps; another part only if something
 * speaks against it.
 */
function listNotCarried(design: Design): NotCarried[] {
  const decided = decidedOf(design);
  if (decided === null) return [];
  const { decision } = decided;
  const unsupported = listUnsupportedNow(design);
  const refuted = listRefutedParts(design, decision);
  const doubts = findDoubts(design, decided);
  const claims = claimsOf(design).filter(
    ({ id }) => unsupported.includes(id) && baseClaimsOf(decision).includes(id),
  );
  const sentences = listBorneSentences(decision);
  const parts = partsOf(decision).flatMap(({ name, fields }): NotCarried[] => {
    if (!unsupported.includes(name)) return [];
    const borne = sentences.find((sentence) => sentence.name === name);
    const about = borne?.part === null ? 'decision' : borne?.part === 'why' ? 'reason' : 'sentence';
    const again = refuted.find((part) => part.name === name);
    const said = doubts.filter((doubt) => doubt.about === name).map(({ words }) => `${words}.`);
    if (again !== undefined) {
      const toldBy = [again.refuted, again.text, ...said];
      return [{ caveat: makeNotCarried(about, 'refuted', again.text), toldBy }];
    }
    if (borne !== undefined && about === 'sentence' && said.length === 0) return [];
    const words = borne?.text ?? Object.values(fields)[0] ?? '';
    return [{ caveat: makeNotCarried(about, 'unsupported', words), toldBy: [words, ...said] }];
  });
  return [
    ...parts,
    ...claims.map(({ id, text }) => ({
      caveat: makeNotCarried('claim', 'refuted', text),
      toldBy: [id],
    })),
  ];
}

function makeNotCarried(
  about: NotCarried['caveat']['about'],
  why: NotCarried['caveat']['why'],
  text: string,
): NotCarried['caveat'] {
  return { kind: 'not_carried', about, why, words: text };
}

/** An open difference of less impact stays among the points for people to decide. */
function differenceCaveatsIn(design: Design): Caveat[] {
  return openOfHighImpact(design).map(({ id, description, settlement }): Caveat => {
    return { kind: 'difference_open', id, description, isArgued: settlement !== null };
  });
}

function dissentCaveatsIn(design: Design): Caveat[] {
  const dissents = listDissents(design).map(({ participant: id, title, reason }) => ({
    id,
    title,
    reason,
  }));
  return dissents.length === 0 ? [] : [{ kind: 'dissent', dissents, of: design.signatures.length }];
}

function citationCaveatsIn(design: Design): Caveat[] {
  return listAdoptedWithoutCitation(design).map(
    ({ claim: { id, text, citation }, why }): Caveat => {
      return { kind: 'citation_failed', claim: id, text, place: citation.place, why };
    },
  );
}

function signatureCaveatsIn(design: Design): Caveat[] {
  const { unsure, areAll } = unsureOf(design);
  const by = areAll ? [] : unsure.map((id) => titleOf(design, id));
  const of = design.signatures.length;
  const reservations = design.signatures
    .filter(({ verdict }) => verdict === 'with_reservation')
    .map(({ participant: id, reason = '' }): Caveat => {
      return {
        kind: 'not_signed',
        why: 'reservation',
        by: [titleOf(design, id)],
        reservation: reason,
        of,
      };
    });
  const notSigned = { kind: 'not_signed', reservation: '', of } as const;
  return [
    ...(of === 0 ? [{ ...notSigned, why: 'nobody' as const, by: [] }] : []),
    ...(unsure.length === 0 ? [] : [{ ...notSigned, why: 'unsure' as const, by }]),
    ...reservations,
  ];
}

function factCaveatsIn(design: Design): Caveat[] {
  return listDecisiveFactsNotUsed(design).map(({ id, participant: by, text }): Caveat => {
    return { kind: 'fact_not_used', claim: id, title: titleOf(design, by).title, text };
  });
}

/**
 * A change that a finding tells of is not told again: one left *open* tells of none. One that does
 * harm is told in any case.
 */
function changeCaveatsIn(design: Design, findings: readonly FindingTold[]): Caveat[] {
  const telling = findings.flatMap(({ id, standing }) => (standing === 'open' ? [] : [id]));
  return listChangesLeft(design)
    .filter(
      ({ verdict, change }) =>
        verdict === 'harms' || !change.answers.some((name) => telling.includes(name)),
    )
    .map(({ part, fields, verdict: why }): Caveat => {
      const words = fields.map(({ before, after }) => after || before).join(' ');
      return { kind: 'change_not_confirmed', part, words, why };
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
