import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findDaemon } from '../../src/entry/cli/find-daemon.ts';
import {
  createLocalToken,
  daemonFilePathIn,
  readDaemonFile,
  removeDaemonFile,
  writeDaemonFile,
} from '../../src/entry/daemon-file.ts';
import { keepDaemonFile } from '../../src/entry/keep-daemon-file.ts';
import { modelSettingsOf } from '../../src/entry/model-settings.ts';
import { readConfiguration } from '../../src/entry/models.ts';
import { No } from '../../src/foundation/no.ts';
import { keepLog } from '../support/processes/child-sessions.ts';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { calledHere } from './cli.ts';
import { InProcess } from './in-process.ts';
import { afterwards, until } from './waiting.ts';

const models = modelSettingsOf(readConfiguration({}));
const CONTENT = {
  local: 'http://127.0.0.1:9',
  token: createLocalToken(),
  url: 'http://127.0.0.1:8787',
  models,
};

async function folderWith(content: object = CONTENT) {
  const folder = temporaryFolder();
  await writeDaemonFile(folder, { ...CONTENT, ...content });
  return { dataDir: folder, path: daemonFilePathIn(folder) };
}

const withIpv6 = await needing('IPv6');

withIpv6.test(
  'a daemon at an address of IPv6 is reached there, and by the command line of its folder',
  async () => {
    const { dataDir } = await folderWith();
    const daemon = await InProcess.start(dataDir, {
      CHARRETTE_REHEARSAL: '1',
      CHARRETTE_HTTP_HOST: '::1',
    });
    afterwards(() => daemon.stop());
    expect(daemon.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect(await (await fetch(`${daemon.url}/healthz`)).json()).toEqual({ status: 'ok' });
    expect(await findDaemon({ dataDir })).toMatchObject({ url: daemon.url });
  },
);

test('the file is for its owner alone, made whole, and removed only by the daemon that wrote it', async () => {
  const { dataDir, path } = await folderWith();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(await readDaemonFile(dataDir)).toEqual({
    version: expect.any(String),
    ...CONTENT,
    folder: expect.any(String),
  });
  await removeDaemonFile(dataDir, createLocalToken());
  expect(await readDaemonFile(dataDir)).toMatchObject(CONTENT);
  await removeDaemonFile(dataDir, CONTENT.token);
  expect(await readDaemonFile(dataDir)).toBeNull();
  expect(createLocalToken()).not.toBe(createLocalToken());
});

test('the next daemon removes what one killed while writing left, and not what another is writing', async () => {
  const { dataDir } = await folderWith();
  const [old, now] = ['0123456789abcdef', '0123456789abcdee'].map(
    (id) => `.daemon.json.${id}.unfinished`,
  );
  for (const name of [old, now, '.daemon.json.mine', '.env'])
    writeFileSync(join(dataDir, name ?? ''), '{');
  for (const name of [old, '.daemon.json.mine', '.env'])
    utimesSync(join(dataDir, name ?? ''), 1, 1);
  await writeDaemonFile(dataDir, CONTENT);
  expect(readdirSync(dataDir).toSorted()).toEqual(
    [now, '.daemon.json.mine', '.env', 'daemon.json'].toSorted(),
  );
});

const changed = (changes: object) => (path: string) =>
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...changes }));

test.each<[string, (path: string) => void, RegExp]>([
  ['malformed', (path) => writeFileSync(path, '{'), /is not JSON/],
  ['empty', (path) => writeFileSync(path, ''), /is not JSON/],
  ['huge', (path) => writeFileSync(path, 'x'.repeat(100_000)), /has 100000 bytes/],
  ['without a token', changed({ token: '' }), /has a form that this version does not know/],
  [
    'of a foreign address',
    changed({ local: 'http://192.0.2.1:80' }),
    /has a form that this version does not know/,
  ],
  [
    'of a foreign name',
    changed({ local: 'http://127.0.0.1:80@192.0.2.1' }),
    /has a form that this version does not know/,
  ],
  ['readable by others', (path) => chmodSync(path, 0o644), /others can read/],
  [
    'a link',
    (path) => {
      renameSync(path, `${path}.elsewhere`);
      symlinkSync(`${path}.elsewhere`, path);
    },
    /cannot be read: ELOOP/,
  ],
  [
    'a folder',
    (path) => {
      renameSync(path, `${path}.elsewhere`);
      mkdirSync(path);
    },
    /it is not a file/,
  ],
])('one that is %s is not used, and a command works as without a daemon', async (_, spoil, why) => {
  const { dataDir, path } = await folderWith();
  spoil(path);
  expect(await findDaemon({ dataDir })).toEqual(new No(expect.stringMatching(why)));
  const { code, stdout } = await calledHere(dataDir, ['list']);
  expect([code, stdout]).toEqual([0, expect.stringContaining('No designs yet')]);
});

test('a file in a copied folder is not used, even where another file system gives the same number', async () => {
  const { dataDir } = await folderWith();
  const [copy, moved] = [join(temporaryFolder(), 'copy'), join(temporaryFolder(), 'moved')];
  cpSync(dataDir, copy, { recursive: true });
  expect(await readDaemonFile(copy)).toEqual(
    new No(expect.stringMatching(/was copied from another data folder/)),
  );
  renameSync(dataDir, moved);
  const { dev, ino } = statSync(moved);
  expect(await readDaemonFile(moved)).toMatchObject({ ...CONTENT, folder: `${dev}:${ino}` });
});

test('the file of a killed daemon is recognised, even where another program listens there now', async () => {
  const stale = await folderWith();
  expect(await findDaemon(stale)).toEqual(new No(expect.stringMatching(/no daemon answers/)));

  const asked: IncomingMessage[] = [];
  const stranger = createServer((request, response) => {
    asked.push(request);
    response.end(JSON.stringify({ proof: '0'.repeat(64), designs: [] }));
  });
  await new Promise<void>((listening) => stranger.listen(0, '127.0.0.1', listening));
  afterwards(async () => void stranger.close());
  const { port } = stranger.address() as AddressInfo;
  const taken = await folderWith({ local: `http://127.0.0.1:${port}` });
  expect(await findDaemon(taken)).toEqual(new No(expect.stringMatching(/something else answers/)));
  expect((await calledHere(taken.dataDir, ['list'])).stdout).toContain('No designs yet');
  expect(asked.map(({ url }) => url)).toEqual([
    expect.stringMatching(/^\/proof\/[0-9a-f]{64}$/),
    expect.stringMatching(/^\/proof\//),
  ]);
  expect(asked.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
});

test('one running daemon of several on a folder is always found', async () => {
  const folder = temporaryFolder();
  const first = await InProcess.open(folder, { CHARRETTE_REHEARSAL: '1' });
  const own = await readDaemonFile(folder);
  const looks: (() => void)[] = [];
  const clock = {
    now: () => 0,
    at: (_: number, look: () => void) => {
      looks.push(look);
      return { [Symbol.dispose]: () => undefined };
    },
  };
  const closing = new AbortController();
  afterwards(async () => closing.abort());
  await keepDaemonFile(folder, CONTENT, {
    clock,
    log: keepLog(),
    signal: closing.signal,
    tokens: { changes: async () => ({ store: '', last: '', missing: [] }) },
  });
  expect(await readDaemonFile(folder)).toEqual(own);
  expect(own).toMatchObject({ version: expect.any(String) });
  await first.stop();
  expect(await readDaemonFile(folder)).toBeNull();
  looks[0]?.();
  await until('the other has written its own', async () => {
    return Object(await readDaemonFile(folder)).token === CONTENT.token;
  });
});

test('a folder that is in use by a daemon that cannot be asked is refused with the reason', async () => {
  const folder = temporaryFolder();
  const daemon = await InProcess.open(folder, {});
  afterwards(() => daemon.stop());
  writeFileSync(daemonFilePathIn(folder), '[]');
  for (const words of [['list'], ['design', 'Should it?']]) {
    const { code, stderr } = await calledHere(folder, words);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /is using the data folder .* No daemon could be asked: .*daemon\.json has a form that this version does not know/,
    );
  }
});
