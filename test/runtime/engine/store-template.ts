import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openPgliteStore } from '../../../src/adapters/store/pglite/open.ts';
import { keptLog } from '../../support/child-sessions.ts';

const ROOT = join(import.meta.dirname, '../../..');
const CACHE = join(ROOT, 'node_modules/.cache');

/** Gives a data folder an empty store, by copying one: making a new one takes two seconds, and is tried elsewhere. */
export async function copyStoreInto(dataDir: string): Promise<void> {
  const template = join(CACHE, `store-${storeFingerprint()}`);
  if (!existsSync(template)) await make(template);
  await cp(join(template, 'store'), join(dataDir, 'store'), { recursive: true });
}

/** Complete before it has its name, since several test files may come at once. */
async function make(template: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const unfinished = await mkdtemp(`${template}-`);
  const { store } = await openPgliteStore({ dataDir: unfinished, log: keptLog() });
  await store.close();
  try {
    await rename(unfinished, template);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(template)) throw error;
  }
}

/** Of everything that decides what an empty store looks like. */
export function storeFingerprint(): string {
  const hash = createHash('sha256');
  const migrations = join(ROOT, 'migrations');
  for (const name of readdirSync(migrations, { recursive: true, encoding: 'utf8' }).toSorted()) {
    if (/\.(sql|json)$/.test(name)) hash.update(readFileSync(join(migrations, name)));
  }
  hash.update(readFileSync(join(ROOT, 'node_modules/@electric-sql/pglite/package.json')));
  return hash.digest('hex').slice(0, 16);
}
