import { isRevisionDueForWords, wordsNotTaken } from '../questions/bearing.ts';
import { repliesLeft } from '../questions/late-words.ts';
import type { Design, Divergence, Reply } from '../vocabulary/design.ts';
import type { ClaimId, ParticipantId } from '../vocabulary/ids.ts';
import type { Round } from '../vocabulary/round.ts';
import type { RoundKind } from '../vocabulary/sets.ts';
import type { Account, Composite, Decision, Revision } from '../vocabulary/submission.ts';
import { patched } from './patch.ts';

export interface Decided {
  readonly decision: Decision;
  /** Reasons for the claims this text rejects or leaves open. */
  readonly accounts: readonly Account[];
  readonly confidence: number;
  /** Of the rendered text. */
  readonly sha256: string;
  readonly participant: ParticipantId;
}

export function decisionsOf({ composites, revisions }: Pick<Design, 'composites' | 'revisions'>): Decided[] {
  const composed = composites.at(-1);
  if (composed === undefined) return [];
  const { decision, accounts, confidence } = composed.composite;
  const { sha256: first, participant: composer } = composed;
  let last: Decided = { decision, accounts, confidence, sha256: first, participant: composer };
  const decided = [last];
  for (const { revision, sha256, participant } of revisions) {
    last = { ...revised(last, revision), sha256, participant };
    decided.push(last);
  }
  return decided;
}

export function revised(
  before: Decided,
  { changes, accounts, confidence }: Revision,
): Pick<Decided, 'decision' | 'accounts' | 'confidence'> {
  const decision = patched(before.decision, changes);
  return { decision, accounts: revisedAccounts(before, decision, accounts), confidence };
}

export function composedText({
  decision,
  accounts,
  confidence,
}: Composite): Pick<Decided, 'decision' | 'accounts' | 'confidence'> {
  return { decision, accounts, confidence };
}

/** The current decision; `null` before there is a composite. */
export function decidedIn(design: Pick<Design, 'composites' | 'revisions'>): Decided | null {
  return decisionsOf(design).at(-1) ?? null;
}

/** Applies a revision's accounts. An older account is dropped when the new text starts to rest on its claim. */
function revisedAccounts(
  before: Pick<Decided, 'decision' | 'accounts'>,
  after: Decision,
  changed: readonly Account[],
): Account[] {
  const [known, rested] = [restedOn(before.decision), restedOn(after)];
  const kept = before.accounts.filter(
    ({ claim }) =>
      !changed.some((each) => each.claim === claim) && (!rested.includes(claim) || known.includes(claim)),
  );
  return [...kept, ...changed];
}

/** Claims that the decision and its steps rest on, each once, the decision's first. */
export function restedOn({ rests, steps }: Decision): ClaimId[] {
  return [...new Set([...rests, ...steps.flatMap((step) => step.rests)])];
}

const MAKES_TEXT: readonly RoundKind[] = ['composite', 'revision'];

/** `true` if a person settled a difference or said something that bears on it since the newest text was asked for. */
export function isOutdated(design: Design): boolean {
  const asked = design.rounds.findLast(({ kind }) => MAKES_TEXT.includes(kind));
  return settledSince(design, asked).length > 0 || isRevisionDueForWords(design);
}

/** Differences that people settled since the current text was asked for, if no newer text followed (J8). */
export function leftOutOfText(design: Design): Divergence[] {
  return settledSince(design, textRound(design));
}

/**
 * Replies since the current text was asked for, and earlier ones that bear on it and went unanswered; none edited after the end.
 */
export function repliesSinceText(design: Design): Reply[] {
  const asked = textRound(design)?.since ?? 0;
  const notTaken = wordsNotTaken(design);
  return repliesLeft(design).filter((reply) => reply.since > asked || notTaken.includes(reply));
}

export function textRound({ rounds }: Design): Round | undefined {
  return rounds.findLast(({ kind, contributed }) => MAKES_TEXT.includes(kind) && contributed.length > 0);
}

function settledSince({ divergences }: Design, asked: Round | undefined): Divergence[] {
  return divergences.filter(
    ({ settlement }) => settlement?.outcome === 'settled_by_person' && settlement.since > (asked?.since ?? 0),
  );
}
