import { expect, test } from 'vitest';
import { composing, type Mode } from '../../eval/faults/mode.ts';
import { played } from '../../eval/faults/play.ts';
import { MODES, rowsOf } from '../../eval/faults/run.ts';

const DROPS: Mode = {
  id: 'drops',
  does: 'The composite says nothing of a claim.',
  says: {
    composite: composing((input) => ({
      ...input,
      accounts: input.accounts.filter(({ claim }) => claim !== 'B-2'),
    })),
  },
  expected: { class: 'refused', words: 'B-2' },
};

test('each way of misbehaving has a name of its own, and a line that says what it is', () => {
  expect(new Set(MODES.map(({ id }) => id)).size).toBe(MODES.length);
  expect(MODES.length).toBeGreaterThan(69);
  for (const { does } of MODES) expect(does).toMatch(/\S{2,}.*[.”]$/);
});

test('an answer that is refused is asked for again, and the honest one takes its place', async () => {
  const { design, refusals, taken } = await played(DROPS);
  expect([refusals.length, taken]).toEqual([1, 0]);
  expect(design.composites).toHaveLength(1);
  expect(await rowsOf(DROPS)).toMatchObject([{ got: 'refused', wrong: '' }]);
});

test('a stubborn role never becomes honest', async () => {
  const { design } = await played({ ...DROPS, isStubborn: true });
  expect(design.composites).toEqual([]);
  expect(design.end?.status).toBe('needs_review');
});

test('what comes otherwise than it is expected is told with what was expected', async () => {
  const wrong = async (mode: Partial<Mode>) => (await rowsOf({ ...DROPS, ...mode }))[0]?.wrong;
  expect(await wrong({ expected: { class: 'gate', words: '' } })).toBe('gate was expected');
  expect(await wrong({ expected: { class: 'refused', words: 'Z-9' } })).toBe('its line lacks “Z-9”');
  expect(await wrong({ expected: { class: 'refused', words: '', page: 'nowhere' } })).toBe(
    'the page lacks “nowhere”',
  );
  expect(await wrong({ expected: { class: 'refused', words: '', notOnPage: 'Postgres' } })).toBe(
    'the page has “Postgres”',
  );
  expect(await wrong({ holds: () => false })).toBe('what else must hold does not');
});

test('what only a turn can see is played with one that nods and with one that looks', async () => {
  const expected = { class: 'refused', words: '' } as const;
  const rows = await rowsOf({ ...DROPS, seenBy: { turn: 'audit', says: {}, expected } });
  expect(rows.map(({ id, seenOnlyBy }) => [id, seenOnlyBy])).toEqual([
    ['drops', 'audit'],
    ['drops / audit looks', ''],
  ]);
});
