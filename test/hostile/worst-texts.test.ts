import { Session } from 'node:inspector';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { namePart, PARSERS, writeText } from './worst-texts.ts';

const session = new Session();
beforeAll(() => {
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
});
afterAll(() => {
  session.post('Profiler.stopPreciseCoverage');
  session.disconnect();
});

/**
 * Blocks of code that are run, also those of packages, counted by the engine: the same number on
 * any machine.
 */
function countSteps(work: () => unknown): number {
  let steps = 0;
  session.post('Profiler.takePreciseCoverage');
  work();
  session.post('Profiler.takePreciseCoverage', (_, { result }) => {
    for (const { functions } of result)
      for (const { ranges } of functions) for (const { count } of ranges) steps += count;
  });
  return steps;
}

/**
 * Four times the text in proportion is some four times the steps, and sixteen times where each part
 * is compared with all others.
 */
const MOST_TIMES = 8;
/**
 * A text of which four times as much is let in, but no longer than this: counting slows a parser
 * down.
 */
const COUNTED_CHARACTERS = 4_000;
/** Steps that any parser may take once, whatever the text. */
const ONCE = 20_000;

test.each(PARSERS)(
  'A15: $name takes steps in proportion to the length of its worst text',
  ({ characters, parse, parts }) => {
    const length = Math.min(COUNTED_CHARACTERS, characters / 4);
    const wrong = parts.flatMap((part) => {
      const [some, more] = [length, 4 * length].map((each) => {
        const text = writeText(part, each);
        return countSteps(() => parse(text));
      }) as [number, number];
      return more > Math.max(some, ONCE) * MOST_TIMES
        ? [`${namePart(part)}: ${some}, then ${more}`]
        : [];
    });
    expect(wrong).toEqual([]);
  },
);
