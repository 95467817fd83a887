import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const CORE = resolve(import.meta.dirname, '../../core');

/** Names the code that folds events into designs: a hash of all of it, so that no change can be forgotten. */
export function currentReducerVersion(): string {
  const hash = createHash('sha256');
  const files = readdirSync(CORE, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map(({ parentPath, name }) => join(parentPath, name)).toSorted()) {
    hash.update(path.slice(CORE.length)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}
