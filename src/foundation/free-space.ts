import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCodeOf } from './fault.ts';

/** Bytes free where the folder is, or would be; `null` if its file system does not tell. */
export async function freeBytesAt(folder: string): Promise<number | null> {
  if (!existsSync(folder)) return freeBytesAt(dirname(folder));
  try {
    const { blocks, bavail, bsize } = await statfs(folder);
    return blocks === 0 ? null : bavail * bsize;
  } catch (error) {
    if (errorCodeOf(error) === 'ENOSYS') return null;
    throw error;
  }
}
