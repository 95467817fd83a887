import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { errorMessageOf, Fault } from '../foundation/fault.ts';
import { addSettings, copyEnvironment, dataFolderOf } from './config.ts';
import { assertOwnFile, assertOwnFolder, OWN_FOLDER } from './own-folder.ts';
import { assertMayComeFromDataFolder } from './settings-of-folder.ts';

const MAX_BYTES = 1_000_000;

/**
 * Reads settings from files, and returns the files' paths. The environment's values win, then the
 * first file's. Without `file`, reads `.env` beside Charrette's own `package.json` and in the data
 * folder, but never in the current folder: that file could decide where a key is sent.
 */
export function readSettingsFiles(file: string | null): readonly string[] {
  if (file !== null) return [load(resolve(file))];
  return [...readOwnFile(OWN_FOLDER), ...readDataFolder()];
}

function readDataFolder(): string[] {
  const folder = dataFolderOf();
  if (!existsSync(join(folder, '.env'))) return [];
  assertOwnFolder(folder);
  // If Charrette's own folder is the data folder, its file has been read, and may set anything.
  return folder === OWN_FOLDER ? [] : readOwnFile(folder, assertMayComeFromDataFolder);
}

type Check = typeof assertMayComeFromDataFolder;

function readOwnFile(folder: string, check?: Check): string[] {
  const file = join(folder, '.env');
  if (!existsSync(file)) return [];
  assertOwnFile(file);
  return [load(file, check)];
}

function load(file: string, check?: Check): string {
  const settings = read(file);
  check?.(file, settings, copyEnvironment());
  addSettings(settings);
  return file;
}

function read(file: string): NodeJS.Dict<string> {
  try {
    // An endless file would be read forever. A pipe is allowed, since the shell makes one for
    // `<(…)`.
    const stats = statSync(file);
    if (!stats.isFile() && !stats.isFIFO()) throw new Error('it is not a file');
    if (stats.size > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES} bytes`);
    return settingsIn(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Fault(
      'bad_usage',
      `The settings in ${file} cannot be read: ${errorMessageOf(error)}`,
      error,
    );
  }
}

const NO_SETTING = /^(?!\s*(?:#|$|(?:export\s+)?[A-Za-z_][\w.-]*\s*=))/;

/**
 * Throws for a line that is not a setting, which Node would ignore, and for a setting with two
 * values, of which Node would take the last. The text is not shown, since it may be a secret.
 */
function settingsIn(text: string): NodeJS.Dict<string> {
  const content = text.replace(/^\ufeff/, '');
  const settings = parseEnv(content);
  const within = Object.values(settings).flatMap((value = '') => value.split('\n').slice(1));
  const isWithin = (line: string) =>
    within.some((part) => line === part || /^["'`]/.test(line.replace(part, '')));
  const lines = content.split(/\r?\n/);
  const at = lines.findIndex((line) => NO_SETTING.test(line) && !isWithin(line));
  if (at !== -1) throw new Error(`line ${at + 1} is not a setting. Write NAME=value.`);
  const first = new Map<string, string | undefined>();
  for (const line of lines.filter((each) => !isWithin(each))) {
    for (const [name, value] of Object.entries(parseEnv(line))) {
      if ((first.get(name) ?? value) !== value)
        throw new Error(`${name} is set twice, to different values. Keep one line.`);
      first.set(name, value);
    }
  }
  return settings;
}
