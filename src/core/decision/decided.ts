import { isRevisionDueForWords, listRepliesNotTaken } from '../questions/replies/bearing.ts';
import { listRepliesLeft } from '../questions/replies/late-words.ts';
import type { Design, Divergence, Reply } from '../vocabulary/design.ts';
import type { QuotedSentence } from '../vocabulary/event-parts.ts';
import type { ClaimId, ParticipantId, ProposalLabel } from '../vocabulary/ids.ts';
import type { Round } from '../vocabulary/round.ts';
import type { RoundKind } from '../vocabulary/sets.ts';
import type { Composite, Decision, Revision } from '../vocabulary/submission.ts';
import { applyChanges } from './patch.ts';

export interface Decided {
  readonly decision: Decision;
  /** The proposal that it chooses. */
  readonly base: ProposalLabel;
  /** Claims of other proposals that change the base. */
  readonly taken: readonly ClaimId[];
  /** People's sentences that it rests on. */
  readonly quoted: readonly QuotedSentence[];
  readonly confidence: number;
  /** Of the rendered text. */
  readonly sha256: string;
  readonly participant: ParticipantId;
}

type Composed = Design['composites'][number];
interface Texts {
  readonly revisions: Design['revisions'];
  readonly decided: readonly Decided[];
}

/** Each text is checked when it is made, and every reader of a design asks for it. */
const textsOf = new WeakMap<Composed, Texts>();

/** Every text of the newest draft, oldest first. */
export function decisionsOf({
  composites,
  revisions,
}: Pick<Design, 'composites' | 'revisions'>): readonly Decided[] {
  const composed = composites.at(-1);
  if (composed === undefined) return [];
  const last = textsOf.get(composed);
  if (last?.revisions === revisions) return last.decided;
  const decided = reviseInTurn(composed, revisions);
  textsOf.set(composed, { revisions, decided });
  return decided;
}

function reviseInTurn(composed: Composed, revisions: Design['revisions']): readonly Decided[] {
  const { sha256: first, participant: composer } = composed;
  let last: Decided = { ...textOf(composed), sha256: first, participant: composer };
  const decided = [last];
  for (const { revision, sha256, participant, quoted } of revisions) {
    last = { ...reviseText(last, revision, quoted), sha256, participant };
    decided.push(last);
  }
  return decided;
}

type Text = Omit<Decided, 'sha256' | 'participant'>;

interface Drafted {
  readonly composite: Composite;
  readonly quoted?: readonly QuotedSentence[] | undefined;
}

export function reviseText(
  before: Decided,
  { changes, base, confidence }: Revision,
  quoted: readonly QuotedSentence[] = [],
): Text {
  const decision = applyChanges(before.decision, changes);
  const chosen = base === '' ? { base: before.base, taken: before.taken } : { base, taken: [] };
  const rested = baseClaimsOf(decision);
  const kept = [...before.quoted, ...quoted].filter(({ name }) => rested.includes(name));
  return { decision, ...chosen, quoted: kept, confidence };
}

export function textOf({ composite, quoted = [] }: Drafted): Text {
  const { decision, base, taken, confidence } = composite;
  return { decision, base, taken: taken.map(({ claim }) => claim), quoted, confidence };
}

/** The current decision; `null` before there is a composite. */
export function decidedOf(design: Pick<Design, 'composites' | 'revisions'>): Decided | null {
  return decisionsOf(design).at(-1) ?? null;
}

/** Claims and people's sentences that the decision and its steps rest on, each once, the decision's first. */
export function baseClaimsOf({ rests, steps }: Decision): ClaimId[] {
  return [...new Set([...rests, ...steps.flatMap((step) => step.rests)])];
}

const MAKES_TEXT: readonly RoundKind[] = ['composite', 'revision'];

/** `true` if a person settled a difference or said something that bears on it since the newest text was asked for. */
export function isOutdated(design: Design): boolean {
  const asked = design.rounds.findLast(({ kind }) => MAKES_TEXT.includes(kind));
  return listSettledSince(design, asked).length > 0 || isRevisionDueForWords(design);
}

/** Differences that people settled since the current text was asked for, if no newer text followed. */
export function listLeftOut(design: Design): Divergence[] {
  return listSettledSince(design, findTextRound(design));
}

/**
 * Replies since the current text was asked for, and earlier ones that bear on it and went unanswered; none edited after the end.
 */
export function listRepliesSinceText(design: Design): Reply[] {
  const asked = findTextRound(design)?.since ?? 0;
  const notTaken = listRepliesNotTaken(design);
  return listRepliesLeft(design).filter((reply) => reply.since > asked || notTaken.includes(reply));
}

export function findTextRound({ rounds }: Design): Round | undefined {
  return rounds.findLast(({ kind, contributed }) => MAKES_TEXT.includes(kind) && contributed.length > 0);
}

/** `true` if no revision was asked for since the draft. */
export function isBeforeRevision(design: Design): boolean {
  return listRoundsSinceDraft(design).every(({ kind }) => kind !== 'revision');
}

export function listRoundsSinceDraft({ rounds }: Design): readonly Round[] {
  return rounds.slice(rounds.findLastIndex(({ kind }) => kind === 'composite') + 1);
}

function listSettledSince({ divergences }: Design, asked: Round | undefined): Divergence[] {
  return divergences.filter(
    ({ settlement }) => settlement?.outcome === 'settled_by_person' && settlement.since > (asked?.since ?? 0),
  );
}
