import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const page = resolve(import.meta.dirname, '../../../docs/verify.py');

/** Exit code and first line of the second verifier. */
export async function secondVerifier(folder: string): Promise<{ code: number; words: string }> {
  const run = promisify(execFile)('python3', [page, folder], { timeout: 30_000 });
  return run.then(
    ({ stdout }) => ({ code: 0, words: stdout.trim() }),
    ({ code, stdout }) => ({ code, words: String(stdout).split('\n')[0] ?? '' }),
  );
}
