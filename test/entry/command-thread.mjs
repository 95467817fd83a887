/** The program of a thread that runs commands one after the other: see `command-threads.ts`. */
import { parentPort } from 'node:worker_threads';
import { runProgram } from '../../src/entry/cli/program.ts';

parentPort?.on('message', async ({ words, environment, end }) => {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
  const code = await runProgram(words);
  process.stdout.write(end);
  process.stderr.write(end);
  parentPort?.postMessage(code);
});
