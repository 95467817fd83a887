import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import {
  makeFolder,
  removeLeftovers,
  UNFINISHED_NAME,
  writeDurably,
} from '../foundation/durable.ts';
import { errorCodeOf, errorMessageOf } from '../foundation/fault.ts';
import { No } from '../foundation/no.ts';
import { openFile } from '../foundation/reading-files.ts';
import { CHARRETTE_VERSION } from '../foundation/version.ts';
import { ModelSettings } from './model-settings.ts';

/** Longer than any write takes. */
const WRITING_MS = 60_000;
/** Longest file to read; a daemon's has some five hundred bytes. */
const MAX_BYTES = 16_384;
const PORT = String.raw`(?:[1-9]\d{0,4})`;

/** Lets a command on the same data folder find the running daemon and call it as operator. */
const DaemonFile = z.object({
  version: z.string().max(100),
  /** For commands on this machine. */
  local: z.string().regex(new RegExp(String.raw`^http://127\.0\.0\.1:${PORT}$`)),
  /** New at each start. */
  token: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  /** For everyone else. */
  url: z.string().max(500),
  models: ModelSettings,
  /** Identifies the folder: the file in a copied folder would lead to the original's daemon. */
  folder: z.string().max(100),
});
export type DaemonFile = z.infer<typeof DaemonFile>;
export type DaemonFacts = Omit<DaemonFile, 'version' | 'folder'>;

export function daemonFilePathIn(dataDir: string): string {
  return join(dataDir, 'daemon.json');
}

/**
 * The inode alone is not enough: a mounted file system's root always has the same one, and a
 * snapshot keeps it.
 */
function identifyFolder(dataDir: string): string {
  const { dev, ino } = statSync(dataDir, { bigint: true });
  return `${dev}:${ino}`;
}

export function createLocalToken(): string {
  return randomBytes(32).toString('base64url');
}

/** All or nothing, readable only by its owner. Throws `Fault('write_failed')`. */
export async function writeDaemonFile(dataDir: string, content: DaemonFacts): Promise<void> {
  await makeFolder(dataDir);
  const folder = identifyFolder(dataDir);
  const text = `${JSON.stringify({ version: CHARRETTE_VERSION, ...content, folder }, null, 2)}\n`;
  await writeDurably(daemonFilePathIn(dataDir), Buffer.from(text), 0o600, true);
  await removeUnfinished(dataDir);
}

/** Deletes files of daemons that were killed while writing, unless one may still be writing. */
async function removeUnfinished(dataDir: string): Promise<void> {
  const isOurs = (name: string) => name.startsWith('.daemon.json.') && UNFINISHED_NAME.test(name);
  const { mtimeMs } = await stat(daemonFilePathIn(dataDir));
  await removeLeftovers(dataDir, isOurs, mtimeMs - WRITING_MS);
}

/** Deletes only the file of the daemon with this token. */
export async function removeDaemonFile(dataDir: string, token: string): Promise<void> {
  const file = await readDaemonFile(dataDir);
  if (file !== null && !(file instanceof No) && file.token === token)
    await rm(daemonFilePathIn(dataDir), { force: true });
}

/** `null` if there is none; `No` for one that is there and not used. */
export async function readDaemonFile(dataDir: string): Promise<DaemonFile | No<string> | null> {
  const path = daemonFilePathIn(dataDir);
  try {
    await using file = await openFile(path);
    const { mode, uid, size } = await file.stat();
    const user = process.getuid?.();
    if (user !== undefined && uid !== user && uid !== 0)
      return new No(`${path} belongs to another user (${uid})`);
    if (user !== undefined && (mode & 0o077) !== 0) return new No(`others can read ${path}`);
    if (size > MAX_BYTES) return new No(`${path} has ${size} bytes`);
    const content = DaemonFile.safeParse(JSON.parse(await file.readFile('utf8')));
    if (!content.success) return new No(`${path} has a form that this version does not know`);
    if (content.data.folder !== identifyFolder(dataDir))
      return new No(`${path} was copied from another data folder`);
    return content.data;
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return null;
    if (error instanceof SyntaxError) return new No(`${path} is not JSON`);
    return new No(`${path} cannot be read: ${errorMessageOf(error)}`);
  }
}
