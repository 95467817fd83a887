import { expect, test } from 'vitest';
import { outcomeOf } from '../../src/core/outcome/outcome.ts';
import { sumSpentUsd } from '../../src/core/policy/reserve.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import { formatMoney } from '../../src/core/vocabulary/figures.ts';
import { listedRowOf } from '../../src/presentation/answers/console-row.ts';
import { sayFact } from '../../src/presentation/answers/facts.ts';
import { plainOf } from '../../src/presentation/format/plain-document.ts';
import { runPictureOf } from '../../src/presentation/picture/run.ts';
import { writeRecordMarkdown } from '../../src/presentation/record/record.ts';
import { drawResultMessage } from '../../src/presentation/thread/result.ts';
import { viewOf } from '../../src/presentation/view/view.ts';
import { tellToTheEnd } from '../support/designs/sample-design.ts';

/** $1.005, of which binary has a little more or less, by the order. */
const AWKWARD = [0.335, 0.1, 0.2, 0.37];
const { design: told } = tellToTheEnd();

function costing(each: readonly number[]): Design {
  const turns = told.turns.map((turn, at) => ({ ...turn, costUsd: each[at] ?? 0 }));
  return { ...told, turns };
}

/** What each place says that a design cost. */
function costsSaid(design: Design): (string | undefined)[] {
  const view = viewOf(design);
  const { description, total } = runPictureOf(view);
  const texts = [
    ...[
      listedRowOf(view).cost,
      description,
      total,
      sayFact(view, 'cost'),
      view.banner.facts.join(' · '),
    ],
    ...[drawResultMessage(view).sections.map(plainOf).join('\n'), writeRecordMarkdown(design)],
  ];
  return [
    ...texts.map((text) => /\$\d+\.\d\d\b/.exec(text)?.[0]),
    // What the store adds up by day.
    formatMoney(sumSpentUsd(design)),
    formatMoney(outcomeOf(design).costUsd),
  ];
}

test('a design whose cents are awkward costs the same wherever that is said', () => {
  const sums = [AWKWARD, AWKWARD.toReversed()].map((each) =>
    each.reduce((sum, usd) => sum + usd, 0),
  );
  expect(new Set(sums).size).toBe(2);
  const said = [AWKWARD, AWKWARD.toReversed()].flatMap((each) => costsSaid(costing(each)));
  expect(said.filter((each) => each !== '$1.01')).toEqual([]);
});
