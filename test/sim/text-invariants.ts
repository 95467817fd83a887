import { listJudgedChanges } from '../../src/core/decision/changes.ts';
import { decidedOf, decisionsOf } from '../../src/core/decision/decided.ts';
import { listSaidSentences } from '../../src/core/questions/replies/sentences-said.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import type { EventOf } from '../../src/core/vocabulary/events.ts';
import { Violation } from './step.ts';

/**
 * J9: every signature is under the newest text, and whatever the audit has found was answered
 * before, or nobody could.
 */
export function checkSigned(design: Design): void {
  const text = design.revisions.at(-1) ?? design.composites.at(-1);
  const findings = design.audit?.audit.findings.length ?? 0;
  const wasAsked = design.rounds.some(
    ({ kind, contributed }) => kind === 'revision' && contributed.length === 0,
  );
  const isExcused = wasAsked || design.dropped.some(({ kind }) => kind === 'revision');
  if (findings > 0 && design.signatures.length > 0 && design.revisions.length === 0 && !isExcused)
    throw new Violation('J9', 'a text was signed whose findings nobody had answered');
  const later = design.rounds.findIndex(({ id }) => id === text?.roundId);
  for (const { participant, roundId } of design.signatures) {
    if (design.rounds.findIndex(({ id }) => id === roundId) < later)
      throw new Violation('J9', `${participant} stands under a text that it has not seen`);
  }
  if (design.dropped.some(({ kind }) => kind === 'revision')) return;
  const asked =
    design.rounds.findLast(({ kind }) => kind === 'composite' || kind === 'revision')?.since ?? 0;
  const settled = design.divergences.find(
    ({ settlement }) => settlement?.outcome === 'settled_by_person' && settlement.since > asked,
  );
  if (settled !== undefined)
    throw new Violation('J9', `the text does not know that a person has settled ${settled.id}`);
  const taken = design.replies.find(({ takes, since }) => takes !== undefined && since > asked);
  if (taken !== undefined)
    throw new Violation('J9', `the text does not know whose answer ${taken.author} has taken`);
}

/**
 * J12: the auditor was asked about every change, before anybody signed, and what does harm was
 * taken out.
 */
export function checkConfirmed(design: Design): void {
  const { rounds, revisions, signatures, dropped } = design;
  if (signatures.length === 0) return;
  const texts = decisionsOf(design);
  for (const [index, { roundId, revision, inForce }] of revisions.entries()) {
    const revised = rounds.findIndex(({ id }) => id === roundId);
    const isAsked = rounds.slice(revised).some(({ kind }) => kind === 'confirmation');
    if (
      revision.changes.length > 0 &&
      !isAsked &&
      !dropped.some(({ kind }) => kind === 'confirmation')
    )
      throw new Violation(
        'J12',
        'a text was signed, and the auditor was not asked about its changes',
      );
    const before = texts.findLast((text) => text.revision === index)?.decision;
    const after = texts.findLast((text) => text.revision === index + 1)?.decision;
    if (inForce.length === 0 && JSON.stringify(before) !== JSON.stringify(after))
      throw new Violation(
        'J12',
        'every change was taken out, and the former words do not stand again',
      );
  }
  const takenOut = design.confirmations.flatMap((each) => each.takenOut ?? []);
  for (const { number, verdict, isTakenOut } of listJudgedChanges(design)) {
    if (isTakenOut && verdict !== 'harms')
      throw new Violation('J12', 'a change was taken out that does no harm');
    if (isTakenOut !== takenOut.includes(number))
      throw new Violation('J12', 'a change stands that was taken out');
  }
}

/**
 * J8: no text is signed while the auditor has not been given a sentence that a person said before
 * the audit.
 */
export function checkPeopleJudged(design: Design): void {
  const { audit, rounds, signatures } = design;
  const audited = rounds.find(({ id }) => id === audit?.roundId);
  if (audited === undefined || signatures.length === 0) return;
  const said = audit?.audit.said.map((row) => row.said) ?? [];
  const left = listSaidSentences(design).find(
    ({ name, replyId, text }) =>
      !said.includes(name) &&
      saidAt(design, replyId) <= audited.since &&
      (replyId !== null || isQuotedByFrame(design, text)),
  );
  if (left !== undefined)
    throw new Violation('J8', `nobody judged ${left.name} before the text was signed`);
}

/** Of the topic only what the frame quoted is judged, and all of it if nobody framed it. */
function isQuotedByFrame({ frame }: Design, text: string): boolean {
  return frame === null || frame.decided.some((quote) => quote.includes(text));
}

/** The design's version when a reply or a note was said; the topic is older than all. */
function saidAt({ replies, gates, divergences }: Design, id: string | null): number {
  const since =
    replies.find((reply) => reply.id === id)?.since ??
    gates.find((gate) => gate.id === id)?.closedSince ??
    divergences.find((divergence) => divergence.id === id)?.settlement?.since;
  return since ?? Number.NEGATIVE_INFINITY;
}

/**
 * J8: nothing completes by itself whose text was asked for before a person settled something,
 * however that came about.
 */
export function checkSaysSettled(design: Design): void {
  const { rounds, divergences } = design;
  const text = rounds.findLast(
    ({ kind, contributed }) =>
      (kind === 'composite' || kind === 'revision') && contributed.length > 0,
  );
  const left = divergences.find(
    ({ settlement }) =>
      settlement?.outcome === 'settled_by_person' && settlement.since > (text?.since ?? 0),
  );
  if (left !== undefined)
    throw new Violation(
      'J8',
      `it completes, and its text does not say that a person has settled ${left.id}`,
    );
}

/** A6: what a person sent back and no change has answered does not complete by itself. */
export function checkSentBack({ gates, rounds, revisions }: Design): void {
  const gate = gates.findLast(({ about }) => about === 'decision');
  if (gate?.decision?.choice !== 'send_back') return;
  const isSince = (id: string) =>
    rounds.some((round) => round.id === id && round.since > (gate.closedSince ?? 0));
  const isChanged = revisions.some(
    ({ roundId, revision }) => revision.changes.length > 0 && isSince(roundId),
  );
  if (!isChanged) throw new Violation('A6', 'it completes as it was when a person sent it back');
}

/** J8: the auditor was given every sentence of a note with which a person sent a decision back. */
export function checkNoteJudged({ gates, rounds, dropped, revisions }: Design): void {
  const gate = gates.findLast(({ decision }) => decision?.choice === 'send_back');
  const since = gate?.closedSince ?? null;
  if (gate === undefined || since === null || gate.decision?.note === '') return;
  const later = rounds.filter((round) => round.since > since);
  const isRevised = revisions.some(({ roundId }) => later.some(({ id }) => id === roundId));
  const isExcused = dropped.some(({ kind }) => kind === 'confirmation');
  if (
    isRevised &&
    !isExcused &&
    !later.some(({ said }) => said.includes(`N${gates.indexOf(gate) + 1}.1`))
  )
    throw new Violation('J8', 'nobody was asked what becomes of a note');
}

/** J9: nobody signs another text than the one that stands, and nobody signs one twice. */
export function checkSignature(
  design: Design,
  { participant, sha256 }: EventOf<'signature_given'>,
): void {
  if (sha256 !== decidedOf(design)?.sha256)
    throw new Violation('J9', `${participant} signs another text than stands`);
  if (design.signatures.some((each) => each.participant === participant && each.sha256 === sha256))
    throw new Violation('J9', `${participant} signs one text twice`);
}
