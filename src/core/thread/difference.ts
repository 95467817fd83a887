import type { Argument, Design, Divergence } from '../design.ts';
import type { DivergenceId, PositionId } from '../ids.ts';
import { movementsOf } from '../outcome/movements.ts';
import { participant } from '../participants.ts';
import { participantOf } from '../proposal/labels.ts';
import type { Impact } from '../submission.ts';

export interface PositionHolder {
  readonly title: string;
  /** 0 to 1, as it is now. */
  readonly confidence: number;
}

export interface Move {
  readonly from: string;
  readonly to: string;
  /** Empty: changed without a reason given (J2). */
  readonly because: string;
}

/** One divergence while it is argued and after. Positions are told by their statements, people by their titles. */
export interface Difference {
  readonly id: DivergenceId;
  readonly description: string;
  readonly impact: Impact;
  readonly positions: readonly {
    readonly statement: string;
    readonly before: number;
    readonly now: readonly PositionHolder[];
  }[];
  readonly arguments: readonly {
    readonly title: string;
    /** Whose claims it answers. */
    readonly to: readonly string[];
    readonly text: string;
    readonly move: Move | null;
    readonly confidence: { readonly before: number; readonly after: number };
  }[];
  readonly outcome: {
    readonly kind: 'resolved' | 'conceded' | 'unresolved';
    /** The statement that prevailed; empty where none did. */
    readonly statement: string;
    readonly by: readonly string[];
    readonly reason: string;
  } | null;
}

export function differenceOf(design: Design, id: DivergenceId): Difference {
  const divergence = design.divergences.find((each) => each.id === id);
  if (divergence === undefined) throw new Error(`broken invariant: no divergence ${id}`);
  const { description, impact, settlement } = divergence;
  const movements = movementsOf(design, divergence);
  return {
    id,
    description,
    impact,
    positions: divergence.positions.map((position) => ({
      statement: position.statement,
      before: movements.filter(({ before }) => before === position.id).length,
      now: movements
        .filter(({ after }) => after === position.id)
        .map((each) => ({
          title: participant(design, each.participant).title,
          confidence: each.confidenceAfter,
        })),
    })),
    arguments: divergence.arguments.map((argument) => argued(design, divergence, argument)),
    outcome:
      settlement === null
        ? null
        : {
            kind: settlement.outcome,
            statement: statementOf(divergence, settlement.position),
            by: settlement.by.map((each) => participant(design, each).title),
            reason: settlement.reason,
          },
  };
}

function argued(design: Design, divergence: Divergence, argument: Argument) {
  const { before, after, addresses, text, changedBecause: because } = argument;
  const owners = addresses.flatMap((claim) => {
    const owner = participantOf(design, claim.split('-', 1)[0] ?? '');
    return owner === null || owner === argument.participant ? [] : [participant(design, owner).title];
  });
  const [from, to] = [statementOf(divergence, before.position), statementOf(divergence, after.position)];
  return {
    title: participant(design, argument.participant).title,
    to: [...new Set(owners)],
    text,
    move: before.position === after.position ? null : { from, to, because: because.trim() },
    confidence: { before: before.confidence, after: after.confidence },
  };
}

function statementOf({ positions }: Divergence, id: PositionId): string {
  return positions.find((position) => position.id === id)?.statement ?? '';
}
