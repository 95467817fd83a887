import { expect, test } from 'vitest';
import { FOLDER, goldenPrompts } from './golden-prompts.ts';
import { expectKept } from './kept.ts';

test('every prompt of two whole designs is as kept, with none besides (npm run golden writes them anew)', async () => {
  await expectKept(FOLDER, '.txt', goldenPrompts());
});

test('no prompt of one persona has another’s notes or title', () => {
  const expected = goldenPrompts();
  const own = [...expected].filter(([name]) => name.includes('/') && !name.endsWith('/shared.txt'));
  expect(own.length).toBeGreaterThan(20);
  for (const [name, text] of own)
    expect([name, text.match(/^You are the /gm)?.length]).toEqual([name, 1]);
});
