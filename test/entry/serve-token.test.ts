import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { adminTokenOf, adminTokenPathIn } from '../../src/entry/admin-token.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { calledHere } from './cli.ts';

/** The token of a daemon on this folder, by the time that its store is open. */
async function keptAdminToken(folder: string): Promise<string> {
  const { token, keep } = await adminTokenOf(folder);
  await keep();
  return token;
}

let dataDir: string;
beforeEach(() => {
  dataDir = temporaryFolder();
});

test('a token is made at the first start, kept, and readable by its owner only', async () => {
  const folder = join(dataDir, 'not', 'there', 'yet');
  const token = await keptAdminToken(folder);
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(await readFile(adminTokenPathIn(folder), 'utf8')).toBe(`${token}\n`);
  expect((await stat(adminTokenPathIn(folder))).mode & 0o777).toBe(0o600);
  expect(await keptAdminToken(folder)).toBe(token);
});

test.each([
  ['empty', ''],
  ['too short', 'short\n'],
  ['of several words', 'one token and another token\n'],
  ['far too long', 'x'.repeat(2_000)],
])('a kept token that is %s is refused, with what to do', async (_name, content) => {
  await writeFile(adminTokenPathIn(dataDir), content, { mode: 0o600 });
  await expect(keptAdminToken(dataDir)).rejects.toMatchObject({
    code: 'bad_configuration',
    message: expect.stringMatching(/contains no usable token.*Delete it/),
  });
});

test('a pipe in place of the token is refused, and not waited for', async () => {
  expect(spawnSync('mkfifo', ['-m', '600', adminTokenPathIn(dataDir)]).status).toBe(0);
  await expect(keptAdminToken(dataDir)).rejects.toThrow('contains no usable token');
});

test.each([
  ['127.0.0.1', /^port +problem +127\.0\.0\.1:\d+ is in use\. .*CHARRETTE_HTTP_PORT/m],
  ['192.0.2.1', /^port +problem +Cannot listen at 192\.0\.2\.1:\d+: .*CHARRETTE_HTTP_HOST/m],
])(
  'doctor reports an address %s at which nothing can listen, like the start does',
  async (host, words) => {
    const taken = createServer();
    await new Promise<void>((listening) => taken.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as AddressInfo;
    const place = { CHARRETTE_HTTP_HOST: host, CHARRETTE_HTTP_PORT: String(port) };
    expect((await calledHere(dataDir, ['doctor'], place)).stdout).toMatch(words);
  },
);

test('a kept token that everybody on the machine can read is refused, with what to do', async () => {
  const token = await keptAdminToken(dataDir);
  await chmod(adminTokenPathIn(dataDir), 0o644);
  await expect(keptAdminToken(dataDir)).rejects.toMatchObject({
    code: 'bad_configuration',
    message: expect.stringMatching(/^Everybody on this machine can read .*Delete it.*chmod o-rwx/),
  });
  await chmod(adminTokenPathIn(dataDir), 0o640);
  expect(await keptAdminToken(dataDir)).toBe(token);
});

test('a data folder that cannot hold a token is named, with what to do', async () => {
  const file = join(dataDir, 'a-file');
  await writeFile(file, '');
  await expect(keptAdminToken(file)).rejects.toMatchObject({
    code: 'store_read_only',
    message: expect.stringMatching(/a-file.*CHARRETTE_DATA_DIR/),
  });
  await mkdir(adminTokenPathIn(dataDir));
  await expect(keptAdminToken(dataDir)).rejects.toMatchObject({ code: 'bad_configuration' });
});
