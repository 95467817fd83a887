import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode, errorMessage, Fault } from '../runtime/fault.ts';

/** Where the token is kept when the environment gives none. */
export function adminTokenPath(dataDir: string): string {
  return join(dataDir, 'admin-token');
}

/**
 * The token kept in the data folder; made at the first start, readable by its owner only. Throws
 * `Fault('bad_configuration')` for a file that holds none, `Fault('store_read_only')` where none can be kept.
 */
export async function keptAdminToken(dataDir: string): Promise<string> {
  const path = adminTokenPath(dataDir);
  try {
    return (await readKept(path)) ?? (await makeKept(path));
  } catch (error) {
    if (error instanceof Fault) throw error;
    const reason = errorMessage(error);
    const advice = 'Check the folder, or choose another with CHARRETTE_DATA_DIR.';
    throw new Fault(
      'store_read_only',
      `The API's token cannot be kept in ${path}: ${reason}. ${advice}`,
      error,
    );
  }
}

async function readKept(path: string): Promise<string | null> {
  try {
    const kept = (await readFile(path, 'utf8')).trim();
    if (/^\S{16,200}$/.test(kept)) return kept;
    throw new Fault('bad_configuration', `${path} holds no usable token. Delete it, and a new one is made.`);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function makeKept(path: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, `${token}\n`, { mode: 0o600, flag: 'wx' });
  return token;
}
