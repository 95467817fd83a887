import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, open, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from '../foundation/durable.ts';
import { errorCodeOf, errorMessageOf, Fault } from '../foundation/fault.ts';
import { ADMIN_TOKEN } from './variables.ts';

export function adminTokenPathIn(dataDir: string): string {
  return join(dataDir, 'admin-token');
}

/**
 * The token in the data folder, or a new one that `keep` writes there, readable only by its owner.
 * Throws `Fault('bad_configuration')` for a file without a token. `keep` throws
 * `Fault('store_read_only')` if it cannot write.
 */
export async function adminTokenOf(
  dataDir: string,
): Promise<{ readonly token: string; readonly keep: () => Promise<void> }> {
  const path = adminTokenPathIn(dataDir);
  const tokenInFile = await readKept(path);
  if (tokenInFile !== null) return { token: tokenInFile, keep: async () => undefined };
  const token = randomBytes(32).toString('base64url');
  return {
    token,
    keep: () =>
      write(token, path).catch((error: unknown) => {
        throw faultOf(error, path);
      }),
  };
}

function faultOf(error: unknown, path: string): Fault {
  if (error instanceof Fault) return error;
  const advice = 'Check the folder, or choose another with CHARRETTE_DATA_DIR.';
  const words = `The API's token cannot be saved in ${path}: ${errorMessageOf(error)}. ${advice}`;
  return new Fault('store_read_only', words, error);
}

const BY_OTHERS = 0o004;
const MAX_BYTES = 1_000;

/** `null` if there is none. Throws as `adminTokenOf` does. */
async function readKept(path: string): Promise<string | null> {
  try {
    // Does not block on a pipe.
    await using file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await file.stat();
    const { mode } = stats;
    const content =
      stats.isFile() && stats.size <= MAX_BYTES ? (await file.readFile('utf8')).trim() : '';
    if (process.getuid !== undefined && (mode & BY_OTHERS) !== 0) {
      const advice = 'Delete it to get a new one, or remove that permission (chmod o-rwx).';
      throw new Fault('bad_configuration', `Everybody on this machine can read ${path}. ${advice}`);
    }
    if (ADMIN_TOKEN.test(content)) return content;
    throw new Fault(
      'bad_configuration',
      `${path} contains no usable token. Delete it to get a new one.`,
    );
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return null;
    throw faultOf(error, path);
  }
}

/** Writes all or nothing: half a token, left by a full disk, would fail every later start. */
async function write(token: string, path: string): Promise<void> {
  const unfinished = `${path}.${randomBytes(8).toString('hex')}`;
  await makeFolder(dirname(path));
  try {
    await writeFile(unfinished, `${token}\n`, { mode: 0o600 });
    await link(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}
