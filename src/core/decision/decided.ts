/**
 * The decision from draft to signature: its text, what each sentence stands on, the audit, the
 * revision with its confirmation, and the signatures. Here: the text that holds now, and every one
 * before it.
 */

import { isRevisionDueForWords, listRepliesNotTaken } from '../questions/replies/bearing.ts';
import { listRepliesLeft } from '../questions/replies/late-messages.ts';
import type { Design, Divergence, Reply } from '../vocabulary/design.ts';
import type { QuotedSentence } from '../vocabulary/event-parts.ts';
import type { ClaimId, ParticipantId, ProposalLabel, RoundId } from '../vocabulary/ids.ts';
import type { Round } from '../vocabulary/round.ts';
import type { RoundKind } from '../vocabulary/sets.ts';
import type { Composite, Decision, Revision } from '../vocabulary/submission.ts';
import { applyChanges } from './patch.ts';

/** What a text stands on, as it was when the text was written. */
export interface Grounds {
  /** People's sentences that it rests on and that they still said. */
  readonly quoted: readonly QuotedSentence[];
  /**
   * Parts that nothing carried, by name (`decision`, `sentence 3`, `step 1`), and claims that the
   * audit had refuted.
   */
  readonly unsupported: readonly string[];
}

export interface Decided extends Grounds {
  readonly decision: Decision;
  /** The proposal that it chooses. */
  readonly base: ProposalLabel;
  /** Claims of other proposals that change the base. */
  readonly taken: readonly ClaimId[];
  readonly confidence: number;
  /** Of the rendered text. */
  readonly sha256: string;
  readonly participant: ParticipantId;
  /**
   * How many revisions it has; two texts of one revision are those before and after its
   * confirmation.
   */
  readonly revision: number;
  /** The round that made it. */
  readonly roundId: RoundId;
}

type Composed = Design['composites'][number];
/** What the texts of a decision follow from. */
export type Drafted = Pick<Design, 'composites' | 'revisions' | 'confirmations'>;
interface Texts extends Omit<Drafted, 'composites'> {
  readonly decided: readonly Decided[];
}

/** Each text is checked when it is made, and every reader of a design asks for it. */
const textsOf = new WeakMap<Composed, Texts>();

/** Every text of the newest draft, oldest first. */
export function decisionsOf({ composites, revisions, confirmations }: Drafted): readonly Decided[] {
  const composed = composites.at(-1);
  if (composed === undefined) return [];
  const last = textsOf.get(composed);
  if (last?.revisions === revisions && last.confirmations === confirmations) return last.decided;
  const decided = reviseInTurn(composed, revisions, confirmations);
  textsOf.set(composed, { revisions, confirmations, decided });
  return decided;
}

function reviseInTurn(
  composed: Composed,
  revisions: Design['revisions'],
  confirmations: Design['confirmations'],
): readonly Decided[] {
  const { sha256: first, participant: composer, roundId: drafting } = composed;
  let last: Decided = {
    ...decisionTextOf(composed),
    sha256: first,
    participant: composer,
    revision: 0,
    roundId: drafting,
  };
  const decided = [last];
  for (const [
    index,
    { revision, inForce, sha256, participant, roundId, ...grounds },
  ] of revisions.entries()) {
    const before = last;
    const made = { participant, revision: index + 1 };
    last = { ...reviseText(before, revision, grounds), ...made, sha256, roundId };
    decided.push(last);
    const confirmed = confirmations.find((each) => each.after === index + 1);
    if (confirmed?.sha256 === undefined) continue;
    const text = reviseText(before, { ...revision, changes: [...inForce] }, confirmed);
    last = { ...text, ...made, sha256: confirmed.sha256, roundId: confirmed.roundId };
    decided.push(last);
  }
  return decided;
}

type Text = Omit<Decided, 'sha256' | 'participant' | 'revision' | 'roundId'>;

/** As events have them: absent for none. */
type Recorded = { readonly [Field in keyof Grounds]?: Grounds[Field] | undefined };

export function reviseText(
  before: Text,
  { changes, base, confidence }: Revision,
  { quoted = [], unsupported = [] }: Recorded = {},
): Text {
  const decision = applyChanges(before.decision, changes);
  const chosen = base === '' ? { base: before.base, taken: before.taken } : { base, taken: [] };
  return { decision, ...chosen, quoted, unsupported, confidence };
}

export function decisionTextOf({
  composite,
  quoted = [],
  unsupported = [],
}: Recorded & { readonly composite: Composite }): Text {
  const { decision, base, taken, confidence } = composite;
  return {
    decision,
    base,
    taken: taken.map(({ claim }) => claim),
    quoted,
    unsupported,
    confidence,
  };
}

/** The current decision; `null` before there is a composite. */
export function decidedOf(design: Drafted): Decided | null {
  return decisionsOf(design).at(-1) ?? null;
}

/**
 * Claims and people's sentences that the decision and its steps rest on, each once, the decision's
 * first.
 */
export function baseClaimsOf({ rests, steps }: Decision): ClaimId[] {
  return [...new Set([...rests, ...steps.flatMap((step) => step.rests)])];
}

/** Claims and people's sentences on which anything in it rests, each once. */
export function listBearers(decision: Decision): ClaimId[] {
  return [
    ...new Set([...baseClaimsOf(decision), ...decision.sentences.flatMap(({ rests }) => rests)]),
  ];
}

const MAKES_TEXT: readonly RoundKind[] = ['composite', 'revision'];

/**
 * `true` if a person settled something or said something that bears on it since the newest text was
 * asked for.
 */
export function isOutdated(design: Design): boolean {
  const asked = design.rounds.findLast(({ kind }) => MAKES_TEXT.includes(kind));
  const settled = [...listSettledSince(design, asked), ...listTakenSince(design, asked)];
  return settled.length > 0 || isRevisionDueForWords(design);
}

/**
 * Differences that people settled since the current text was asked for, if no newer text followed.
 */
export function listLeftOut(design: Design): Divergence[] {
  return listSettledSince(design, findTextRound(design));
}

/**
 * Replies since the current text was asked for, and earlier ones that bear on it and went
 * unanswered; none edited after the end.
 */
export function listRepliesSinceText(design: Design): Reply[] {
  const asked = findTextRound(design)?.since ?? 0;
  const notTaken = listRepliesNotTaken(design);
  return listRepliesLeft(design).filter((reply) => reply.since > asked || notTaken.includes(reply));
}

export function findTextRound({ rounds }: Design): Round | undefined {
  return rounds.findLast(
    ({ kind, contributed }) => MAKES_TEXT.includes(kind) && contributed.length > 0,
  );
}

/** `true` if no revision was asked for since the draft. */
export function isBeforeRevision(design: Design): boolean {
  return listRoundsSinceDraft(design).every(({ kind }) => kind !== 'revision');
}

export function listRoundsSinceDraft({ rounds }: Design): readonly Round[] {
  return rounds.slice(rounds.findLastIndex(({ kind }) => kind === 'composite') + 1);
}

/**
 * Answers on which people differed, and which somebody took since the current text was asked for.
 */
export function listTakenSinceText(design: Design): Reply[] {
  return listTakenSince(design, findTextRound(design));
}

function listTakenSince({ replies }: Design, asked: Round | undefined): Reply[] {
  return replies.filter(({ takes, since }) => takes !== undefined && since > (asked?.since ?? 0));
}

function listSettledSince({ divergences }: Design, asked: Round | undefined): Divergence[] {
  return divergences.filter(
    ({ settlement }) =>
      settlement?.outcome === 'settled_by_person' && settlement.since > (asked?.since ?? 0),
  );
}
