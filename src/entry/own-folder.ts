import { type Stats, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve, sep } from 'node:path';
import { errorCodeOf, Fault } from '../foundation/fault.ts';

/** The folder of Charrette's own `package.json`. */
export const OWN_FOLDER = resolve(import.meta.dirname, '../..');

/**
 * The folder for designs. Never the current folder: it may be a stranger's repository, whose files
 * would be taken for Charrette's. Relative paths start from Charrette's own folder.
 */
export function chooseDataFolder(
  setting: string | null,
  { XDG_STATE_HOME: stateHome = '' }: Readonly<Record<string, string | undefined>>,
  ownFolder = OWN_FOLDER,
): string {
  if (setting !== null) return resolve(ownFolder, setting);
  if (!isInstalled(ownFolder)) return join(ownFolder, 'data');
  // The specification ignores relative paths.
  return join(isAbsolute(stateHome) ? stateHome : join(findHome(), '.local', 'state'), 'charrette');
}

function findHome(): string {
  try {
    return homedir();
  } catch (error) {
    const words =
      'This user has no home folder: choose a folder for designs with CHARRETTE_DATA_DIR.';
    throw new Fault('bad_configuration', words, error);
  }
}

/**
 * `true` for an installed copy, which npm replaces at the next installation; `false` for a clone.
 */
export function isInstalled(ownFolder = OWN_FOLDER): boolean {
  return ownFolder.split(sep).includes('node_modules');
}

const WRITABLE = { byGroup: 0o020, byOthers: 0o002 } as const;

/**
 * Throws `Fault('bad_configuration')` for a data folder that others own or can write to: they could
 * put a store, a token or settings there. A folder of root's is accepted.
 */
export function assertOwnFolder(folder: string): void {
  const problem = problemOf(folder, WRITABLE.byGroup | WRITABLE.byOthers);
  if (problem === null) return;
  const advice = `Change that (chown, chmod go-w), or name another folder with CHARRETTE_DATA_DIR; it is created if missing.`;
  throw new Fault('bad_configuration', `The data folder ${folder} ${problem}. ${advice}`);
}

/**
 * Throws the same for a settings file, but lets its group write to it, as is customary on some
 * systems.
 */
export function assertOwnFile(file: string): void {
  const problem = problemOf(file, WRITABLE.byOthers);
  if (problem === null) return;
  throw new Fault(
    'bad_configuration',
    `The settings in ${file} are not read: the file ${problem}. Change that (chown, chmod), or remove the file.`,
  );
}

/** `null` also for a missing path, and on systems without owners. */
function problemOf(path: string, writable: number): string | null {
  const stats = statsOf(path);
  if (stats === 'hidden') return 'cannot be accessed by this user';
  const user = process.getuid?.();
  if (stats === undefined || user === undefined) return null;
  if (stats.uid !== user && stats.uid !== 0) return `belongs to another user (${stats.uid})`;
  return (stats.mode & writable) === 0 ? null : 'can be written by others';
}

function statsOf(path: string): Stats | 'hidden' | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (errorCodeOf(error) === 'EACCES') return 'hidden';
    throw error;
  }
}
