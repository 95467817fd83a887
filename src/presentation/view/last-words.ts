import { decisionsOf } from '../../core/decision/decided.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { ParticipantId } from '../../core/vocabulary/ids.ts';
import { ROUND_KINDS, type RoundKind } from '../../core/vocabulary/sets.ts';

type Words = (design: Design, id: ParticipantId) => string | undefined;

/** The last words of a participant, by kind of round. A proposal is secret before the reveal. */
const WORDS: Partial<Record<RoundKind, Words>> = {
  framing: ({ frame }) => frame?.restated,
  questions: ({ questions, unnumbered }, id) => lastOf([...questions, ...unnumbered], id)?.text,
  proposals: ({ proposals }, id) =>
    lastOf(
      proposals.filter(({ revealed }) => revealed),
      id,
    )?.proposal.headline,
  argument: ({ divergences }, id) =>
    lastOf(
      divergences.flatMap((divergence) => divergence.arguments),
      id,
    )?.text,
  composite: ({ composites }, id) => lastOf(composites, id)?.composite.decision.sentence,
  audit: ({ audit }, id) => (audit?.participant === id ? audit.audit.premortem : undefined),
  revision: (design, id) =>
    decisionsOf(design)
      .slice(1)
      .findLast(({ participant }) => participant === id)?.decision.sentence,
  confirmation: ({ confirmations }, id) => lastOf(confirmations, id)?.confirmation.rationale,
  signing: ({ signatures }, id) => {
    const signature = lastOf(signatures, id);
    return signature?.dissent === '' ? signature.rationale : signature?.dissent;
  },
};

/** False for rounds that end in no words of their own. */
export function hasLastWords(kind: RoundKind): boolean {
  return WORDS[kind] !== undefined;
}

function lastOf<Item extends { readonly participant: ParticipantId }>(
  items: readonly Item[],
  id: ParticipantId,
): Item | undefined {
  return items.findLast((item) => item.participant === id);
}

export function lastWordsOf(design: Design, id: ParticipantId): string {
  const words = ROUND_KINDS.toReversed().map((kind) => WORDS[kind]?.(design, id));
  return words.find((each) => each !== undefined && each !== '') ?? '';
}
