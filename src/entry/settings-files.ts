import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadEnvFile } from 'node:process';
import { errorMessage, Fault } from '../runtime/fault.ts';
import { dataFolderOf } from './config.ts';
import { assertOwnFile, assertOwnFolder, OWN_FOLDER } from './own-folder.ts';

const MAX_BYTES = 1_000_000;

/**
 * Reads the settings that are kept in files, and returns where they were. What the environment says already stays as it
 * is, and the first file wins. Without a `named` one these are `.env` beside Charrette's own `package.json` and in the data
 * folder. Never one of the folder that Charrette is called in: it would decide where a key is sent.
 */
export function readSettingsFiles(named: string | null): readonly string[] {
  if (named !== null) return [load(resolve(named))];
  return [...ownFile(OWN_FOLDER), ...inDataFolder()];
}

function inDataFolder(): string[] {
  const folder = dataFolderOf();
  if (!existsSync(join(folder, '.env'))) return [];
  assertOwnFolder(folder);
  return ownFile(folder);
}

function ownFile(folder: string): string[] {
  const file = join(folder, '.env');
  if (!existsSync(file)) return [];
  assertOwnFile(file);
  return [load(file)];
}

function load(file: string): string {
  try {
    // A file without an end would be read for ever; a pipe is what a shell makes of `<(…)`.
    const found = statSync(file);
    if (!found.isFile() && !found.isFIFO()) throw new Error('it is no file');
    if (found.size > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES} bytes`);
    loadEnvFile(file);
    return file;
  } catch (error) {
    throw new Fault('bad_usage', `The settings in ${file} cannot be read: ${errorMessage(error)}`, error);
  }
}
