import type { Design, Divergence } from '../design.ts';
import type { PositionId } from '../ids.ts';
import { type Standing, standingsOf } from '../outcome/standings.ts';
import { confidence } from '../outcome/words.ts';
import { inline } from './markdown.ts';
import { list, titleOf, titlesOf } from './pieces.ts';

/** J2, J5: one difference: the positions, who held which before and after, who moved and why, and how it ended. */
export function differenceMarkdown(design: Design, divergence: Divergence): string {
  const standings = standingsOf(divergence);
  const argued = divergence.arguments.length > 0;
  return [
    list(divergence.positions.map(({ id, statement }) => `**${id}** ${inline(statement)}`)),
    list(
      argued
        ? [
            `Before arguing: ${tally(design, divergence, standings, 'before')}`,
            `After arguing: ${tally(design, divergence, standings, 'after')}`,
            ...standings.flatMap((standing) => changes(design, standing)),
          ]
        : [`Held by: ${tally(design, divergence, standings, 'before')}`, 'Not argued.'],
    ),
    ending(design, divergence),
  ].join('\n\n');
}

function tally(
  design: Design,
  { positions }: Divergence,
  standings: readonly Standing[],
  when: 'before' | 'after',
): string {
  const byPosition = positions.map(({ id }) => {
    const holders = standings.filter((standing) => standing[when] === id);
    const names = holders.map((holder) => `${titleOf(design, holder.participant)}${sureness(holder, when)}`);
    return `**${id}** ${holders.length}${names.length === 0 ? '' : ` (${names.join(', ')})`}`;
  });
  return byPosition.join(' · ');
}

function sureness(standing: Standing, when: 'before' | 'after'): string {
  const value = when === 'before' ? standing.confidenceBefore : standing.confidenceAfter;
  return value === null ? '' : ` ${confidence(value)}`;
}

function changes(design: Design, standing: Standing): string[] {
  const { before, after, changedBecause, changedWithoutReason } = standing;
  const moved = before !== after || changedBecause.length > 0 || changedWithoutReason;
  if (!moved) return [];
  const how = before === after ? `left ${before} and came back to it` : `went from ${before} to ${after}`;
  const because = changedBecause.length === 0 ? '' : ` because of: ${changedBecause.map(inline).join('; ')}`;
  const unexplained = changedWithoutReason ? ', *changed without a reason given*' : '';
  return [`${titleOf(design, standing.participant)} ${how}${unexplained}${because}`];
}

/** How it was settled, as a sentence; also for one that was left open. */
export function ending(design: Design, { settlement }: Divergence): string {
  if (settlement === null) return 'Left open.';
  const reason = settlement.reason === '' ? '' : ` ${inline(settlement.reason)}`;
  const stands = (position: PositionId) => (position === '' ? '' : `: ${position} stands`);
  switch (settlement.outcome) {
    case 'resolved':
      return `**Resolved**${stands(settlement.position)}.${reason}`;
    case 'conceded':
      return `**Conceded** by ${titlesOf(design, settlement.by)}${stands(settlement.position)}.${reason}`;
    case 'unresolved':
      return `**Unresolved**: both positions stand as they are.${reason}`;
  }
}
