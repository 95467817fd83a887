import type { Argument, Design, Divergence } from '../design.ts';
import type { DivergenceId, PositionId } from '../ids.ts';
import { movementsOf } from '../outcome/movements.ts';
import { participant } from '../participants.ts';
import { participantOf } from '../proposal/labels.ts';

/** One divergence while it is argued and after. Positions are told by their statements, people by their titles. */
export type Difference = ReturnType<typeof differenceOf>;
export type Move = NonNullable<Difference['arguments'][number]['move']>;

export function differenceOf(design: Design, id: DivergenceId) {
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
      /** Who holds it now, and how sure of it each is, from 0 to 1. */
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
            /** The statement that prevailed; empty where none did. */
            statement: statementOf(divergence, settlement.position),
            by: settlement.by.map((each) => participant(design, each).title),
            reason: settlement.reason,
          },
  };
}

function argued(design: Design, divergence: Divergence, argument: Argument) {
  const { before, after, addresses, text, changedBecause } = argument;
  const owners = addresses.flatMap((claim) => {
    const owner = participantOf(design, claim.split('-', 1)[0] ?? '');
    return owner === null || owner === argument.participant ? [] : [participant(design, owner).title];
  });
  const [from, to] = [statementOf(divergence, before.position), statementOf(divergence, after.position)];
  // Without a cause it was changed without a reason given (J2).
  const move = { from, to, because: changedBecause.trim() };
  return {
    title: participant(design, argument.participant).title,
    /** Whose claims it answers. */
    to: [...new Set(owners)],
    text,
    move: before.position === after.position ? null : move,
    confidence: { before: before.confidence, after: after.confidence },
  };
}

function statementOf({ positions }: Divergence, id: PositionId): string {
  return positions.find((position) => position.id === id)?.statement ?? '';
}
