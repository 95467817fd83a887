import { isRevisionDueForWords, wordsNotTaken } from '../questions/bearing.ts';
import { repliesLeft } from '../questions/late-words.ts';
import type { Design, Reply } from '../vocabulary/design.ts';
import type { ClaimId, ParticipantId } from '../vocabulary/ids.ts';
import type { Round } from '../vocabulary/round.ts';
import type { RoundKind } from '../vocabulary/sets.ts';
import type { Account, Composite, Decision, Revision } from '../vocabulary/submission.ts';
import { patched } from './patch.ts';

/** One text of the decision, from the composite or a later revision. */
export interface Decided {
  readonly decision: Decision;
  /** Accounts of the claims that this text rejects or leaves open. */
  readonly accounts: readonly Account[];
  readonly confidence: number;
  /** The hash of the rendered text. */
  readonly sha256: string;
  readonly participant: ParticipantId;
}

/** Returns the texts of the decision since the newest composite, oldest first. */
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

/** Returns the text that a revision makes of the one before it. */
export function revised(
  before: Decided,
  { changes, accounts, confidence }: Revision,
): Pick<Decided, 'decision' | 'accounts' | 'confidence'> {
  const decision = patched(before.decision, changes);
  return { decision, accounts: revisedAccounts(before, decision, accounts), confidence };
}

/** Returns the text of a composite. */
export function composedText({
  decision,
  accounts,
  confidence,
}: Composite): Pick<Decided, 'decision' | 'accounts' | 'confidence'> {
  return { decision, accounts, confidence };
}

/** Returns the current decision; `null` before there is a composite. */
export function decidedIn(design: Pick<Design, 'composites' | 'revisions'>): Decided | null {
  return decisionsOf(design).at(-1) ?? null;
}

/** Applies the accounts that a revision changes; one of before falls where the new text stands on its claim, and that of before did not. */
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

/** Returns the claims on which a decision or one of its steps stands, each once, those of the decision first. */
export function restedOn({ rests, steps }: Decision): ClaimId[] {
  return [...new Set([...rests, ...steps.flatMap((step) => step.rests)])];
}

const MAKES_TEXT: readonly RoundKind[] = ['composite', 'revision'];

/** Returns true if a person has settled a difference, corrected an answer or said what bears on it since the newest text was asked for. */
export function isOutdated(design: Design): boolean {
  const asked = design.rounds.findLast(({ kind }) => MAKES_TEXT.includes(kind));
  const { settled, corrected } = saidSince(design, asked);
  return settled.length + corrected.length > 0 || isRevisionDueForWords(design);
}

/** Returns what people settled or corrected since the current text was asked for, if no newer text followed (J8). */
export function leftOutOfText(design: Design): ReturnType<typeof saidSince> {
  return saidSince(design, textRound(design));
}

/**
 * Returns what people have said since the current text was asked for, unless they changed it after the end, and what bears on it
 * and is not answered in it.
 */
export function repliesSinceText(design: Design): Reply[] {
  const asked = textRound(design)?.since ?? 0;
  const notTaken = wordsNotTaken(design);
  return repliesLeft(design).filter((reply) => reply.since > asked || notTaken.includes(reply));
}

/** Returns the round that brought the current text. */
export function textRound({ rounds }: Design): Round | undefined {
  return rounds.findLast(({ kind, contributed }) => MAKES_TEXT.includes(kind) && contributed.length > 0);
}

function saidSince({ divergences, corrections }: Design, asked: Round | undefined) {
  const isLater = ({ since }: { readonly since: number }) => since > (asked?.since ?? 0);
  return {
    settled: divergences.filter(
      ({ settlement }) => settlement?.outcome === 'settled_by_person' && isLater(settlement),
    ),
    corrected: corrections.filter((correction) => correction.isNews && isLater(correction)),
  };
}
