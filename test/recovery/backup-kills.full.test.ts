import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { charrette, settings } from '../entry/cli.ts';
import { launchDaemon, startDaemon } from '../support/processes/daemon-process.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { begun, daemonOn, ENVIRONMENT, FROM_BACKUP } from './backed-up.ts';
import { expectVerified } from './expected.ts';
import { answerTo } from './rights-kept.ts';

const PROGRAM = fileURLToPath(new URL('../support/processes/command-program.ts', import.meta.url));

let original: string;
let id: string;
let token: string;

beforeAll(async () => {
  original = temporaryFolder();
  const daemon = await startDaemon({ dataDir: original, environment: ENVIRONMENT });
  [id = ''] = await begun(daemon, 1);
  await daemon.untilEnded(id);
  await daemon.events(id).until('its files', ({ type }) => type === 'files_written');
  ({ token } = (
    await daemon.post<{ token: string }>('/tokens', { name: 'ci', role: 'read' })
  ).body);
  await daemon.stop();
});

/**
 * A backup that kills itself at this moment. Returns the folder that it was to make, in a folder of
 * its own.
 */
async function killedAt(point: string): Promise<{ parent: string; copy: string }> {
  const parent = temporaryFolder();
  const copy = join(parent, 'monday');
  const child = spawn(process.execPath, [PROGRAM, 'backup', copy], {
    env: { PATH: process.env.PATH, ...settings(original), KILL_POINT: point, KILL_FOLDER: parent },
    stdio: 'ignore',
  });
  expect(await once(child, 'exit'), point).toEqual([null, 'SIGKILL']);
  return { parent, copy };
}

test.each([
  'files.mkdtemp:before',
  'files.mkdtemp:after',
  'files.writeFile(store.sqlite):after',
  'files.open(store.sqlite):after',
  'files.mkdir:after',
  'files.mkdir#2:after',
  'files.open#3:after',
  'files.write#1:during',
  'files.write#4:during',
  'files.rename(brief.md):before',
  'files.rename(brief.md):after',
  'files.rename(manifest.json):after',
  'files.rename(backup.json):before',
  'files.rename(backup.json):after',
  'files.rename(monday):before',
])(
  'P3: kill -9 of a backup at %s leaves nothing but a hidden folder, and the next one is whole',
  async (point) => {
    const { parent, copy } = await killedAt(point);
    const left = readdirSync(parent);
    expect(left.filter((name) => !name.startsWith('.charrette-backup-'))).toEqual([]);
    for (const name of left) expect(statSync(join(parent, name)).mode & 0o777).toBe(0o700);
    // P16: whoever starts from what is left has its rights asleep.
    const files = left.flatMap((name) => readdirSync(join(parent, name)));
    if (files.includes('store.sqlite')) expect(files).toContain('backup.json');
    expect(await charrette(original, ['backup', copy])).toMatchObject({ code: 0 });
    await expectVerified(copy, id);
  },
);

test('P3: kill -9 of a backup after its last step leaves a whole one', async () => {
  const { parent, copy } = await killedAt('files.rename(monday):after');
  expect(readdirSync(parent)).toEqual(['monday']);
  await expectVerified(copy, id);
});

test.each([
  ['files.rename(rights.json):before', true],
  ['files.rename(rights.json):after', true],
  ['files.rename(daemon.json):before', true],
  ['files.rename(daemon.json):after', true],
  ['files.readFile(backup.json):before', true],
  ['files.rm(backup.json):before', true],
  ['files.rm(backup.json):after', false],
])(
  'kill -9 of the first start from a backup at %s: the words are lost by no death',
  async (killPoint, isSaidAgain) => {
    const copy = join(temporaryFolder(), 'monday');
    expect(await charrette(original, ['backup', copy])).toMatchObject({ code: 0 });
    const struck = launchDaemon({ dataDir: copy, killPoint });
    expect(await struck.ended).toMatchObject({ signal: 'SIGKILL' });
    const next = await daemonOn(copy);
    expect(next.output.includes(FROM_BACKUP)).toBe(isSaidAgain);
    if (!isSaidAgain) expect(struck.output()).toContain(FROM_BACKUP);
    expect(readdirSync(copy)).not.toContain('backup.json');
    expect(await answerTo(next, token)).toMatchObject({
      status: 401,
      text: expect.stringContaining('sleeps'),
    });
    await expectVerified(copy, id);
    await next.stop();
  },
);
