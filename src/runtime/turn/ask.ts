import type { Design, Turn } from '../../core/design.ts';
import { currentStances } from '../../core/divergence/stances.ts';
import type { Profile } from '../../core/events.ts';
import type {
  ClaimId,
  DesignId,
  DivergenceId,
  ParticipantId,
  ProposalLabel,
  RoundId,
  SessionId,
  TurnId,
} from '../../core/ids.ts';
import { isAlive, participant } from '../../core/participants.ts';
import { claimsOf, labelOf } from '../../core/proposal/labels.ts';
import { facilitatorOf, ROUNDS, type Round, type RoundKind } from '../../core/round/round.ts';
import type { TerminalTool } from '../../core/submission.ts';
import { isAfterReveal } from './transcript.ts';

/** One question to one participant, as plain data: what a turn is about, and what may end it. */
export interface Ask {
  readonly designId: DesignId;
  readonly turnId: TurnId;
  readonly sessionId: SessionId;
  readonly roundId: RoundId;
  readonly kind: RoundKind;
  readonly participant: Profile;
  readonly topic: string;
  readonly terminalTools: readonly TerminalTool[];
  /**
   * This participant's own proposal in the drawn order, once it has one: `B`. Empty otherwise, and in a facilitator's
   * turn: a persona that stands in for one does not learn which of the proposals is its own (J3).
   */
  readonly ownLabel: ProposalLabel | '';
  /** Revealed claims that a submission may refer to: all of them, by proposal. Empty before the reveal. */
  readonly claims: readonly {
    readonly id: ClaimId;
    readonly label: ProposalLabel;
    readonly kind: string;
    readonly text: string;
  }[];
  readonly divergence: {
    readonly id: DivergenceId;
    readonly description: string;
    readonly positions: readonly { readonly id: string; readonly statement: string }[];
    readonly ownPosition: string;
  } | null;
  /** Questions that nobody answered, with what was assumed. */
  readonly assumptions: readonly {
    readonly id: string;
    readonly question: string;
    readonly assumption: string;
  }[];
  readonly hasRepository: boolean;
  /** Milliseconds since the epoch by which the turn must have ended. */
  readonly deadlineAt: number;
  readonly participantsAlive: readonly ParticipantId[];
}

/** What this turn asks, from nothing but the design: the same design and turn always give the same ask. */
export function askFor(design: Design, turn: Turn): Ask {
  const round = roundOf(design, turn);
  const { sessions: _, ...profile } = participant(design, turn.participant);
  return {
    designId: design.id,
    turnId: turn.id,
    sessionId: turn.sessionId,
    roundId: round.id,
    kind: round.kind,
    participant: profile,
    topic: design.topic,
    terminalTools: ROUNDS[round.kind].tools,
    ownLabel: ownLabel(design, round, turn.participant),
    claims: isAfterReveal(design)
      ? claimsOf(design).map(({ id, label, kind, text }) => ({ id, label, kind, text }))
      : [],
    divergence: divergenceOf(design, round, turn.participant),
    assumptions: design.questions
      .filter((question) => question.status === 'assumed')
      .map(({ id, text: question, assumption }) => ({ id, question, assumption })),
    hasRepository: design.repository !== null,
    deadlineAt: round.deadlineAt,
    participantsAlive: design.participants.filter(isAlive).map(({ id }) => id),
  };
}

function roundOf(design: Design, turn: Turn): Round {
  const round = design.rounds.find((each) => each.id === turn.roundId);
  if (round === undefined) throw new Error(`broken invariant: turn ${turn.id} belongs to no round`);
  return round;
}

function ownLabel(design: Design, round: Round, id: ParticipantId): ProposalLabel | '' {
  const hasProposed = design.proposals.some((sealed) => sealed.participant === id);
  return hasProposed && facilitatorOf(round.kind) === null ? labelOf(design, id) : '';
}

function divergenceOf(design: Design, round: Round, id: ParticipantId): Ask['divergence'] {
  const divergence = design.divergences.find((each) => each.id === round.divergenceId);
  if (divergence === undefined) return null;
  const stance = currentStances(design, divergence).find((each) => each.participant === id);
  return {
    id: divergence.id,
    description: divergence.description,
    positions: divergence.positions.map(({ id: position, statement }) => ({ id: position, statement })),
    ownPosition: stance?.position ?? '',
  };
}
