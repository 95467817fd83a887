/**
 * Node's cache of compiled modules. What lies in it runs, so it has to be in a folder that only
 * this user and root can change. Persona processes have no cache, since they would need to write to
 * it.
 */
import { lstatSync, mkdirSync, statSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';

const WRITABLE_BY_OTHERS = 0o022;

/** The folder of caches in a data folder, one for each installation. */
export const COMPILED_NAME = 'compiled';
/**
 * The name of an installation's cache in a data folder, which nobody who gives a data folder away
 * can know.
 */
export const OF_AN_INSTALLATION = /^\d+-\d+(?:\.\d+)?$/;

/**
 * The cache in this data folder of the installation that has this file.
 * @param {string} dataDir
 * @param {string} file
 */
export function compiledFolderIn(dataDir, file) {
  const { ino, ctimeMs } = statSync(file);
  return join(dataDir, COMPILED_NAME, `${ino}-${ctimeMs}`);
}

/** @type {Set<string>} A sentence for each reason why a folder could not be used. */
const refusals = new Set();

/** Returns why this process has no cache; `null` if it has one, or asked for none. */
export function explainUncached() {
  const isCached = module.getCompileCacheDir() !== undefined;
  return isCached || refusals.size === 0 ? null : [...refusals].join(' ');
}

/**
 * Uses a cache in this folder, or makes one. Returns `true` if that works, or if Node has one
 * already.
 * @param {() => string | Promise<string>} chooseFolder
 */
export async function cacheCompiledIn(chooseFolder) {
  try {
    const folder = await chooseFolder();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    assertOnlyOurs(folder);
    const { status, message } = module.enableCompileCache(folder);
    if (status !== module.constants.compileCacheStatus.FAILED) return true;
    refusals.add(`${message}.`);
  } catch (error) {
    refusals.add(`${error instanceof Error ? error.message : error}.`);
  }
  return false;
}

/**
 * Throws if others could change what is in this folder or file, or put another one in its place.
 * @param {string} path
 */
export function assertOnlyOurs(path, isFile = false) {
  const stats = lstatSync(path);
  if (!(isFile ? stats.isFile() : stats.isDirectory()))
    throw new Error(`${path} is no ${isFile ? 'file' : 'folder'}, or a link`);
  const user = process.getuid?.();
  if (user !== undefined && stats.uid !== user && stats.uid !== 0)
    throw new Error(`${path} belongs to another user (${stats.uid})`);
  if (user !== undefined && (stats.mode & WRITABLE_BY_OTHERS) !== 0)
    throw new Error(`${path} can be written by others`);
  if (dirname(path) !== path) assertOnlyOurs(dirname(path));
}
