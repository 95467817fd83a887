/**
 * Once a day: removes designs that ended longer ago than CHARRETTE_KEEP_DAYS (P9), and folders of
 * this store whose design has no row. Folders of another store, and whatever is no design's, stay.
 */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DesignId } from '#design/ids.ts';
import { MANIFEST, Manifest } from '#record/manifest.ts';
import { folderOf, removeFolder } from '#record/write.ts';
import type { Parts } from './engine-parts.ts';

const DAY_MS = 86_400_000;

export async function sweep({
  store,
  settings,
  log,
  now,
}: Pick<Parts, 'store' | 'settings' | 'log' | 'now'>): Promise<void> {
  const { keepDays, dataDir } = settings;
  if (keepDays !== null)
    for (const id of await store.endedBefore(now() - keepDays * DAY_MS)) {
      await store.forget(id);
      await removeFolder(folderOf(dataDir, id));
      log.info('design_removed', { designId: id, keepDays });
    }
  for (const name of await listFolders(join(dataDir, 'designs'))) {
    const id = DesignId.safeParse(name).data;
    if (id === undefined || (await store.design(id)) !== null) continue;
    const folder = folderOf(dataDir, id);
    if ((await storeOf(folder)) !== store.id) continue;
    await removeFolder(folder);
    log.info('folder_removed', { designId: id });
  }
}

async function listFolders(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** The store that wrote it; `null`: it does not say. */
async function storeOf(folder: string): Promise<string | null> {
  try {
    const text = await readFile(join(folder, MANIFEST), 'utf8');
    return Manifest.safeParse(JSON.parse(text)).data?.store ?? null;
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
