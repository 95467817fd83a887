import type { Design, Question, Reply, Turn } from '../../core/design.ts';
import { differenceLabel, positionLabel } from '../../core/divergence/labels.ts';
import { decisionSides, openForPeople } from '../../core/divergence/sides.ts';
import type { Profile } from '../../core/events.ts';
import type {
  ClaimId,
  DesignId,
  ParticipantId,
  ProposalLabel,
  RoundId,
  SessionId,
  TurnId,
} from '../../core/ids.ts';
import { isAlive, participant } from '../../core/participants.ts';
import { depthOf } from '../../core/policy/depth.ts';
import { claimsOf, labelOf } from '../../core/proposal/labels.ts';
import { replyName } from '../../core/question/matching.ts';
import { facilitatorOf, ROUNDS, type Round, type RoundKind } from '../../core/round/round.ts';
import type { TerminalTool } from '../../core/submission.ts';
import { findingsOf } from '../../core/synthesis/decided.ts';
import { type AskedPoint, askedPoints } from './asked-points.ts';
import { readingsOf } from './conduct.ts';
import { isAfterReveal } from './transcript.ts';

/** Earlier turns whose notes come back; a design has fewer, unless it is sent back. */
const NOTES = 6;

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
  /** In a round of arguments, the differences that this participant is still to argue. */
  readonly points: readonly AskedPoint[];
  /** Questions that nobody answered, with what was assumed. */
  readonly assumptions: readonly {
    readonly id: string;
    readonly question: string;
    readonly assumption: string;
  }[];
  /** What this participant wrote down for itself in its earlier turns of the same role, oldest first. */
  readonly notes: readonly { readonly kind: RoundKind; readonly text: string }[];
  /** Numbers of the differences that were not settled: `1`. */
  readonly openDifferences: readonly string[];
  /** Of each difference the position that holds, `1a` or empty while it is open; decision claims of it and of the others. */
  readonly sides: readonly {
    readonly position: string;
    readonly holds: readonly ClaimId[];
    readonly against: readonly ClaimId[];
  }[];
  /** Findings of the audit, by the numbers under which a revision answers them: `F1`. */
  readonly findings: readonly string[];
  /** In a matching, the questions, and the replies under their names in this turn; `null` in any other. */
  readonly matching: {
    readonly questions: readonly Pick<Question, 'id' | 'text'>[];
    readonly replies: readonly {
      readonly name: string;
      readonly author: string;
      readonly text: string;
      /** What of it is written under a question. */
      readonly answers: Reply['answers'];
    }[];
  } | null;
  /** All differences on the map, by number. */
  readonly differences: readonly { readonly number: string; readonly description: string }[];
  /** Processes that this design has lost so far, each of anybody's sessions. */
  readonly sessionsLost: number;
  /** Another process of Charrette may have sent requests of this design, and this very one. */
  readonly isResumed: boolean;
  readonly hasRepository: boolean;
  /** Calls of repository tools that this turn may make, if there is a repository. */
  readonly readings: number;
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
    points: askedPoints(design, round, turn.participant),
    assumptions: design.questions
      .filter((question) => question.status === 'assumed')
      .map(({ id, text: question, assumption }) => ({ id, question, assumption })),
    notes: notesFor(design, round, turn.participant),
    openDifferences: openForPeople(design).map(({ id }) => differenceLabel(id)),
    sides: decisionSides(design).map(({ divergence, position, holds, against }) => ({
      position: position === '' ? '' : positionLabel(divergence.id, position),
      holds,
      against,
    })),
    findings: findingsOf(design).map(({ id }) => id),
    matching: matchingOf(design, round),
    differences: design.divergences.map(({ id, description }) => ({
      number: differenceLabel(id),
      description,
    })),
    sessionsLost: design.participants
      .flatMap(({ sessions }) => sessions)
      .filter(({ state }) => state === 'lost').length,
    isResumed: design.participants.some(({ sessions }) => sessions.some(({ origin }) => origin === 'resume')),
    hasRepository: design.repository !== null,
    readings: readingsOf(round.kind, depthOf(design.settings)),
    deadlineAt: round.deadlineAt,
    participantsAlive: design.participants.filter(isAlive).map(({ id }) => id),
  };
}

/** Its own turns only; a stand-in's own notes would tell a facilitator which of the proposals is its own (J3). */
function notesFor(design: Design, round: Round, id: ParticipantId): Ask['notes'] {
  return design.turns
    .filter((turn) => turn.participant === id && turn.notes !== '')
    .map((turn) => ({ kind: roundOf(design, turn).kind, text: turn.notes }))
    .filter(({ kind }) => facilitatorOf(kind) === facilitatorOf(round.kind))
    .slice(-NOTES);
}

/** Words that were changed since are those of the next matching; they are left out, and the others keep their names. */
function matchingOf(design: Design, round: Round): Ask['matching'] {
  if (round.kind !== 'matching') return null;
  const replies = round.replies.flatMap((id, index) => {
    const reply = design.replies.find((each) => each.id === id && each.since < round.since);
    if (reply === undefined) return [];
    const { author, text, answers } = reply;
    return [{ name: replyName(index), author, text, answers }];
  });
  return { questions: design.questions.map(({ id, text }) => ({ id, text })), replies };
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
