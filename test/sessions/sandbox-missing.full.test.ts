import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { copiedEscapeArtist, EXPECTED, LEFT_BY_PERMISSIONS, runEscapeArtist } from './escapes.ts';

/** That `sandbox.test.ts` would fail without a sandbox. */
test('(without a sandbox each attempt ends in another way, and most succeed)', async () => {
  const { program, folder } = await copiedEscapeArtist();
  const results = runEscapeArtist(program, []);
  expect(Object.keys(results).toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
  for (const [attempt, outcome] of Object.entries(results)) {
    expect(outcome, attempt).not.toBe(EXPECTED[attempt]);
  }
  expect(
    Object.values(results).filter((outcome) => outcome === 'succeeded').length,
  ).toBeGreaterThan(45);
  expect(readdirSync(folder)).toEqual(
    expect.arrayContaining([
      'written',
      'database',
      'heap',
      'report.json',
      expect.stringMatching(/^turbo/),
    ]),
  );
});

test("(under Node's permission model alone, it opens databases, signals, and sets V8's flags)", async () => {
  const { program, folder } = await copiedEscapeArtist();
  const results = runEscapeArtist(program, ['--permission', `--allow-fs-read=${program}`]);
  const succeeded = Object.keys(results).filter((attempt) => results[attempt] === 'succeeded');
  expect(succeeded.toSorted()).toEqual(LEFT_BY_PERMISSIONS.toSorted());
  expect(readdirSync(folder)).toEqual(
    expect.arrayContaining(['database', expect.stringMatching(/^turbo/)]),
  );
});
