import { cutText } from '../../foundation/cut-text.ts';
import { BOUNDS } from '../vocabulary/bounds.ts';
import { type CommandOf, type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Divergence } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { findById } from '../vocabulary/ids.ts';
import { signatureOf } from '../vocabulary/via.ts';
import { labelPosition, positionOf } from './labels.ts';

/**
 * Settles a difference by a person's decision, in their name; no argument overturns it. Possible
 * until the outcome is settled, even if the personas settled the difference or left it open.
 */
export function settleDivergence(
  draft: Draft,
  { divergenceId, position, note, ...who }: CommandOf<'settle_divergence'>,
): Refusal | null {
  const { divergences } = draft.design;
  const divergence = findById(divergences, divergenceId);
  if (divergence === undefined) {
    const names = divergences.map(({ id }) => id).join(', ') || 'none yet';
    return refuse(
      'unknown_reference',
      `There is no difference ${divergenceId}: this design has ${names}.`,
    );
  }
  const chosen = positionOf(divergence, position);
  if (chosen === null || chosen === '') {
    const positions = divergence.positions
      .map((each) => describePosition(divergence, each))
      .join('; ');
    const message = `There is no position ${position}; the positions are ${positions}.`;
    return refuse('unknown_reference', message, 'position');
  }
  const { by: person, ...by } = signatureOf(who);
  draft.record({
    type: 'divergence_settled',
    divergenceId,
    outcome: 'settled_by_person',
    position: chosen,
    person,
    ...by,
    by: [],
    reason: cutText(note, BOUNDS.noteCharacters),
  });
  return null;
}

/** `1a (It can)` */
function describePosition({ id }: Divergence, position: Divergence['positions'][number]): string {
  return `${labelPosition(id, position.id)} (${position.statement})`;
}
