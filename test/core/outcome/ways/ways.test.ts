import { describe, expect, test } from 'vitest';
import { outcomeOf } from '#core/outcome/outcome.ts';
import { CAVEATS } from '#core/vocabulary/caveat.ts';
import { writeBrief } from '#presentation/decision/brief.ts';
import { plainOf } from '#presentation/format/plain-document.ts';
import { drawCaveats } from '#presentation/judged/caveats.ts';
import { writeRecordMarkdown } from '#presentation/record/record.ts';
import { DesignView } from '#presentation/schema/view.ts';
import { drawLedger } from '#presentation/talk/questions.ts';
import { viewOf } from '#presentation/view/view.ts';
import type { Way } from './story.ts';
import { WAYS } from './ways.ts';

const named = (ways: readonly Way[]) =>
  ways.map((each) => [`${each.rule}: ${each.way}`, each] as const);

describe.each(Object.entries(WAYS))('ways to be fooled: %s', (_, ways) => {
  test.each(named(ways))(
    '%s',
    (_name, { told, caveat, stoppedBecause, isRefused, stands, standsNot }) => {
      if (isRefused) {
        expect(told).toThrow('was refused');
        return;
      }
      const { design } = told();
      expect(DesignView.parse(viewOf(design))).toEqual(viewOf(design));
      const outcome = outcomeOf(design);
      const kinds = outcome.caveats.map(({ kind }) => kind);
      if (stoppedBecause !== undefined)
        expect([outcome.stoppedBecause, outcome.hasDecision]).toEqual([stoppedBecause, false]);
      if (caveat === null) expect(kinds).toEqual([]);
      // The first line has room for two by name (J11).
      else expect(kinds.slice(0, 2)).toContain(caveat);
      const asked = drawLedger(viewOf(design)).sections.map(plainOf);
      const read = [writeBrief(design), writeRecordMarkdown(design), ...asked].join('\n');
      for (const words of stands ?? []) expect(read).toContain(words);
      for (const words of standsNot ?? []) expect(read).not.toContain(words);
    },
  );
});

test('J11: each kind of caveat is made by a design that is told here', () => {
  const made = new Set(
    Object.values(WAYS)
      .flat()
      .filter(({ isRefused }) => isRefused !== true)
      .flatMap((way) => outcomeOf(way.told().design).caveats.map(({ kind }) => kind)),
  );
  expect(CAVEATS.filter((kind) => !made.has(kind))).toEqual([]);
});

test('J11: a headline counts as many caveats as its list has lines, however they are grouped', () => {
  const told = Object.values(WAYS)
    .flat()
    .filter(({ isRefused }) => isRefused !== true)
    .map((way) => viewOf(way.told().design));
  const counted = told.flatMap((view) => {
    const [, number] = /\b(\d+|one) caveat/i.exec(view.banner.headline) ?? [];
    if (number === undefined || !view.banner.listsCaveats) return [];
    const [list] = drawCaveats(view);
    const count = number.toLowerCase() === 'one' ? 1 : Number(number);
    return [{ count, lines: list?.kind === 'bullets' ? list.items.length : 0 }];
  });
  expect(counted.map(({ count }) => count)).toContain(3);
  for (const { count, lines } of counted) expect(count).toBe(lines);
});
