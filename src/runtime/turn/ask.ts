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
import type { RoundKind } from '../../core/round/round.ts';
import type { TerminalTool } from '../../core/submission.ts';

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
  /** J1, J3: this participant's own proposal in the drawn order, once it has one: `B`; empty otherwise. */
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
