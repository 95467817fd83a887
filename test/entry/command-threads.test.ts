import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { calledHere } from './cli.ts';

test('commands that run side by side mix neither what they write nor their environments', async () => {
  const folder = temporaryFolder();
  const verbs = ['list', 'show', 'gc', 'show', 'list'];
  const help = (verb: string) => calledHere(folder, [verb, '--help']);
  const alone = new Map<string, string>();
  for (const verb of new Set(verbs)) alone.set(verb, (await help(verb)).stdout);
  const misset = { CHARRETTE_ROUND_SECONDS: 'long' };
  const [refused, ...completed] = await Promise.all([
    calledHere(folder, ['list'], misset),
    ...verbs.map(help),
  ]);
  expect([refused.code, refused.stdout, refused.stderr]).toEqual([
    2,
    '',
    expect.stringContaining('CHARRETTE_ROUND_SECONDS is "long"'),
  ]);
  expect(completed).toEqual(verbs.map((verb) => ({ code: 0, stdout: alone.get(verb), stderr: '' })));
  expect(new Set(alone.values()).size).toBe(3);
});

test('nothing of one command is left to the next', async () => {
  const folder = temporaryFolder();
  const list = (environment: Readonly<Record<string, string>> = {}) =>
    calledHere(folder, ['list'], environment);
  expect((await list({ CHARRETTE_ROUND_SECONDS: 'long' })).code).toBe(2);
  expect(await list()).toMatchObject({ code: 0, stderr: '' });
});
