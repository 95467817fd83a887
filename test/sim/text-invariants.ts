import { listSaidSentences } from '../../src/core/questions/replies/sentences-said.ts';
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
}

/** J12: of what blocks or contradicts a person the auditor was asked if it is answered, before anybody signed. */
export function checkConfirmed({ rounds, audit, revisions, signatures, dropped }: Design): void {
  if (audit === null || signatures.length === 0 || dropped.some(({ kind }) => kind === 'confirmation'))
    return;
  const grave = [
    ...audit.audit.findings.flatMap(({ severity }, index) =>
      severity === 'blocking' ? [`F${index + 1}`] : [],
    ),
    ...audit.audit.said.flatMap(({ said, fate }) => (fate === 'contradicted' ? [said] : [])),
  ];
  // Words that nobody changed answer nothing anew.
  const newest = revisions.findLast(({ revision }) => revision.changes.length > 0);
  const acted = revisions.at(-1)?.revision.findings.filter(({ done }) => done === 'acted_on') ?? [];
  if (newest === undefined || !acted.some(({ finding }) => grave.includes(finding))) return;
  const revised = rounds.findIndex(({ id }) => id === newest.roundId);
  if (!rounds.some(({ kind }, index) => kind === 'confirmation' && index > revised))
    throw new Violation(
      'J12',
      'a text was signed, and the auditor was not asked if what blocked it is answered',
    );
}

/** J8: no text is signed while the auditor has not been given a sentence that a person said before the audit. */
export function checkPeopleJudged(design: Design): void {
  const { audit, rounds, signatures } = design;
  const audited = rounds.find(({ id }) => id === audit?.roundId);
  if (audited === undefined || signatures.length === 0) return;
  const said = audit?.audit.said.map((row) => row.said) ?? [];
  const left = listSaidSentences(design).find(
    ({ name, replyId }) => !said.includes(name) && saidAt(design, replyId) <= audited.since,
  );
  if (left !== undefined) throw new Violation('J8', `nobody judged ${left.name} before the text was signed`);
}

/** The design's version when a reply or a note was said; the topic is older than all. */
function saidAt({ replies, gates, divergences }: Design, id: string | null): number {
  const since =
    replies.find((reply) => reply.id === id)?.since ??
    gates.find((gate) => gate.id === id)?.closedSince ??
    divergences.find((divergence) => divergence.id === id)?.settlement?.since;
  return since ?? Number.NEGATIVE_INFINITY;
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
}

/** J9: nobody signs another text than the one that stands, and nobody signs one twice. */
export function checkSignature(design: Design, { participant, sha256 }: EventOf<'signature_given'>): void {
  const text = design.revisions.at(-1) ?? design.composites.at(-1);
  if (sha256 !== text?.sha256) throw new Violation('J9', `${participant} signs another text than stands`);
  if (design.signatures.some((each) => each.participant === participant && each.sha256 === sha256))
    throw new Violation('J9', `${participant} signs one text twice`);
}
