import { parentPort } from 'node:worker_threads';
import { CORE } from './core-module.ts';
import type { Report, Task } from './crew.ts';
import { explore } from './explorer.ts';
import { withMutant } from './seeding.ts';

/** One of the crew: explores what it is sent, one world after the other. */
if (parentPort === null) throw new Error('worker.ts is started by crew.ts');
const port = parentPort;

port.on('message', async ({ world, bounds, mutant }: Task) => {
  const run = (core: typeof CORE) => explore(core, world, bounds);
  let report: Report;
  try {
    report = { done: mutant === null ? run(CORE) : await withMutant(mutant, run), failure: null };
  } catch (error) {
    report = {
      done: null,
      failure: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
  port.postMessage(report);
});
