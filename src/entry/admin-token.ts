import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../runtime/fault.ts';

/** Where the token is kept when the environment gives none. */
export function adminTokenPath(dataDir: string): string {
  return join(dataDir, 'admin-token');
}

/** The token kept in the data folder; made at the first start, readable by its owner only. */
export async function keptAdminToken(dataDir: string): Promise<string> {
  const path = adminTokenPath(dataDir);
  try {
    const kept = (await readFile(path, 'utf8')).trim();
    if (/^\S{16,200}$/.test(kept)) return kept;
    throw new Fault('bad_configuration', `${path} holds no usable token. Delete it, and a new one is made.`);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const token = randomBytes(32).toString('base64url');
  await mkdir(dataDir, { recursive: true });
  await writeFile(path, `${token}\n`, { mode: 0o600, flag: 'wx' });
  await chmod(path, 0o600);
  return token;
}
