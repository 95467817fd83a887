import type { Design } from '../design.ts';
import { costOf } from '../figures.ts';
import type { ParticipantId } from '../ids.ts';
import { participant } from '../participants.ts';
import { timesReplaced } from '../session/replacement.ts';
import { type ShownParticipant, shownParticipant } from './shown-participant.ts';

/** One participant, looked at closely. */
export interface ParticipantDetails {
  readonly person: ShownParticipant;
  readonly rehearsal: boolean;
  readonly model: string;
  /** When its turn under way began, in milliseconds since the epoch; `null` when it has none. */
  readonly turnSince: number | null;
  /** What it said last that may be read already; empty if nothing. */
  readonly lastWords: string;
  readonly turns: number;
  readonly tokens: number;
  /** USD; `null`: unknown. */
  readonly costUsd: number | null;
  readonly restarts: number;
}

/** `null` where nobody has this id. */
export function participantDetailsOf(design: Design, id: ParticipantId): ParticipantDetails | null {
  if (!design.participants.some((each) => each.id === id)) return null;
  const who = participant(design, id);
  const turns = design.turns.filter((turn) => turn.participant === id);
  return {
    person: shownParticipant(design, who),
    rehearsal: design.rehearsal,
    model: who.model,
    turnSince: turns.find(({ outcome }) => outcome === 'open')?.startedAt ?? null,
    lastWords: lastWords(design, id),
    turns: turns.length,
    tokens: turns.reduce((sum, turn) => sum + turn.tokens, 0),
    costUsd: costOf(turns),
    restarts: timesReplaced(who.sessions),
  };
}

/** Latest stage first. A proposal is nobody's to read before the reveal (J1). */
function lastWords(design: Design, id: ParticipantId): string {
  const own = <Item extends { readonly participant: ParticipantId }>(items: readonly Item[]) =>
    items.findLast((item) => item.participant === id);
  const argument = design.divergences
    .flatMap((divergence) => divergence.arguments)
    .findLast((each) => each.participant === id);
  const signature = own(design.signatures);
  const proposal = own(design.proposals.filter(({ revealed }) => revealed));
  const words = [
    design.brief?.participant === id ? design.brief.brief.decision : undefined,
    design.audit?.participant === id ? design.audit.audit.premortem : undefined,
    signature?.dissent === '' ? signature.rationale : signature?.dissent,
    own(design.composites)?.composite.headline,
    argument?.text,
    proposal?.proposal.headline,
    own(design.questions)?.text,
  ];
  return words.find((each) => each !== undefined && each !== '') ?? '';
}
