import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { adminTokenPath, keptAdminToken } from '../../src/entry/admin-token.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = temporaryFolder();
});

test('a token is made at the first start, kept, and readable by its owner only', async () => {
  const folder = join(dataDir, 'not', 'there', 'yet');
  const token = await keptAdminToken(folder);
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(await readFile(adminTokenPath(folder), 'utf8')).toBe(`${token}\n`);
  expect((await stat(adminTokenPath(folder))).mode & 0o777).toBe(0o600);
  expect(await keptAdminToken(folder)).toBe(token);
});

test.each([
  ['empty', ''],
  ['too short', 'short\n'],
  ['of several words', 'one token and another token\n'],
])('a kept token that is %s is refused, with what to do', async (_name, content) => {
  await writeFile(adminTokenPath(dataDir), content, { mode: 0o600 });
  await expect(keptAdminToken(dataDir)).rejects.toMatchObject({
    code: 'bad_configuration',
    message: expect.stringMatching(/holds no usable token.*Delete it/),
  });
});

test('a kept token that everybody on the machine can read is refused, with what to do', async () => {
  const token = await keptAdminToken(dataDir);
  await chmod(adminTokenPath(dataDir), 0o644);
  await expect(keptAdminToken(dataDir)).rejects.toMatchObject({
    code: 'bad_configuration',
    message: expect.stringMatching(/can be read by everybody.*Delete it.*chmod o-rwx/),
  });
  await chmod(adminTokenPath(dataDir), 0o640);
  expect(await keptAdminToken(dataDir)).toBe(token);
});

test('a folder in which the system lets nobody make one is named at once', async () => {
  await expect(keptAdminToken('/proc/charrette')).rejects.toMatchObject({
    code: 'store_read_only',
    message: expect.stringMatching(/ENOENT.*CHARRETTE_DATA_DIR/),
  });
});

test('a data folder that cannot hold a token is named, with what to do', async () => {
  const file = join(dataDir, 'a-file');
  await writeFile(file, '');
  await expect(keptAdminToken(file)).rejects.toMatchObject({
    code: 'store_read_only',
    message: expect.stringMatching(/a-file.*CHARRETTE_DATA_DIR/),
  });
  await mkdir(adminTokenPath(dataDir));
  await expect(keptAdminToken(dataDir)).rejects.toMatchObject({ code: 'store_read_only' });
});
