import { citedWords } from '../../citation/cited.ts';
import { divergenceOf, statementOf } from '../../divergence/labels.ts';
import { movementsOf, movesIn, reasonOf } from '../../divergence/stances.ts';
import { participantOf } from '../../proposal/labels.ts';
import type { Argument, Design, Divergence } from '../../vocabulary/design.ts';
import type { DivergenceId } from '../../vocabulary/ids.ts';
import { participant } from '../../vocabulary/participants.ts';
import { settleControls } from './controls.ts';

/** One divergence while it is argued and after. Positions are told by their statements, people by their titles. */
export type Difference = ReturnType<typeof differenceOf>;

export function differenceOf(design: Design, id: DivergenceId) {
  const divergence = divergenceOf(design, id);
  const { description, impact, settlement } = divergence;
  const movements = movementsOf(design, divergence);
  return {
    id,
    designId: design.id,
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
    /** While they argue, or where they could not agree. */
    controls:
      settlement === null || settlement.outcome === 'unresolved' ? settleControls(design, divergence) : [],
    arguments: divergence.arguments.map((argument) => argued(design, divergence, argument)),
    outcome:
      settlement === null
        ? null
        : {
            kind: settlement.outcome,
            /** The statement that prevailed; empty where none did. */
            statement: statementOf(divergence, settlement.position),
            by:
              settlement.person === ''
                ? settlement.by.map((each) => participant(design, each).title)
                : [settlement.person],
            reason: settlement.reason,
          },
  };
}

function argued(design: Design, divergence: Divergence, argument: Argument) {
  const { before, after, addresses, text } = argument;
  const owners = addresses.flatMap((claim) => {
    const owner = participantOf(design, claim.split('-', 1)[0] ?? '');
    return owner === null || owner === argument.participant ? [] : [participant(design, owner).title];
  });
  return {
    title: participant(design, argument.participant).title,
    /** Whose claims it answers. */
    to: [...new Set(owners)],
    text,
    /** Where it was read and whether it stands there; empty for nothing cited. */
    source: citedWords(argument),
    moves: movesIn(divergence, argument).map(({ kind, from, to, changedBy }) => ({
      kind,
      /** The statements; empty for none of the positions. */
      from: statementOf(divergence, from),
      to: statementOf(divergence, to),
      /** Empty where no reason was given (J2). */
      because: changedBy.map((name) => reasonOf(design, name)),
    })),
    confidence: { before: before.confidence, after: after.confidence },
  };
}
