import { lstatSync, statSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Of } from '../foundation/digest.ts';
import { flushFolder, makeWriteFault, writeDurably } from '../foundation/durable.ts';
import type { Variables } from './config.ts';

/** In a data folder that a backup made, until the first start from it. */
const MARK = 'backup.json';

export function writeBackupMark(folder: string, madeAt: Date): Promise<void> {
  return writeDurably(join(folder, MARK), Buffer.from(`${JSON.stringify({ madeAt })}\n`), 0o600);
}

function hasBackupMark(dataDir: string): boolean {
  return lstatSync(join(dataDir, MARK), { throwIfNoEntry: false }) !== undefined;
}

/**
 * The change of rights that a mark stands for, the same in each copy of its folder; `null` without
 * a mark. An empty file that somebody put there stands for its moment. Throws the system's error.
 */
export async function changeOfBackupMark(dataDir: string): Promise<string | null> {
  if (!hasBackupMark(dataDir)) return null;
  const path = join(dataDir, MARK);
  const content = await readFile(path, 'utf8');
  return sha256Of(content === '' ? `${statSync(path).mtimeMs}` : content);
}

/**
 * At the first start from a backup, says what to do about it, and removes the mark only then: after
 * a death in between, the next start says it again. Throws `Fault('write_failed')`.
 */
export async function sayBackup(
  { dataDir }: Pick<Variables, 'dataDir'>,
  say: (words: string) => void,
): Promise<void> {
  const path = join(dataDir, MARK);
  if (!hasBackupMark(dataDir)) return;
  try {
    const [madeAt] = /\d{4}-\d\d-\d\dT\d\d:\d\d/.exec(await readFile(path, 'utf8')) ?? [];
    const made = madeAt === undefined ? '' : ` made at ${madeAt.replace('T', ' ')} UTC`;
    say(
      `This data folder is a backup${made}. Anything later is missing: repeat forget for designs that were forgotten since. Its sessions and links have ended, and its tokens sleep: wake those that were not revoked since (token list, token wake). If the daemon that was backed up still runs, stop it, or both will continue the same designs.`,
    );
    await rm(path);
    await flushFolder(dataDir);
  } catch (error) {
    throw makeWriteFault(path, error);
  }
}
