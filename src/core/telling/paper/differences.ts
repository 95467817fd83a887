import { positionLabel, statementOf } from '../../divergence/labels.ts';
import { type Move, type Movement, movementsOf, movesIn, reasonWords } from '../../divergence/stances.ts';
import type { Argument, Design, Divergence } from '../../vocabulary/design.ts';
import { confidence } from '../../vocabulary/figures.ts';
import type { PositionId } from '../../vocabulary/ids.ts';
import { cutWords } from '../../vocabulary/text.ts';
import { correctedWords } from '../../vocabulary/words.ts';
import { inline, quoted } from '../render/escape.ts';
import { citedAt } from './citations.ts';
import { list, paragraphs, personName, recordLink, titleOf, titlesOf } from './pieces.ts';

/** Enough of a position to know it by. */
const POSITION_CHARACTERS = 40;
const ENDED = {
  conceded: 'conceded',
  unresolved: 'unresolved',
  settled_by_person: 'settled by a person',
};

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
          list(movements.flatMap((movement) => changes(design, divergence, movement))),
        ];
  const positions = list(
    divergence.positions.map(({ id, statement }) => `**${position(divergence, id)}** ${inline(statement)}`),
  );
  return paragraphs(positions, ...standing, ending(design, divergence));
}

/** For each difference that was argued, how many held each position before and after, which decides nothing (J5); and each of weight that nobody argued. */
export function talliesMarkdown(design: Design): string {
  const lines = design.divergences.flatMap((divergence) => {
    if (divergence.arguments.length === 0) {
      const isTold = divergence.impact === 'low' || divergence.settlement !== null;
      return isTold
        ? []
        : [`${inline(divergence.description)} Not argued; left open (${recordLink(divergence.id)})`];
    }
    const movements = movementsOf(design, divergence);
    const held = (when: 'before' | 'after') =>
      divergence.positions.map(({ id }) => movements.filter((each) => each[when] === id).length).join(':');
    const { outcome, position } = divergence.settlement ?? { outcome: 'unresolved', position: '' };
    const [first = ''] = statementOf(divergence, position).split(/(?<=[.!?])\s/);
    const statement = inline(cutWords(first, POSITION_CHARACTERS));
    const stands = position === '' ? '' : `: “${statement}”`;
    return [
      `${inline(divergence.description)} ${held('before')} before arguing, ${held('after')} after; ${ENDED[outcome]}${stands} (${recordLink(divergence.id)})`,
    ];
  });
  return list(lines);
}

function tally(
  design: Design,
  divergence: Divergence,
  movements: readonly Movement[],
  when: 'before' | 'after',
): string {
  const nobodys = movements.some((movement) => movement[when] === '') ? [''] : [];
  const byPosition = [...divergence.positions.map(({ id }) => id), ...nobodys].map((id) => {
    const holders = movements.filter((movement) => movement[when] === id);
    const names = holders.map((holder) => `${titleOf(design, holder.participant)} ${sureness(holder, when)}`);
    return `**${position(divergence, id)}** ${holders.length}${names.length === 0 ? '' : ` (${names.join(', ')})`}`;
  });
  return byPosition.join(' · ');
}

function sureness(movement: Movement, when: 'before' | 'after'): string {
  return confidence(when === 'before' ? movement.confidenceBefore : movement.confidenceAfter);
}

function changes(design: Design, { id }: Divergence, { participant, moves }: Movement): string[] {
  return moves.map((move) => {
    const how = move.kind === 'moved' ? `went ${fromTo(id, move)}` : corrected(id, move);
    const reason = reasons(design, move);
    const why = reason === '' ? `, ${WITHOUT_REASON[move.kind]}` : ` because of: ${reason}`;
    return `${titleOf(design, participant)} ${how}${why}`;
  });
}

/** What one participant argued: where it stood and stands, what changed that (J2), and its words. */
export function argumentMarkdown(design: Design, id: Divergence['id'], argument: Argument): string {
  const { participant, addresses, strongest, text, citation, check } = argument;
  return paragraphs(
    `**${titleOf(design, participant)}** on ${recordLink(id)}, to ${addresses.map(recordLink).join(', ')}: ${stanceMarkdown(design, id, argument)}`,
    strongest === '' ? '' : paragraphs('The other side at its strongest:', quoted(strongest)),
    quoted(text),
    citedAt(citation, check, design.repository),
  );
}

function stanceMarkdown(design: Design, id: Divergence['id'], argument: Argument): string {
  const { before, after } = argument;
  const sure = `(${confidence(before.confidence)} → ${confidence(after.confidence)})`;
  const divergence = design.divergences.find((each) => each.id === id);
  const moves = divergence === undefined ? [] : movesIn(divergence, argument);
  const told = moves.map((move) => {
    const how = move.kind === 'moved' ? `${fromTo(id, move)} ${sure}` : corrected(id, move);
    const reason = reasons(design, move);
    return `${how}, ${reason === '' ? WITHOUT_REASON[move.kind] : `because of ${reason}`}`;
  });
  const stays = before.position === after.position;
  return [...told, ...(stays ? [`stays at ${position({ id }, after.position)} ${sure}`] : [])].join('; ');
}

const WITHOUT_REASON = { moved: '*moved without a reason*', corrected: '*without a reason*' };

function fromTo(id: Divergence['id'], { from, to }: Move): string {
  return `from ${position({ id }, from)} to ${position({ id }, to)}`;
}

function corrected(id: Divergence['id'], { from, to }: Move): string {
  return correctedWords(position({ id }, from), position({ id }, to));
}

function reasons(design: Design, { changedBy }: Move): string {
  return changedBy.map((name) => inline(reasonWords(design, name))).join('; ');
}

/** As people name it, who may settle the difference; an empty one is none. */
export function position({ id }: Pick<Divergence, 'id'>, held: PositionId): string {
  return held === '' ? 'none of them' : positionLabel(id, held);
}

/** How it was settled, as a sentence; also for one that was left open. */
function ending(design: Design, divergence: Divergence): string {
  const { settlement } = divergence;
  if (settlement === null) return 'Left open.';
  const reason = settlement.reason === '' ? '' : ` (${inline(settlement.reason)})`;
  const held = settlement.position;
  const stands = held === '' ? '' : `: ${position(divergence, held)} stands`;
  switch (settlement.outcome) {
    case 'conceded':
      return `**Conceded** by ${titlesOf(design, settlement.by)}${stands}${reason}.`;
    case 'settled_by_person':
      return `**Settled** by ${personName(settlement.person)}${stands}${reason}.`;
    case 'unresolved':
      return `**Unresolved**: both positions stand as they are${reason}.`;
  }
}
