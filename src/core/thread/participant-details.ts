import type { Design } from '../design.ts';
import { costOf, isAtLeast } from '../figures.ts';
import type { ParticipantId } from '../ids.ts';
import { ROUND_KINDS, type RoundKind } from '../round/round.ts';
import { timesReplaced } from '../session/replacement.ts';
import { shownParticipant } from './shown-participant.ts';

/** One participant, looked at closely. */
export type ParticipantDetails = NonNullable<ReturnType<typeof participantDetailsOf>>;

/** `null` where nobody has this id. */
export function participantDetailsOf(design: Design, id: ParticipantId) {
  const who = design.participants.find((each) => each.id === id);
  if (who === undefined) return null;
  const turns = design.turns.filter((turn) => turn.participant === id);
  return {
    person: shownParticipant(design, who),
    rehearsal: design.rehearsal,
    model: who.model,
    /** When its turn under way began, in milliseconds since the epoch; `null` when it has none. */
    turnSince: turns.find(({ outcome }) => outcome === 'open')?.startedAt ?? null,
    /** What it said last that may be read already; empty if nothing. */
    lastWords: lastWords(design, id),
    turns: turns.length,
    tokens: turns.reduce((sum, turn) => sum + turn.tokens, 0),
    /** USD; `null`: unknown. */
    costUsd: costOf(turns),
    costIsAtLeast: isAtLeast(turns),
    restarts: timesReplaced(who.sessions),
  };
}

type Words = (design: Design, id: ParticipantId) => string | undefined;

/** What somebody said last in a round of each kind. A proposal is nobody's to read before the reveal (J1). */
const WORDS: Record<RoundKind, Words> = {
  questions: ({ questions, unnumbered }, id) => lastOf([...questions, ...unnumbered], id)?.text,
  matching: () => undefined,
  proposals: ({ proposals }, id) =>
    lastOf(
      proposals.filter(({ revealed }) => revealed),
      id,
    )?.proposal.headline,
  mapping: () => undefined,
  argument: ({ divergences }, id) =>
    lastOf(
      divergences.flatMap((divergence) => divergence.arguments),
      id,
    )?.text,
  composite: ({ composites }, id) => lastOf(composites, id)?.composite.decision.sentence,
  audit: ({ audit }, id) => (audit?.participant === id ? audit.audit.premortem : undefined),
  revision: ({ revisions }, id) => lastOf(revisions, id)?.revision.decision.sentence,
  signing: ({ signatures }, id) => {
    const signature = lastOf(signatures, id);
    return signature?.dissent === '' ? signature.rationale : signature?.dissent;
  },
};

function lastOf<Item extends { readonly participant: ParticipantId }>(
  items: readonly Item[],
  id: ParticipantId,
): Item | undefined {
  return items.findLast((item) => item.participant === id);
}

/** Latest stage first. */
function lastWords(design: Design, id: ParticipantId): string {
  const words = ROUND_KINDS.toReversed().map((kind) => WORDS[kind](design, id));
  return words.find((each) => each !== undefined && each !== '') ?? '';
}
