import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const path = fileURLToPath(new URL('./store-child.ts', import.meta.url));

/** Starts `store-child.ts` on a data folder. */
export function storeChild(what: 'append' | 'fill' | 'open', dataDir: string): ChildProcess {
  return spawn(process.execPath, [path, what, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
}
storeChild.path = path;

/** The first `count` lines that the process says, parsed. Waits at most 50 seconds. */
export async function childLines(child: ChildProcess, count: number): Promise<Record<string, unknown>[]> {
  if (child.stdout === null) throw new Error('the process has no standard output to read');
  const lines: Record<string, unknown>[] = [];
  const reader = createInterface({ input: child.stdout });
  const enough = new AbortController();
  reader.on('line', (line) => {
    if (lines.length < count) lines.push(JSON.parse(line));
    if (lines.length === count) enough.abort();
  });
  const bound = AbortSignal.timeout(50_000);
  await once(enough.signal, 'abort', { signal: bound });
  return lines;
}
