import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, open, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from '../adapters/files/durable.ts';
import { errorCode, errorMessage, Fault } from '../runtime/fault.ts';
import { newSigningKey, type SigningKey, signingKey } from '../runtime/signing.ts';
import type { Configuration } from './config.ts';

type Where = Pick<Configuration, 'dataDir' | 'databaseUrl' | 'signingKeyFile'>;

function keptPath(dataDir: string): string {
  return join(dataDir, 'signing-key.pem');
}

/** Returns the file of the operator's key; `null` where a fleet was given none, and signs nothing. */
export function signingKeyPath({ dataDir, databaseUrl, signingKeyFile }: Where): string | null {
  if (signingKeyFile !== null) return signingKeyFile;
  return databaseUrl === null ? keptPath(dataDir) : null;
}

/**
 * Returns the operator's key (P11): the configured file's, else the data folder's of an embedded store, made at first need. `null`:
 * a fleet without the setting. Throws `Fault('bad_configuration')` for a file that holds none, or that others can read.
 */
export async function openSigningKey(where: Where): Promise<SigningKey | null> {
  const found = await readSigningKey(where);
  const path = signingKeyPath(where);
  if (found !== null || path === null) return found;
  if (where.signingKeyFile !== null)
    throw new Fault('bad_configuration', `CHARRETTE_SIGNING_KEY names ${path}, which is not there.`);
  try {
    await makeKept(path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST')
      throw new Fault(
        'store_read_only',
        `No signing key can be kept in ${path}: ${errorMessage(error)}`,
        error,
      );
  }
  return readSigningKey(where);
}

/** Returns the key as it is found, and makes none. Throws like opening it does. */
export async function readSigningKey(where: Where): Promise<SigningKey | null> {
  const path = signingKeyPath(where);
  const pem = path === null ? null : await readPrivate(path);
  return pem === null || path === null ? null : signingKey(pem, path);
}

const BY_OTHERS = 0o077;
/** Bytes of the longest file that is read. */
const MAX_BYTES = 10_000;

/** Returns `null` where there is no file. */
async function readPrivate(path: string): Promise<string | null> {
  try {
    // A pipe is not waited for.
    await using file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const found = await file.stat();
    if (!found.isFile() || found.size > MAX_BYTES)
      throw new Fault('bad_configuration', `${path} is no file of a key.`);
    if (process.getuid !== undefined && (found.mode & BY_OTHERS) !== 0) {
      const advice = `Take that right away (chmod 600 ${path}), or make a new key.`;
      throw new Fault('bad_configuration', `The signing key ${path} can be read by others. ${advice}`);
    }
    return await file.readFile('utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    if (error instanceof Fault) throw error;
    const words = `The signing key ${path} cannot be read: ${errorMessage(error)}.`;
    throw new Fault('bad_configuration', words, error);
  }
}

/** Writes the key as a whole or not at all. */
async function makeKept(path: string): Promise<void> {
  const unfinished = `${path}.${randomBytes(8).toString('hex')}`;
  await makeFolder(dirname(path));
  try {
    await writeFile(unfinished, newSigningKey(), { mode: 0o600 });
    await link(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}
