/** Where the proposals differ, who holds what, and who moved for which reason. */

import type { Design, Difference } from '#design/state.ts';
import { claimNamed } from './decision-text.ts';
import { exampleLine } from './example.ts';
import { clause, shorten } from './figures.ts';
import { blocks, code, join, lines, type Markdown, md } from './md.ts';
import type { Message } from './message.ts';
import { listNames, titleOf } from './people.ts';

const SHOWN = 3;
const IMPACTS = ['high', 'medium', 'low'];

/** `null`: nothing to say, because they do not differ. */
export function renderDifferences(design: Design): Message | null {
  const differences = [...(design.differences ?? [])].sort(
    (a, b) => IMPACTS.indexOf(a.impact) - IMPACTS.indexOf(b.impact),
  );
  if (differences.length === 0) return null;
  const count = differences.length;
  const rest = count - SHOWN;
  return {
    text: blocks(
      exampleLine(design),
      md`**They differ on ${count === 1 ? 'one point' : `${count} points`}.**`,
      ...differences.slice(0, SHOWN).map((each) => differenceBlock(design, each)),
      rest > 0
        ? md`${rest} smaller ${rest === 1 ? 'one stands' : 'ones stand'} in the record.`
        : null,
    ).text,
    controls: [],
  };
}

function differenceBlock(design: Design, difference: Difference): Markdown {
  const { description, cost, positions } = difference;
  return lines(
    md`**${shorten(description, 160)}** Cost of the wrong choice: ${shorten(cost, 80)}`,
    ...positions.map(
      (position) =>
        md`${clause(shorten(position.statement, 100))}: ${holders(design, difference, position)}`,
    ),
  );
}

type Position = Difference['positions'][number];

/** `Archaeologist, and now Subtractor, because of `ops/march.md:41`` */
export function holders(design: Design, difference: Difference, position: Position): Markdown {
  const moves = difference.arguments.filter(
    (each) => each.position === position.id && each.from !== position.id,
  );
  const stayed = position.holders.filter((id) => !moves.some((each) => each.participant === id));
  const names = listNames(stayed.map((id) => titleOf(design, id)));
  const moved = moves.map(
    ({ participant, movedBy }) =>
      md`now ${titleOf(design, participant)}, because of ${claimWords(design, movedBy)}`,
  );
  if (names === '' && moved.length === 0) return md`nobody any more.`;
  const parts = names === '' ? moved : [md`${names}`, ...moved];
  return md`${join(parts, ', and ')}.`;
}

/** A claim by the place that it cites, else by its words. */
function claimWords(design: Design, name: string): Markdown {
  const claim = claimNamed(design, name);
  if (claim === undefined) return md`another claim`;
  return claim.place === '' ? md`“${shorten(claim.text, 100)}”` : code(claim.place);
}
