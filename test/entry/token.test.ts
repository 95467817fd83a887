import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { atNight } from '../support/runner/whole.ts';
import { calledHere } from './cli.ts';
import { FEW_PERSONAS } from './daemon.ts';
import { InProcess } from './in-process.ts';
import { afterwards } from './waiting.ts';

const TOPIC = 'Should the outbox move to Kafka?';
const REHEARSAL = {
  CHARRETTE_REHEARSAL: '1',
  CHARRETTE_REHEARSAL_LATENCY_MS: '0',
  ...FEW_PERSONAS,
};

const WAYS = [
  ['in the daemon of the data folder', true],
  ['in the process of the command', false],
] as const;

describe.each(atNight(WAYS, ([, isServed]) => isServed))('tokens %s', (_, isServed) => {
  const opened = async () => {
    const folder = temporaryFolder();
    const daemon = isServed ? await InProcess.start(folder, REHEARSAL) : null;
    if (daemon !== null) afterwards(() => daemon.stop());
    const call = (...words: string[]) => calledHere(folder, words, REHEARSAL);
    // A store is made by the first design, if no daemon has made it.
    await call('design', TOPIC, '--json', '--no-questions');
    return { daemon, call };
  };

  test('D8: a token is added, listed, revoked, and printed once', async () => {
    const { daemon, call } = await opened();
    expect((await call('token', 'list')).stdout).toBe('No tokens yet, except the admin token.\n');
    const added = await call(
      'token',
      'add',
      'on-call',
      '--role',
      'take-part',
      '--channels',
      'slack/C1',
      '--days',
      '9',
    );
    expect(added).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^chrt_[A-Za-z0-9_-]{43}\n$/),
    });
    expect(added.stderr).toContain('shown only this once');
    const token = added.stdout.trim();
    const status = async () =>
      (await daemon?.request('/api/v1/designs', { headers: { authorization: `Bearer ${token}` } }))
        ?.status;
    if (isServed) expect(await status()).toBe(200);
    const listed = await call('token', 'list');
    expect(listed.stdout).toMatch(
      /^on-call · take part · slack\/C1 · until \d{4}-\d\d-\d\d \d\d:\d\d UTC · made [^·]+ · (?:never|last) used/,
    );
    expect(listed.stdout).not.toContain(token.slice(5));
    const again = await call('token', 'add', 'On-Call', '--role', 'read');
    expect(again).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('already'),
    });
    expect(await call('token', 'revoke', 'on-call')).toMatchObject({ code: 0 });
    expect((await call('token', 'list')).stdout).toMatch(/ · revoked \d{4}-/);
    expect(await call('token', 'revoke', 'on-call')).toMatchObject({ code: 2 });
    for (const [words, why] of [
      [['add', 'x'], '--role'],
      [['add', '--role', 'read'], "missing required argument 'name'"],
      [['list', 'x'], 'too many arguments'],
      [['add', 'x', '--role', 'read', '--days', '0'], 'days: must be at least 1'],
      [
        ['add', 'x', '--role', 'read', '--channels', 'slack/C1,foo'],
        'must be a platform and its channel, as in slack/C0AB12',
      ],
    ] as const)
      expect(await call('token', ...words)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(why),
      });
  });
});

test('looking at tokens makes no data folder, and a token needs a store', async () => {
  const folder = `${temporaryFolder()}/none`;
  expect((await calledHere(folder, ['token', 'list'])).stdout).toContain('No tokens yet');
  const added = await calledHere(folder, ['token', 'add', 'ci', '--role', 'read']);
  expect(added).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('There is no store yet'),
  });
  expect(existsSync(folder)).toBe(false);
});
