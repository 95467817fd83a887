import { describe, expect, test } from 'vitest';
import { sourceFiles } from './source.ts';

/** How events of the log are named. */
const LOGGED = /\blog\.(?:debug|info|warn|error)\(\s*(['"`])([^'"`]*)\1/g;

const files = sourceFiles('src');

describe('the words', () => {
  test('events of the log are named in snake case', () => {
    const events = files.flatMap(({ path, text }) =>
      [...text.matchAll(LOGGED)].map(([, , event = '']) => ({ path, event })),
    );
    expect(events.length).toBeGreaterThan(50);
    expect(events.filter(({ event }) => !/^[a-z]+(?:_[a-z0-9]+)*$/.test(event))).toEqual([]);
  });
});
