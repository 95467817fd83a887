import { differenceLabel, positionLabel } from '../../divergence/labels.ts';
import { movementsOf } from '../../divergence/stances.ts';
import { saidAbout } from '../../question/said.ts';
import type { Design, Divergence } from '../../vocabulary/design.ts';
import type { PositionId } from '../../vocabulary/ids.ts';
import { cutInside, cutWords } from '../../vocabulary/text.ts';
import { bold, given, joined, type Line, line, prose, WHOLE } from '../document.ts';
import { NO_POSITION } from './difference.ts';
import { person, titlesOf } from './people.ts';

/** Enough of a point to know it by, and characters of an answer beside others. */
const [ASKED_CHARACTERS, SAID_CHARACTERS] = [50, 160];

/** Tells by name who holds which position of a difference now, and how many before arguing, which decides nothing (J5). */
function holdersLine(design: Design, difference: Divergence): Line {
  const { id, description, positions, arguments: argued } = difference;
  const movements = movementsOf(design, difference);
  const count = (position: PositionId) => movements.filter(({ before }) => before === position).length;
  const held = [...positions.map((each) => each.id), ''].map((position) => {
    const names = movements.filter(({ after }) => after === position).map((each) => each.participant);
    if (names.length === 0 && position === '') return [];
    const label = position === '' ? NO_POSITION : positionLabel(id, position);
    return line`${bold(label)} ${names.length === 0 ? 'nobody' : titlesOf(design, names)}`;
  });
  const before = positions.map((each) => count(each.id)).join(':');
  const how = argued.length === 0 ? ' (not argued)' : ` (${before} before arguing)`;
  return line`${prose(cutWords(description, ASKED_CHARACTERS), WHOLE)} ${joined(held, ' · ')}${how}`;
}

/** Tells what each person answered to a question. */
function answersLine(design: Design, id: string): Line[] {
  const question = design.questions.find((each) => each.id === id);
  if (question === undefined) return [];
  const said = saidAbout(design, question).answers.map(
    ({ author, text }) =>
      line`${person(author, { bold: true })} “${given(cutInside(text, SAID_CHARACTERS), WHOLE)}”`,
  );
  return said.length === 0
    ? []
    : [line`${prose(cutWords(question.text, ASKED_CHARACTERS), WHOLE)} ${joined(said, ' · ')}`];
}

/** Tells for points left open, by the names that a decision has for them (`1`, `Q2`), who says what; nothing for those of low impact. */
export function whoHoldsWhat(design: Design, points: readonly string[]): Line[] {
  return points.flatMap((point) => {
    const difference = design.divergences.find(({ id }) => differenceLabel(id) === point);
    if (difference === undefined) return answersLine(design, point);
    return difference.impact === 'low' ? [] : [holdersLine(design, difference)];
  });
}
