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
  test('a design that completed ends its command with 0', () => {
    expect([begun.code, events.at(-1)]).toMatchObject([0, { type: 'design_ended', status: 'completed' }]);
  });

  test.each([
    ['retry', []],
    ['decide', ['accept']],
    ['settle', ['D9', '9a']],
  ])(
    '%s that is refused prints nothing on standard output, says why beside it, and ends with 1',
    async (verb, more) => {
      const { code, stdout, stderr } = await call(verb, id, ...more);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr.trim()).not.toBe('');
    },
  );

  test('a preview of a refusal is an answer, and ends with 0', async () => {
    const { code, stdout } = await call('retry', id, '--preview');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^It cannot be run again: [^_]*$/);
  });

  test('list and show with --json have the shapes of the API, and characters that command a terminal are escaped', async () => {
    const [listed, shown] = [await call('list', '--json'), await call('show', id, '--json')];
    expect(JSON.parse(listed.stdout)).toMatchObject({ designs: [{ id, status: 'completed', topic: TOPIC }] });
    expect(JSON.parse(shown.stdout)).toMatchObject({ id, status: 'completed', topic: TOPIC });
    for (const { stdout } of [listed, shown, begun]) expect(stdout).not.toContain('\u202e');
  });

  test('list keeps to the requested status', async () => {
    const designsOf = async (status: string) =>
      JSON.parse((await call('list', '--json', '--status', status)).stdout).designs.length;
    expect([await designsOf('completed'), await designsOf('running')]).toEqual([1, 0]);
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

  test('J1: events after the end have no word of a proposal', async () => {
    const { code, stdout } = await call('watch', id, '--json');
    expect(code).toBe(0);
    const seals = stdout
      .split('\n')
      .filter((line) => line.includes('"proposal_sealed"'))
      .map((line) => JSON.parse(line));
    expect(seals).toHaveLength(2);
    for (const seal of seals) expect(Object.keys(seal)).not.toContain('proposal');
  });
});
