import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

/**
 * Looks at a daemon from a thread of its own, so that those who lean on it from this process do not
 * slow the look.
 */
const { url, pid, everyMs } = workerData as { url: string; pid: number; everyMs: number };
const tookMs: number[] = [];
const problems: string[] = [];
let peakMiB = 0;
let isOver = false;
parentPort?.on('message', () => {
  isOver = true;
});

while (!isOver) {
  const askedAt = performance.now();
  try {
    const answer = await fetch(`${url}/healthz`, { headers: { connection: 'close' } });
    await answer.text();
    if (answer.status !== 200) problems.push(`/healthz answered ${answer.status}`);
  } catch (error) {
    problems.push(`/healthz: ${String(error)}`);
  }
  tookMs.push(performance.now() - askedAt);
  peakMiB = Math.max(peakMiB, memoryMiB());
  await new Promise((resolve) => setTimeout(resolve, everyMs));
}
parentPort?.postMessage({ peakMiB, tookMs, problems });
parentPort?.close();

function memoryMiB(): number {
  return (
    Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) /
    1_024
  );
}
