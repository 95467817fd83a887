import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { needing } from '../support/runner/needing.ts';

const { test } = await needing('Linux');

/** In front of a command: it may have so many files open, as in a container. */
const under = (files: number) => ['sh', '-c', `ulimit -n ${files}; "$0" "$@"; exit`] as const;

test('without free descriptors a process lives on, and a session it cannot start counts as not started', async () => {
  const program = fileURLToPath(
    new URL('../support/processes/without-descriptors.ts', import.meta.url),
  );
  const [command = '', ...given] = [...under(80), process.execPath, program];
  const { stdout } = await promisify(execFile)(command, given, { timeout: 60_000 });
  expect(JSON.parse(stdout)).toEqual([null, true, '', 'process could not be started (EMFILE)']);
});
