import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { longestWaitMs } from '../../entry/waiting.ts';

const path = fileURLToPath(new URL('./store-child.ts', import.meta.url));

/** Starts `store-child.ts` on a data folder. */
export function storeChild(
  what: 'append' | 'fill' | 'open' | 'die-in-commit',
  dataDir: string,
  statements = 0,
): ChildProcess {
  return spawn(process.execPath, [path, what, dataDir, String(statements)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
storeChild.path = path;

/**
 * The first `count` lines that the process says, parsed; fails with what it has said when it ends
 * or takes too long before that.
 */
export async function childLines(
  child: ChildProcess,
  count: number,
): Promise<Record<string, unknown>[]> {
  if (child.stdout === null) throw new Error('the process has no standard output to read');
  const lines: Record<string, unknown>[] = [];
  const reader = createInterface({ input: child.stdout });
  const enough = Promise.withResolvers<void>();
  const missing = (why: string) =>
    enough.reject(
      new Error(`not ${count} lines of the process ${why}, but ${JSON.stringify(lines)}`),
    );
  reader.on('line', (line) => {
    if (lines.length < count) lines.push(JSON.parse(line));
    if (lines.length === count) enough.resolve();
  });
  // The last line comes before it.
  reader.once('close', () => missing('until its end'));
  const boundMs = longestWaitMs();
  const bound = setTimeout(() => missing(`within ${boundMs} ms`), boundMs);
  await enough.promise.finally(() => clearTimeout(bound));
  return lines;
}
