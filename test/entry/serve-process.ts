/** The daemon as a process of its own: what `charrette serve` runs, without the command line around it. */
import { readConfiguration } from '../../src/entry/config.ts';
import { serve } from '../../src/entry/serve.ts';
import { Fault } from '../../src/runtime/fault.ts';

try {
  process.exitCode = await serve(readConfiguration());
} catch (error) {
  if (!(error instanceof Fault)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
