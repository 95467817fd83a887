import {
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openSqliteStore } from '#adapters/store/sqlite/open.ts';
import { sha256Of } from '#foundation/digest.ts';
import type { OpenedStore } from '#ports/opened-store.ts';
import { silentLog } from '../../support/runner/silent-log.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';

const fileIn = (dataDir: string) => join(dataDir, 'store.sqlite');

async function opened(dataDir: string): Promise<OpenedStore> {
  const store = await openSqliteStore({ dataDir, log: silentLog });
  onTestFinished(() => store.store.close());
  return store;
}

function addToken({ tokens }: OpenedStore, name: string): Promise<boolean> {
  const by = { createdAt: 1_000, createdBy: 'Ana', expiresAt: 9_000 };
  return tokens.add(sha256Of(name), { name, role: 'read', channels: null, ...by });
}

const namesIn = async ({ tokens }: OpenedStore) =>
  (await tokens.list(10)).map(({ name }) => name).toSorted();

/**
 * What a kill -9 would leave of a store that is open, in another folder. `withLog`: with its log.
 */
function leave(dataDir: string, into: string, withLog = true): void {
  copyFileSync(fileIn(dataDir), fileIn(into));
  if (withLog) copyFileSync(`${fileIn(dataDir)}-wal`, `${fileIn(into)}-wal`);
}

/**
 * A store with a token, and a backup of it from before another was revoked, which is still in its
 * log.
 */
async function backedUp(): Promise<{ dataDir: string; backup: string; store: OpenedStore }> {
  const [dataDir, backup] = [temporaryFolder(), join(temporaryFolder(), 'copy')];
  const first = await opened(dataDir);
  for (const name of ['kept', 'revoked']) await addToken(first, name);
  writeFileSync(backup, '');
  await first.backup?.(backup);
  await first.store.close();
  const store = await opened(dataDir);
  await store.tokens.revoke('revoked', 2_000);
  return { dataDir, backup, store };
}

const NOT_OURS = {
  code: 'store_unavailable',
  message: expect.stringContaining('is no longer the one'),
};
const OF_ANOTHER = {
  code: 'store_unavailable',
  message: expect.stringMatching(
    /not the one that store\.sqlite-wal .* belongs to.*Put .* back.*move store/,
  ),
};

test('P15: a store that was touched under its daemon goes on', async () => {
  const dataDir = temporaryFolder();
  const store = await opened(dataDir);
  await addToken(store, 'one');
  for (const path of [fileIn(dataDir), `${fileIn(dataDir)}-wal`]) utimesSync(path, 1, 1);
  expect(await addToken(store, 'two')).toBe(true);
});

test('P16: a store that was overwritten in place takes no change, and nothing of the log when it is closed', async () => {
  const { dataDir, backup, store } = await backedUp();
  copyFileSync(backup, fileIn(dataDir));
  await expect(addToken(store, 'more')).rejects.toMatchObject(NOT_OURS);
  await store.store.close();
  expect(readFileSync(fileIn(dataDir)).equals(readFileSync(backup))).toBe(true);
  expect(await namesIn(await opened(dataDir))).toEqual(['kept', 'revoked']);
});

test('P16: a log is refused beside a store that it was not begun on, and both are left as they are', async () => {
  const { dataDir, backup } = await backedUp();
  const killed = temporaryFolder();
  leave(dataDir, killed);
  const log = readFileSync(`${fileIn(killed)}-wal`);
  copyFileSync(backup, fileIn(killed));
  await expect(opened(killed)).rejects.toMatchObject(OF_ANOTHER);
  expect(readFileSync(fileIn(killed)).equals(readFileSync(backup))).toBe(true);
  expect(readFileSync(`${fileIn(killed)}-wal`).equals(log)).toBe(true);
  expect(existsSync(`${fileIn(killed)}-shm`)).toBe(false);
  // Each of the two ways out.
  leave(dataDir, killed, false);
  const back = await opened(killed);
  expect((await back.tokens.byHash(sha256Of('revoked')))?.revokedAt).toBe(2_000);
  await back.store.close();
  copyFileSync(backup, fileIn(killed));
  writeFileSync(`${fileIn(killed)}-wal`, log);
  renameSync(`${fileIn(killed)}-wal`, `${fileIn(killed)}-away`);
  expect(await namesIn(await opened(killed))).toEqual(['kept', 'revoked']);
});

test('P10: what a kill leaves is opened with its log, again and again, also in another folder', async () => {
  let dataDir = temporaryFolder();
  for (const [at, name] of ['a', 'b', 'c'].entries()) {
    const store = await opened(dataDir);
    expect(await namesIn(store)).toEqual(['a', 'b', 'c'].slice(0, at));
    await addToken(store, name);
    const next = temporaryFolder();
    leave(dataDir, next);
    dataDir = next;
  }
  expect(await namesIn(await opened(dataDir))).toEqual(['a', 'b', 'c']);
});

test('P2: a store into which a full disk let only a part of its log is opened with that log', async () => {
  const [dataDir, whole, torn] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
  const store = await opened(dataDir);
  await addToken(store, 'kept');
  for (const folder of [whole, torn]) leave(dataDir, folder);
  const carried = new DatabaseSync(fileIn(whole));
  carried.exec('pragma wal_checkpoint(truncate)');
  carried.close();
  const page = readFileSync(fileIn(whole)).subarray(0, 4_096);
  writeFileSync(fileIn(torn), page);
  expect(await namesIn(await opened(torn))).toEqual(['kept']);
});

test('P16: a copy from within the time of a log is brought up to date by that log', async () => {
  const [dataDir, killed] = [temporaryFolder(), temporaryFolder()];
  const store = await opened(dataDir);
  for (const name of ['kept', 'revoked']) await addToken(store, name);
  writeFileSync(fileIn(killed), '');
  await store.backup?.(fileIn(killed));
  await store.tokens.revoke('revoked', 2_000);
  copyFileSync(`${fileIn(dataDir)}-wal`, `${fileIn(killed)}-wal`);
  const next = await opened(killed);
  expect((await next.tokens.byHash(sha256Of('revoked')))?.revokedAt).toBe(2_000);
});

test('a log does not grow without end, and a store goes on over many logs', async () => {
  const dataDir = temporaryFolder();
  const store = await opened(dataDir);
  for (let at = 0; at < 12; at += 1) {
    await store.store.rememberResponse(`key ${at}`, null, {
      status: 200,
      body: 'x'.repeat(1024 * 1024),
    });
    expect(statSync(`${fileIn(dataDir)}-wal`).size).toBeLessThan(8 * 1024 * 1024);
  }
  await store.store.close();
  rmSync(`${fileIn(dataDir)}-wal`, { force: true });
  const next = await opened(dataDir);
  expect((await next.store.recallResponse('key 11'))?.status).toBe(200);
});
