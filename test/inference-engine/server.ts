import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { until } from '../entry/waiting.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { randomModel } from './random-model.ts';

const [, version] =
  /^version=(.+)$/m.exec(readFileSync(join(import.meta.dirname, 'build.sh'), 'utf8')) ?? [];
const CACHE = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
/** Where `build.sh` puts it. */
export const ENGINE = join(CACHE, `charrette/llama.cpp-${version}/llama-server`);

/** Requests at once, and tokens (here: bytes) of each. */
const [SLOTS, CONTEXT] = [2, 131_072];

/**
 * Starts the engine with a random model. Returns its address, once it answers. An engine that does
 * not is stopped.
 */
export async function startEngine(): Promise<{ readonly url: string; stop(): void }> {
  const file = join(temporaryFolder(), 'random.gguf');
  await writeFile(file, randomModel());
  const port = await freePort();
  const words = ['--model', file, '--host', '127.0.0.1', '--port', String(port), '--jinja'];
  const sizes = ['--parallel', String(SLOTS), '--ctx-size', String(SLOTS * CONTEXT)];
  const server = spawn(ENGINE, [...words, ...sizes], { stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  server.stderr.on('data', (text) => {
    output = `${output}${text}`.slice(-4_000);
  });
  const ended = new Promise<never>((_, reject) => {
    server.once('exit', (code) => reject(new Error(`the engine ended with ${code}: ${output}`)));
  });
  ended.catch(() => undefined);
  const stop = (): void => {
    server.kill('SIGKILL');
  };
  const url = `http://127.0.0.1:${port}`;
  const answers = until('the engine', async () => {
    const health = await fetch(`${url}/health`).catch(() => null);
    return health?.ok === true;
  });
  try {
    await Promise.race([ended, answers]);
  } catch (error) {
    stop();
    throw error;
  }
  return { url, stop };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise<unknown>((closed) => server.close(closed));
  return port;
}
