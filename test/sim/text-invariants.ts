import type { Design } from '../../src/core/vocabulary/design.ts';
import type { EventOf } from '../../src/core/vocabulary/events.ts';
import { Violation } from './step.ts';

/** J9: every signature is under the newest text, and whatever the audit has found was answered before, or nobody could. */
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
  const asked = design.rounds.findLast(({ kind }) => kind === 'composite' || kind === 'revision')?.since ?? 0;
  const settled = design.divergences.find(
    ({ settlement }) => settlement?.outcome === 'settled_by_person' && settlement.since > asked,
  );
  if (settled !== undefined)
    throw new Violation('J9', `the text does not know that a person has settled ${settled.id}`);
  const corrected = correctedSince(design, asked);
  if (corrected !== undefined) throw new Violation('J9', `the text does not know what answers ${corrected}`);
}

/** J12: what was changed after the audit was put to the auditor before anybody signed; and for its own sentences a text goes back once. */
export function checkConfirmed(design: Design): void {
  const { rounds, audit, revisions, signatures, dropped } = design;
  const revision = revisions.findLast((each) => each.revision.changes.length > 0);
  const revised = rounds.findIndex(({ id }) => id === revision?.roundId);
  const wasAsked = rounds.some(({ kind }, index) => kind === 'confirmation' && index > revised);
  const mayAsk = audit !== null && !dropped.some(({ kind }) => kind === 'confirmation');
  if (mayAsk && revised >= 0 && signatures.length > 0 && !wasAsked)
    throw new Violation('J12', 'a text was signed whose changes the auditor was not asked about');
  const mended = rounds.filter(({ kind, since }, index) => {
    const next = rounds[index + 1];
    if (kind !== 'confirmation' || next?.kind !== 'revision') return false;
    return !hasPersonActed(design, since, next.since);
  });
  if (mended.length > 1) throw new Violation('J12', 'a text went back twice for sentences about itself');
}

/** A person has settled, corrected or sent back something meanwhile. */
function hasPersonActed({ divergences, corrections, gates }: Design, from: number, to: number): boolean {
  const settlements = divergences.flatMap(({ settlement }) => settlement ?? []);
  return [...settlements, ...corrections, ...gates].some(({ since }) => since > from && since < to);
}

/** J8: nothing completes by itself whose text was asked for before a person settled something, however that came about. */
export function checkSaysSettled(design: Design): void {
  const { rounds, divergences } = design;
  const text = rounds.findLast(
    ({ kind, contributed }) => (kind === 'composite' || kind === 'revision') && contributed.length > 0,
  );
  const left = divergences.find(
    ({ settlement }) => settlement?.outcome === 'settled_by_person' && settlement.since > (text?.since ?? 0),
  );
  if (left !== undefined)
    throw new Violation('J8', `it completes, and its text does not say that a person has settled ${left.id}`);
  const corrected = correctedSince(design, text?.since ?? 0);
  if (corrected !== undefined)
    throw new Violation('J8', `it completes, and its text does not know what answers ${corrected}`);
}

/** A question of which a person has said since then that something else answers it, or that nothing does. */
function correctedSince({ corrections }: Design, asked: number): string | undefined {
  return corrections.find(({ isNews, since }) => isNews && since > asked)?.questionId;
}

/** J9: nobody signs another text than the one that stands, and nobody signs one twice. */
export function checkSignature(design: Design, { participant, sha256 }: EventOf<'signature_given'>): void {
  const text = design.revisions.at(-1) ?? design.composites.at(-1);
  if (sha256 !== text?.sha256) throw new Violation('J9', `${participant} signs another text than stands`);
  if (design.signatures.some((each) => each.participant === participant && each.sha256 === sha256))
    throw new Violation('J9', `${participant} signs one text twice`);
}
