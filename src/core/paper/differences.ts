import type { Design, Divergence } from '../design.ts';
import { confidence } from '../figures.ts';
import type { PositionId } from '../ids.ts';
import { type Movement, movementsOf } from '../outcome/movements.ts';
import { inline } from './markdown.ts';
import { list, paragraphs, titleOf, titlesOf } from './pieces.ts';

/** One difference: its positions, who held which before and after, who moved and why (J2), and how it ended (J5). */
export function differenceMarkdown(design: Design, divergence: Divergence): string {
  const movements = movementsOf(design, divergence);
  const before = tally(design, divergence, movements, 'before');
  const standing =
    divergence.arguments.length === 0
      ? [`Held by, and not argued: ${before}`]
      : [
          `Before arguing: ${before}`,
          `After arguing: ${tally(design, divergence, movements, 'after')}`,
          list(movements.flatMap((movement) => changes(design, movement))),
        ];
  const positions = list(divergence.positions.map(({ id, statement }) => `**${id}** ${inline(statement)}`));
  return paragraphs(positions, ...standing, ending(design, divergence));
}

function tally(
  design: Design,
  { positions }: Divergence,
  movements: readonly Movement[],
  when: 'before' | 'after',
): string {
  const byPosition = positions.map(({ id }) => {
    const holders = movements.filter((movement) => movement[when] === id);
    const names = holders.map((holder) => `${titleOf(design, holder.participant)} ${sureness(holder, when)}`);
    return `**${id}** ${holders.length}${names.length === 0 ? '' : ` (${names.join(', ')})`}`;
  });
  return byPosition.join(' · ');
}

function sureness(movement: Movement, when: 'before' | 'after'): string {
  return confidence(when === 'before' ? movement.confidenceBefore : movement.confidenceAfter);
}

function changes(design: Design, movement: Movement): string[] {
  const { before, after, changedBecause, changedWithoutReason } = movement;
  const moved = before !== after || changedBecause.length > 0 || changedWithoutReason;
  if (!moved) return [];
  const how = before === after ? `left ${before} and came back to it` : `went from ${before} to ${after}`;
  const because = changedBecause.length === 0 ? '' : ` because of: ${changedBecause.map(inline).join('; ')}`;
  const unexplained = changedWithoutReason ? ', *changed without a reason given*' : '';
  return [`${titleOf(design, movement.participant)} ${how}${unexplained}${because}`];
}

/** How it was settled, as a sentence; also for one that was left open. */
function ending(design: Design, { settlement }: Divergence): string {
  if (settlement === null) return 'Left open.';
  const reason = settlement.reason === '' ? '' : ` (${inline(settlement.reason)})`;
  const stands = (position: PositionId) => (position === '' ? '' : `: ${position} stands`);
  switch (settlement.outcome) {
    case 'resolved':
      return `**Resolved**${stands(settlement.position)}${reason}.`;
    case 'conceded':
      return `**Conceded** by ${titlesOf(design, settlement.by)}${stands(settlement.position)}${reason}.`;
    case 'unresolved':
      return `**Unresolved**: both positions stand as they are${reason}.`;
  }
}
