import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { processIdentity } from '../../../src/adapters/process/proc.ts';
import { personaProgram } from '../../../src/adapters/process/program.ts';
import { isRunning, openSessions } from '../../support/child-sessions.ts';

const { entry } = personaProgram();
const SESSION = [process.execPath, entry];

/** Starts it under another program, which says its process id; ended with the test. */
async function startedBy(words: readonly string[], parent: readonly string[]): Promise<number> {
  const [program = '', ...given] = [...parent, ...words];
  const child = spawn(program, given, { stdio: ['ignore', 'pipe', 'ignore', 'pipe'] });
  if (child.stdout === null) throw new Error('a process without a standard output');
  const [said] = await once(child.stdout, 'data');
  const pid = Number(String(said));
  onTestFinished(() => {
    child.kill('SIGKILL');
    if (isRunning(pid)) process.kill(pid, 'SIGKILL');
  });
  return pid;
}

/** Ends at once, and leaves what it has started to the system. */
const GONE = ['/bin/sh', '-c', '"$@" & echo $!', 'sh'];
const INHERIT = "{ stdio: ['inherit', 'ignore', 'inherit', 3] }";
const ALIVE = [
  process.execPath,
  '-e',
  `const { spawn } = require('child_process');
   const [program, ...given] = process.argv.slice(1);
   console.log(spawn(program, given, ${INHERIT}).pid);
   setInterval(() => undefined, 60_000);`,
];

const endRecorded = (pid: number) => openSessions().endLeftover(pid, processIdentity(pid));

test('C13: a session whose Charrette is gone is ended', async () => {
  const pid = await startedBy(SESSION, GONE);
  expect(openSessions().endLeftover(pid, 'another/1')).toBe(false);
  expect(endRecorded(pid)).toBe(true);
});

test.each([
  ['a program of somebody else', ['sleep', '600'], GONE],
  ['another program of Node', [process.execPath, '-e', 'setInterval(() => undefined, 60_000)'], GONE],
  ['a session of another Charrette that is alive', SESSION, ALIVE],
])('C13: %s is not ended, whatever an import or a copied folder has on record', async (_, words, parent) => {
  const pid = await startedBy(words, parent);
  expect(processIdentity(pid)).not.toBe('');
  expect(endRecorded(pid)).toBe(false);
  expect(isRunning(pid)).toBe(true);
});

test('C13: Charrette itself is not ended, whatever is on record', () => {
  expect(basename(process.execPath)).toBe('node');
  expect(endRecorded(process.pid)).toBe(false);
});
