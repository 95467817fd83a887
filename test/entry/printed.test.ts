import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { calledHere } from './cli.ts';

const dataDir = temporaryFolder();
const call = (...words: string[]) => calledHere(dataDir, words);
/** A topic with what would command a terminal. */
const TOPIC = 'Should the job queue \u202emove from Redis to Postgres?';

const begun = await call(
  'design',
  TOPIC,
  '--personas',
  'subtractor,migrationist',
  '--json',
  '--no-questions',
);
const events: { type: string; designId?: string; status?: string }[] = begun.stdout
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line));
const id = events[0]?.designId ?? '';

describe('output of commands for scripts', () => {
  test('list and show with --json have the shapes of the API, and characters that command a terminal are escaped', async () => {
    const [listed, shown] = [await call('list', '--json'), await call('show', id, '--json')];
    expect(JSON.parse(listed.stdout)).toMatchObject({ designs: [{ id, status: 'completed', topic: TOPIC }] });
    expect(JSON.parse(shown.stdout)).toMatchObject({ id, status: 'completed', topic: TOPIC });
    for (const { stdout } of [listed, shown, begun]) expect(stdout).not.toContain('\u202e');
  });

  test('P8: verify of a folder without a bundle ends with 1, like one of a bundle that was changed', async () => {
    const bundle = join(dataDir, 'designs', id);
    expect((await call('verify', bundle)).code).toBe(0);
    const elsewhere = join(temporaryFolder(), 'bundle');
    mkdirSync(join(elsewhere, 'failures'), { recursive: true });
    expect(await call('verify', elsewhere)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/there is no bundle in it; .*\n.*\nNot verified: /),
    });
    cpSync(bundle, elsewhere, { recursive: true });
    rmSync(join(elsewhere, 'manifest.json'));
    expect((await call('verify', elsewhere)).code).toBe(1);
  });
});
