import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openStore } from '../../src/entry/open-store.ts';
import { commitOf, inboxEntryOf } from '../support/designs/commits.ts';
import { designIdOf } from '../support/designs/events.ts';
import { keepLog } from '../support/processes/child-sessions.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';

export const open = (dataDir: string) => openStore({ databaseUrl: null, dataDir }, keepLog());
export const fileIn = (dataDir: string) => join(dataDir, 'store.sqlite');

/** A folder with a design in its store, into which somebody else has got their hands. */
export async function tamperedFolder(sql: string): Promise<string> {
  const dataDir = temporaryFolder();
  const { store, fleet } = await open(dataDir);
  await store.accept(inboxEntryOf('first', designIdOf(1)));
  await fleet.claim(designIdOf(1));
  await store.commit(commitOf(designIdOf(1)));
  await store.close();
  tamper(fileIn(dataDir), sql);
  return dataDir;
}

export function tamper(path: string, sql: string): void {
  const raw = new DatabaseSync(path, { defensive: false });
  raw.exec(sql);
  raw.close();
}
