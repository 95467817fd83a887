import type { Design } from '../design.ts';
import { costOf, isAtLeast } from '../figures.ts';
import type { ParticipantId } from '../ids.ts';
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

/** Latest stage first. A proposal is nobody's to read before the reveal (J1). */
function lastWords(design: Design, id: ParticipantId): string {
  const isOwn = ({ participant }: { readonly participant: ParticipantId }) => participant === id;
  const { questions, unnumbered, divergences, audit } = design;
  const signature = design.signatures.findLast(isOwn);
  const words = [
    signature?.dissent,
    signature?.rationale,
    design.revisions.findLast(isOwn)?.revision.decision.sentence,
    audit?.participant === id ? audit.audit.premortem : '',
    design.composites.findLast(isOwn)?.composite.decision.sentence,
    divergences.flatMap((divergence) => divergence.arguments).findLast(isOwn)?.text,
    design.proposals.findLast((sealed) => sealed.revealed && isOwn(sealed))?.proposal.headline,
    [...questions, ...unnumbered].findLast(isOwn)?.text,
  ];
  return words.find((each) => each !== undefined && each !== '') ?? '';
}
