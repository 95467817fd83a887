import { statementOf } from '../../core/divergence/labels.ts';
import { movesIn, reasonWords } from '../../core/divergence/stances.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { EventOf } from '../../core/vocabulary/events.ts';
import { confidence, costOf, isAtLeast, money } from '../../core/vocabulary/figures.ts';
import type { ParticipantId, PositionId } from '../../core/vocabulary/ids.ts';
import { cutWords, listed } from '../../core/vocabulary/text.ts';
import { correctedWords } from '../../core/vocabulary/words.ts';
import { type EventLines, nameOf } from './event-lines.ts';
import { deadlineWords } from './format.ts';

/** Enough of a position to know it by. */
const POSITION_CHARACTERS = 80;

/** Where they differ, who argues it, and how it ends. */
export const DIFFERENCE_LINES = {
  round_opened: ({ points, asked, at, deadlineAt }, design) => [
    ...design.divergences.flatMap((divergence) => {
      const concerned = points.filter(({ divergences }) => divergences.includes(divergence.id));
      const who = concerned.map(({ participant: id }) => id);
      return who.length === 0 ? [] : [`${namesOf(design, who)} argue: ${divergence.description}`];
    }),
    `Waiting for ${asked.length > 2 ? asked.length : namesOf(design, asked)}, ${deadlineWords(deadlineAt, at)} at most; ${money(costOf(design.turns), isAtLeast(design.turns))} so far.`,
  ],
  divergences_mapped: ({ divergences }) =>
    divergences.length === 0
      ? ['They differ in nothing that matters.']
      : divergences.map(({ impact, description }) => `They differ (${impact} impact): ${description}`),
  divergence_added: ({ participant: id, divergence }, design) => [
    `${nameOf(design, id)} adds that they differ (${divergence.impact} impact): ${divergence.description}`,
  ],
  position_argued: argumentWords,
  divergence_settled: settlementWords,
} satisfies Partial<EventLines>;

function namesOf(design: Design, ids: readonly ParticipantId[]): string {
  return listed(ids.map((id) => nameOf(design, id)));
}

/** Where it stands, and what has brought it there, as far as it stood elsewhere. */
function argumentWords(event: EventOf<'position_argued'>, design: Design): string[] {
  const { participant: id, before, after, divergenceId } = event;
  const divergence = design.divergences.find((each) => each.id === divergenceId);
  const held = (position: PositionId) => {
    const statement = divergence === undefined ? '' : statementOf(divergence, position);
    return statement === '' ? 'none of the positions' : `“${cutWords(statement, POSITION_CHARACTERS)}”`;
  };
  const moves = divergence === undefined ? [] : movesIn(divergence, event);
  const told = moves.map(({ kind, from, to, changedBy }) => {
    const reasons = changedBy.map((each) => reasonWords(design, each)).join('; ');
    const because = reasons === '' ? 'without a reason' : `because of ${reasons}`;
    const how = kind === 'moved' ? `goes over to ${held(to)}` : correctedWords(held(from), held(to));
    return `${how}, ${because}`;
  });
  const stays = before.position === after.position ? [`stays with ${held(after.position)}`] : [];
  const sure = [before.confidence, after.confidence].map(confidence);
  const figures = sure[0] === sure[1] ? sure[0] : sure.join(' → ');
  return [`${nameOf(design, id)} ${[...told, ...stays].join('; ')} (confidence ${figures})`];
}

/** Who gave way, and what holds now, where something does. */
function settlementWords(
  { divergenceId, outcome, position, by, person, reason }: EventOf<'divergence_settled'>,
  design: Design,
): string[] {
  const divergence = design.divergences.find(({ id }) => id === divergenceId);
  const about = divergence?.description ?? '';
  const holds = divergence === undefined ? '' : statementOf(divergence, position);
  const names = person === '' ? namesOf(design, by) : person;
  const who = names === '' ? '' : ` by ${names}`;
  const how = outcome === 'settled_by_person' ? 'settled' : outcome;
  const parts = [`${about} → ${how}${who}`, holds, reason];
  return [parts.filter((part) => part !== '').join(': ')];
}
