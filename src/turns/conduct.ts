/**
 * How a turn of each kind is conducted: whose work it is, how much thought and reading it gets, and
 * the tools that end it. These figures make up what a design costs: most goes to texts on which
 * others build, none to reading where texts are only compared.
 */

import type { Depth, Role, RoundKind } from '#design/events.ts';
import type { TurnId } from '#design/ids.ts';
import { participantOf } from '#design/participants.ts';
import { terminalToolsOf } from '#design/rounds.ts';
import type { Design, Participant, Round, Turn } from '#design/state.ts';
import type { TerminalTool } from '#design/submissions.ts';

type Effort = 'low' | 'medium' | 'high';
interface Conduct {
  readonly role: Role;
  readonly effort: Effort;
  /** Thinking included. */
  readonly maxOutputTokens: number;
  /** Calls of repository tools. */
  readonly readings: number;
}

const CONDUCT: Readonly<Record<RoundKind, Conduct>> = {
  framing: { role: 'synthesizer', effort: 'low', maxOutputTokens: 4_000, readings: 0 },
  questions: { role: 'persona', effort: 'low', maxOutputTokens: 4_000, readings: 3 },
  matching: { role: 'synthesizer', effort: 'low', maxOutputTokens: 6_000, readings: 0 },
  proposals: { role: 'persona', effort: 'high', maxOutputTokens: 12_000, readings: 8 },
  mapping: { role: 'synthesizer', effort: 'medium', maxOutputTokens: 8_000, readings: 0 },
  argument: { role: 'persona', effort: 'medium', maxOutputTokens: 6_000, readings: 2 },
  draft: { role: 'synthesizer', effort: 'high', maxOutputTokens: 16_000, readings: 0 },
  audit: { role: 'auditor', effort: 'high', maxOutputTokens: 12_000, readings: 4 },
  revision: { role: 'synthesizer', effort: 'high', maxOutputTokens: 16_000, readings: 0 },
  signing: { role: 'persona', effort: 'medium', maxOutputTokens: 5_000, readings: 0 },
};

/** *quick* thinks less and reads a third. */
export function conductOf(
  kind: RoundKind,
  depth: Depth,
  hasRepository: boolean,
): Conduct & { readonly tools: readonly TerminalTool[] } {
  const conduct = { ...CONDUCT[kind], tools: terminalToolsOf(kind, CONDUCT[kind].role) };
  const readings = hasRepository ? conduct.readings : 0;
  return depth === 'quick'
    ? { ...conduct, effort: 'low', readings: Math.ceil(readings / 3) }
    : { ...conduct, readings };
}

/** A turn with what it is about. `kind`: `audit` also for the auditor beside the signing (J9). */
export interface Work {
  readonly design: Design;
  readonly turn: Turn;
  readonly round: Round;
  readonly kind: RoundKind;
  readonly participant: Participant;
  /** Whose work it is: for a stand-in, the facilitator. */
  readonly author: Participant;
}

export function workOf(design: Design, turnId: TurnId): Work {
  const turn = findOne(design.turns, ({ id }) => id === turnId, turnId);
  const round = findOne(design.rounds, ({ id }) => id === turn.roundId, turn.roundId);
  const participant = participantOf(design, turn.participant);
  const kind = round.kind === 'signing' && participant.role === 'auditor' ? 'audit' : round.kind;
  const { role } = CONDUCT[kind];
  const author =
    participant.role === role
      ? participant
      : findOne(design.participants, (each) => each.role === role, role);
  return { design, turn, round, kind, participant, author };
}

function findOne<Item>(items: readonly Item[], isIt: (item: Item) => boolean, name: string): Item {
  const found = items.find(isIt);
  if (found === undefined) throw new Error(`broken invariant: the design has no ${name}`);
  return found;
}
