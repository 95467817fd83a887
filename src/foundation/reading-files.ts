import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { errorCodeOf, errorMessageOf, Fault, type FaultCode } from './fault.ts';

/** Resolves to `gone` where there is no such file or folder. */
export async function resolveUnlessGone<Result, Gone>(
  work: Promise<Result>,
  fallback: Gone,
): Promise<Result | Gone> {
  try {
    return await work;
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return fallback;
    throw error;
  }
}

/** Turns the system's error into a fault, whose words follow `what`. */
export async function throwAsFault<Result>(
  code: FaultCode,
  what: string,
  work: Promise<Result>,
): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof Fault
      ? error
      : new Fault(code, `${what}: ${errorMessageOf(error)}`, error);
  }
}

/**
 * Opens a regular file, and waits at no pipe. Throws the system's error, and `Error` for anything
 * else than a file.
 */
export async function openFile(path: string, followsLink = false): Promise<FileHandle> {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const file = await open(path, O_RDONLY | O_NONBLOCK | (followsLink ? 0 : O_NOFOLLOW));
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new Error('it is not a file');
}

/** Why a file cannot be read, to follow a colon. */
export function explainReadError(error: unknown): string {
  const code = errorCodeOf(error);
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'ELOOP') return 'it is a link. Name the file that it leads to';
  return code === 'EACCES' || code === 'EPERM'
    ? 'this user may not read it'
    : errorMessageOf(error);
}
