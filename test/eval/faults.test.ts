import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { composing, type Mode } from '../../eval/faults/mode.ts';
import { played } from '../../eval/faults/play.ts';
import { contentTable, groupTable, MODES, rowsOf } from '../../eval/faults/run.ts';

const INVENTS: Mode = {
  id: 'invents',
  says: { composite: composing((input) => ({ ...input, base: 'Z' })) },
  expected: { class: 'refused', words: '“Z”' },
};

test('each way of misbehaving has a name of its own', () => {
  expect(new Set(MODES.map(({ id }) => id)).size).toBe(MODES.length);
  expect(MODES.length).toBeGreaterThan(120);
});

test('an answer that is refused is asked for again, and the honest one takes its place', async () => {
  const { design, refusals, taken } = await played(INVENTS);
  expect([refusals.length, taken]).toEqual([1, 0]);
  expect(design.composites).toHaveLength(1);
  expect(await rowsOf(INVENTS)).toMatchObject([{ got: 'refused', wrong: '' }]);
});

test('a stubborn role never becomes honest', async () => {
  const { design } = await played({ ...INVENTS, isStubborn: true });
  expect(design.composites).toEqual([]);
  expect(design.end?.status).toBe('needs_review');
});

test('what comes otherwise than it is expected is told with what was expected', async () => {
  const wrong = async (mode: Partial<Mode>) => (await rowsOf({ ...INVENTS, ...mode }))[0]?.wrong;
  expect(await wrong({ expected: { class: 'gate', words: '' } })).toBe('gate was expected');
  expect(await wrong({ expected: { class: 'refused', words: 'Y-8' } })).toBe(
    'its line lacks “Y-8”',
  );
  expect(await wrong({ expected: { class: 'refused', words: '', page: 'nowhere' } })).toBe(
    'the page lacks “nowhere”',
  );
  expect(await wrong({ holds: () => false })).toBe('what else must hold does not');
});

test('what only a turn can see is played with one that nods and with one that looks', async () => {
  const expected = { class: 'refused', words: '' } as const;
  const rows = await rowsOf({ ...INVENTS, seenBy: { turn: 'audit', says: {}, expected } });
  expect(rows.map(({ id, seenOnlyBy }) => [id, seenOnlyBy])).toEqual([
    ['invents', 'audit'],
    ['invents / audit looks', ''],
  ]);
});

test('a play says who can see it, as it comes out when the others nod', () => {
  const told = MODES.filter(({ sees }) => sees !== undefined);
  expect(told.length).toBeGreaterThan(60);
  const isWrong = ({ sees, seenBy, expected }: Mode) => {
    const isLookedAt = sees !== undefined && ['said', 'tried', 'changed', 'turn'].includes(sees);
    const isSeen = sees === 'marked' || (seenBy !== undefined) === isLookedAt;
    return !isSeen || (sees === 'code') === (expected.class === 'ready');
  };
  expect(told.filter(isWrong).map(({ id }) => id)).toEqual([]);
  expect(MODES.filter(({ seenBy, sees }) => seenBy !== undefined && sees === undefined)).toEqual(
    [],
  );
  const readme = readFileSync(join(import.meta.dirname, '../../eval/README.md'), 'utf8');
  // The page counts the plays; the command also names them.
  const counts = contentTable()
    .split('\n')
    .slice(2)
    .map((row) => row.split('|').slice(1, 3).join('|'));
  for (const count of counts) expect(readme).toContain(`|${count}|`);
  expect(readme).toContain(groupTable());
});
