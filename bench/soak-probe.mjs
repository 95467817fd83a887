/**
 * Loaded into the daemon that `bench/soak.ts` or `bench/waiting.ts` watches (`--import`): appends
 * the process's holdings to the file of SOAK_SAMPLES every SOAK_EVERY_MS, one JSON object a line.
 * The heap is measured after a collection.
 */
import { appendFileSync } from 'node:fs';

const { SOAK_SAMPLES: file = '', SOAK_EVERY_MS: everyMs = '' } = process.env;

setInterval(() => {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo();
  const timers = resources.filter((kind) => kind === 'Timeout' || kind === 'Immediate').length;
  const sample = {
    at: Date.now(),
    rss,
    heap: heapUsed,
    external,
    timers,
    handles: resources.length - timers,
  };
  appendFileSync(file, `${JSON.stringify(sample)}\n`);
}, Number(everyMs)).unref();
