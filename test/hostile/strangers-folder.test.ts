import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertOwnFile, assertOwnFolder, dataFolder, OWN_FOLDER } from '../../src/entry/own-folder.ts';
import type { Ended } from '../entry/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Charrette is called inside a stranger's repository, with the user's own key in the environment (H5). */
const ENTRY = resolve(import.meta.dirname, '../../src/entry/charrette.mjs');
const KEY = 'sk-ant-the-key-of-the-user-0123456789';

const folder = temporaryFolder();
let trap: Server;
let stolen: string[] = [];
let settings: string;
beforeAll(async () => {
  trap = createServer((request, response) => {
    stolen.push(String(request.headers.authorization));
    response.writeHead(400).end();
  });
  await new Promise<void>((done) => trap.listen(0, '127.0.0.1', done));
  settings = `ANTHROPIC_BASE_URL=http://127.0.0.1:${(trap.address() as AddressInfo).port}\n`;
});
afterAll(() => new Promise((done) => trap.close(done)));

function place(name: string, mode = 0o700): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  chmodSync(path, mode);
  return path;
}

/** In the stranger's folder. */
function called(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  cwd: string,
  [program, ...given]: readonly [string, ...string[]] = [process.execPath, '--', ENTRY],
): Promise<Ended> {
  const path = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`;
  const child = spawn(program, [...given, ...words], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: path, CHARRETTE_HTTP_PORT: '1', ...environment },
    timeout: 60_000,
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
    });
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (code) => done({ code, ...said }));
  });
}

const ASKS = ['design', 'Where does the key go?', '--no-questions', '--personas', 'subtractor', '--plain'];

describe('H5: the settings of the folder that it is called in', () => {
  test('H5: a `.env` and a `data` there are not looked at, so the key goes nowhere', async () => {
    const cwd = place('repository');
    place('repository/data');
    for (const name of ['.env', 'data/.env'])
      writeFileSync(join(cwd, name), `${settings}DATABASE_URL=nonsense\n`);
    const environment = { ANTHROPIC_API_KEY: KEY, CHARRETTE_DATA_DIR: place('untouched') };
    expect(await called(['list'], environment, cwd)).toMatchObject({ code: 0, stderr: '' });
    const named = await called(['list', '--env-file', '.env'], environment, cwd);
    expect(named.stderr).toContain('DATABASE_URL is (not shown: it is a secret)');
    expect(stolen).toEqual([]);
  });

  test('H5: the trap would work: what is named is read, one line says so, and the key goes there', async () => {
    stolen = [];
    const cwd = place('repository');
    writeFileSync(join(cwd, 'mine.env'), settings);
    const environment = { ANTHROPIC_API_KEY: KEY, CHARRETTE_DATA_DIR: join(folder, 'named') };
    const { stderr } = await called([...ASKS, '--env-file', 'mine.env', '--deadline', '1'], environment, cwd);
    expect(stderr.split('\n')[0]).toBe(`Settings: ${join(cwd, 'mine.env')}`);
    expect(new Set(stolen)).toEqual(new Set([`Bearer ${KEY}`]));
  });

  test('H5: a `.env` in the data folder is read, what the environment says stays, and a missing file is wrong usage', async () => {
    const data = place('own-data');
    writeFileSync(join(data, '.env'), 'CHARRETTE_HTTP_PORT=nonsense\nCHARRETTE_STANDBY=nonsense\n');
    const { code, stderr } = await called(['list'], { CHARRETTE_DATA_DIR: data }, folder);
    expect(code).toBe(2);
    expect(stderr).toContain(`Settings: ${join(data, '.env')}\n`);
    expect(stderr).toContain('CHARRETTE_STANDBY is "nonsense"');
    expect(stderr).not.toContain('CHARRETTE_HTTP_PORT is');
    const missing = await called(['list', '--env-file', 'nowhere'], { CHARRETTE_DATA_DIR: data }, folder);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toMatch(/^The settings in \S*nowhere cannot be read: .+\n$/);
    const huge = join(data, 'huge');
    writeFileSync(huge, '');
    truncateSync(huge, 5_000_000_000);
    for (const [file, why] of [
      [huge, 'larger than'],
      ['/dev/zero', 'no file'],
    ] as const) {
      const refused = await called(['list', '--env-file', file], { CHARRETTE_DATA_DIR: data }, folder);
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(why) });
    }
  });

  test('H5: an endpoint in the data folder gets no key of the environment, and nothing there opens this machine', async () => {
    stolen = [];
    const data = place('restored');
    writeFileSync(join(data, '.env'), `${settings}CHARRETTE_SANDBOX=node\nCHARRETTE_HTTP_HOST=0.0.0.0\n`);
    const environment = { CHARRETTE_DATA_DIR: data, ANTHROPIC_API_KEY: KEY };
    const { code, stderr } = await called(ASKS, environment, folder);
    expect(code).toBe(2);
    for (const words of [
      'ANTHROPIC_BASE_URL stands there without ANTHROPIC_API_KEY',
      'CHARRETTE_SANDBOX is never taken from a data folder',
      'CHARRETTE_HTTP_HOST is never taken',
    ])
      expect(stderr).toContain(words);
    expect(stolen).toEqual([]);
  });

  test('a file with a byte-order mark is read, and a line that is no setting is named without what it says', async () => {
    const file = join(place('odd'), 'odd.env');
    const reading = () =>
      called(['list', '--env-file', file], { CHARRETTE_DATA_DIR: place('odd/data') }, folder);
    writeFileSync(file, '\ufeffCHARRETTE_STANDBY=nonsense\n');
    expect((await reading()).stderr).toContain('CHARRETTE_STANDBY is "nonsense"');
    const several = '# ours\n\nexport SOME="one\n  two: 2\n"\r\n OTHER = 3 # three\n';
    writeFileSync(file, `${several}CHARRETTE_ADMIN_TOKEN: a-secret\n`);
    expect(await reading()).toMatchObject({
      code: 2,
      stderr: `The settings in ${file} cannot be read: line 7 is no setting. Write NAME=value.\n`,
    });
    writeFileSync(file, several);
    expect((await reading()).code).toBe(0);
  });

  test.runIf(process.platform !== 'win32')(
    'H5: called by its own name, as when it is installed, nothing but Charrette reads `--env-file`, and it says what is missing',
    async () => {
      const environment = { CHARRETTE_DATA_DIR: place('by-name') };
      const byName = (...words: string[]) => called(['list', ...words], environment, folder, [ENTRY]);
      const unguarded = await called(['list', '--env-file', 'nowhere'], environment, folder, [
        process.execPath,
        ENTRY,
      ]);
      expect(unguarded).toMatchObject({ code: 9, stderr: expect.stringContaining('nowhere: not found') });
      const missing = await byName('--env-file', 'nowhere');
      expect(missing).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^The settings in \S*nowhere /),
      });
      writeFileSync(join(folder, 'loaded.env'), 'CHARRETTE_STANDBY=nonsense\n');
      const optional = await byName('--env-file-if-exists=loaded.env');
      expect(optional).toMatchObject({ code: 2, stderr: expect.stringContaining('unknown option') });
      expect(optional.stderr).not.toContain('CHARRETTE_STANDBY');
    },
  );
});

describe('H5: a data folder that others own or can write', () => {
  test.each([
    ['by its group', 0o770],
    ['by everybody', 0o707],
    ['by everybody, as a shared folder is', 0o1777],
  ])('H5: one that can be written %s is refused', (_, mode) => {
    const data = place(`written-${mode}`, mode);
    expect(() => assertOwnFolder(data)).toThrow(`The data folder ${data} can be written by others`);
  });

  test('H5: no command works in one that others can write, and no setting of it is read', async () => {
    const data = place('shared', 0o1777);
    writeFileSync(join(data, '.env'), settings);
    stolen = [];
    for (const words of [['list'], ['serve'], ASKS]) {
      const { code, stderr } = await called(
        words,
        { CHARRETTE_DATA_DIR: data, ANTHROPIC_API_KEY: KEY },
        folder,
      );
      expect({ words, code }).toEqual({ words, code: 2 });
      expect(stderr).toContain(`The data folder ${data} can be written by others`);
      expect(stderr).toContain('CHARRETTE_DATA_DIR');
    }
    expect(stolen).toEqual([]);
  });

  test.runIf(process.getuid?.() === 0)('H5: so is one of another user, and settings of one', () => {
    const data = place('of-somebody');
    assertOwnFolder(data);
    chownSync(data, 65_534, 65_534);
    expect(() => assertOwnFolder(data)).toThrow('belongs to another user (65534)');
    const file = join(place('own'), '.env');
    writeFileSync(file, settings);
    assertOwnFile(file);
    chownSync(file, 65_534, 65_534);
    expect(() => assertOwnFile(file)).toThrow('belongs to another user');
  });

  test('H5: settings that everybody may write are not read', () => {
    const file = join(place('own'), 'open.env');
    writeFileSync(file, settings);
    chmodSync(file, 0o664);
    assertOwnFile(file);
    chmodSync(file, 0o666);
    expect(() => assertOwnFile(file)).toThrow('can be written by others');
  });
});

describe('H5: where the data folder is', () => {
  const installed = '/usr/lib/node_modules/charrette';

  test('H5: in a clone beside its own package.json, wherever it is called', () => {
    expect(dataFolder(null, {})).toBe(join(OWN_FOLDER, 'data'));
    expect(dataFolder('./elsewhere', {})).toBe(join(OWN_FOLDER, 'elsewhere'));
    expect(dataFolder('/srv/charrette', {})).toBe('/srv/charrette');
  });

  test('H5: installed in the state folder of the user, and never in a relative one', () => {
    const home = join(homedir(), '.local', 'state', 'charrette');
    expect(dataFolder(null, { XDG_STATE_HOME: '/state' }, installed)).toBe('/state/charrette');
    expect(dataFolder(null, { XDG_STATE_HOME: 'data' }, installed)).toBe(home);
    expect(dataFolder(null, {}, installed)).toBe(home);
  });
});
