/** Where the proposals differ, who holds what, and who moved for which reason. */

import type { Design, Difference } from '#design/state.ts';
import { claimNamed } from './decision-text.ts';
import { clause, countOf, shorten } from './figures.ts';
import { code, join, lines, type Markdown, md } from './md.ts';
import { compose, type Message } from './message.ts';
import { listNames, titleOf } from './people.ts';

const SHOWN = 3;

/** `null`: nothing to say, because they do not differ. */
export function renderDifferences(design: Design): Message | null {
  const differences = design.differences ?? [];
  if (differences.length === 0) return null;
  const count = differences.length;
  return compose(
    design,
    [],
    md`**The proposals differ on ${countOf(count, 'point')}.**`,
    ...differences.slice(0, SHOWN).map((each) => differenceBlock(design, each)),
    count > SHOWN ? md`${count - SHOWN} more in the record.` : null,
  );
}

function differenceBlock(design: Design, difference: Difference): Markdown {
  const { description, cost } = difference;
  return lines(
    md`**${shorten(description, 160)}** Cost of the wrong choice: ${shorten(cost, 80)}`,
    ...positionLines(design, difference, 100, (name) => claimWords(design, name)),
  );
}

export function positionLines(
  design: Design,
  difference: Difference,
  maxCharacters: number,
  nameClaim: (name: string) => Markdown,
): Markdown[] {
  return difference.positions.map((position) => {
    const statement = clause(shorten(position.statement, maxCharacters));
    return md`${statement}: ${holders(design, difference, position, nameClaim)}`;
  });
}

/** `Archaeologist, and now Subtractor, because of `ops/march.md:41`` */
function holders(
  design: Design,
  difference: Difference,
  position: Difference['positions'][number],
  nameClaim: (name: string) => Markdown,
): Markdown {
  const moves = difference.arguments.filter(
    (each) => each.position === position.id && each.from !== position.id,
  );
  const stayed = position.holders.filter((id) => !moves.some((each) => each.participant === id));
  const names = listNames(stayed.map((id) => titleOf(design, id)));
  const moved = moves.map(
    ({ participant, movedBy }) =>
      md`now ${titleOf(design, participant)}, because of ${nameClaim(movedBy)}`,
  );
  if (names === '' && moved.length === 0) return md`nobody now.`;
  const parts = names === '' ? moved : [md`${names}`, ...moved];
  return md`${join(parts, ', and ')}.`;
}

/** A claim by the place that it cites, else by its words. */
function claimWords(design: Design, name: string): Markdown {
  const { place = '', text = name } = claimNamed(design, name) ?? {};
  return place === '' ? md`“${shorten(text, 100)}”` : code(place);
}
