import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { namespaceCommandOf, restoreSignal } from '../../src/sessions/namespaces.ts';
import { canAnswer, descendantsOf, measureResidentBytes } from '../../src/sessions/proc.ts';
import { until } from '../entry/waiting.ts';
import { assignment } from '../support/processes/child-assignment.ts';
import {
  ada,
  childrenOf,
  isRunning,
  keepLog,
  misbehaving,
  newSessionId,
  openSessions,
  startHealthy,
  untilEnded,
  Witness,
} from '../support/processes/child-sessions.ts';
import { SANDBOXES } from '../support/processes/sandboxes.ts';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { untilTooMuchTaken } from './memory.ts';

const MEBIBYTE = 1024 * 1024;
/** Rather than a session's own programs, whose flags would refuse the same. */
const reachesOut = fileURLToPath(new URL('../support/processes/reaches-out.mjs', import.meta.url));

describe.for(SANDBOXES)('a session held by %s', ({ sandbox, test }) => {
  test('a held session has a conversation, and its pid is that of the process that was spawned', async () => {
    const sessions = openSessions({ sandbox });
    const { id, witness, pid } = await startHealthy(sessions);
    expect(childrenOf(process.pid)).toContain(pid);
    sessions.send(id, { type: 'take_turn', turnId: 'trn', assignment: assignment() });
    const asked = await witness.untilMessage('ask_model');
    expect(asked.request.messages[0]?.content.at(-1)).toMatchObject({ text: assignment().ask });
  });

  test('C3: a held session ends when its process is killed, with all that it has started', async () => {
    const { witness, pid } = await startHealthy(openSessions({ sandbox }));
    const all = [pid, ...descendantsOf(pid)];
    process.kill(pid, 'SIGKILL');
    const { cause, lastWords } = await witness.untilLost();
    expect(cause).toEqual({ kind: 'killed', detail: 'process killed (SIGKILL)' });
    expect(lastWords).toMatchObject({ pid, exitCode: null, signal: 'SIGKILL' });
    expect(lastWords.residentBytes).toBeGreaterThan(10 * MEBIBYTE);
    await untilEnded(all);
  });

  test('C3: a held session ends when what runs in it is killed, which is the same loss', async () => {
    const { witness, pid } = await startHealthy(openSessions({ sandbox }));
    process.kill(innermost(pid), 'SIGKILL');
    const { cause, lastWords } = await witness.untilLost();
    expect(cause.detail).toBe('process killed (SIGKILL)');
    expect(lastWords).toMatchObject({ pid, exitCode: null, signal: 'SIGKILL' });
    expect(isRunning(pid)).toBe(false);
  });

  test('C20: an isolated session is lost as hung when it is frozen, or what runs in it', async () => {
    for (const frozen of [innermost, (pid: number) => pid]) {
      const { witness, pid } = await startHealthy(openSessions({ sandbox, heartbeatMs: 100 }));
      const all = [pid, ...descendantsOf(pid)];
      process.kill(frozen(pid), 'SIGSTOP');
      expect((await witness.untilLost()).cause.kind).toBe('hung');
      await untilEnded(all);
    }
  });

  test('C20: an isolated session is ended when it takes too much memory outside of its heap', async () => {
    const { cause } = await untilTooMuchTaken({ sandbox, memoryBytes: 150 * MEBIBYTE });
    expect(cause).toMatchObject({ kind: 'out_of_memory' });
  });

  test('C20: an isolated session is ended when it takes too much memory in its heap', async () => {
    const witness = new Witness();
    const program = misbehaving('heap-full');
    openSessions({ sandbox, program, memoryBytes: 100 * MEBIBYTE }).start(newSessionId(), ada, witness);
    expect((await witness.untilLost()).cause).toMatchObject({ kind: 'out_of_memory' });
  });

  test('C13: a held session ends politely, and by force where it does not', async () => {
    const before = childrenOf(process.pid);
    for (const changes of [{}, { program: misbehaving('stubborn'), stopMs: 100 }]) {
      const sessions = openSessions({ sandbox, ...changes });
      const { id, witness, pid } = await startHealthy(sessions);
      const all = [pid, ...descendantsOf(pid)];
      await sessions.stop(id);
      expect(witness.losses).toHaveLength(0);
      await untilEnded(all);
    }
    // One of a test before may have ended meanwhile.
    expect(childrenOf(process.pid).filter((pid) => !before.includes(pid))).toEqual([]);
  });

  test('an isolated session is adopted from standby; one that is frozen is passed over', async () => {
    const log = keepLog();
    const sessions = openSessions({ sandbox, standby: 1, refillPauseMs: 200, log });
    const warm = () => log.events.filter(({ event }) => event === 'session_standby_ready');
    const untilWarm = async (count: number) => {
      await until(`${count} warm processes`, () => warm().length >= count);
      return Number(warm()[count - 1]?.facts.pid);
    };
    const first = await untilWarm(1);
    expect((await startHealthy(sessions)).pid).toBe(first);
    const second = await untilWarm(2);
    process.kill(innermost(second), 'SIGSTOP');
    await until('the stop', () => !canAnswer(second));
    expect((await startHealthy(sessions)).pid).not.toBe(second);
  });

  test('C18: when Charrette is killed with -9, nothing of it is left', async () => {
    const parent = fork(
      fileURLToPath(new URL('../support/processes/child-parent.ts', import.meta.url)),
      [sandbox],
      {
        execArgv: [],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      },
    );
    onTestFinished(() => void parent.kill('SIGKILL'));
    const ended = once(parent, 'exit').then(([code]) => [`it ended by itself (exit code ${code})`]);
    const [said] = await Promise.race([once(parent, 'message'), ended]);
    expect(said).toBe('both ready');
    const isAtWork = (pid: number) => (measureResidentBytes(pid) ?? 0) > 20 * MEBIBYTE;
    let all: number[] = [];
    await until('three sessions at work', () => {
      all = descendantsOf(parent.pid ?? 0);
      return all.filter(isAtWork).length >= 3;
    });
    parent.kill('SIGKILL');
    await untilEnded(all);
  });
});

const { test: testHeld } = await needing('bubblewrap');

describe('namespaces alone, around a Node with all its powers', () => {
  /** What `reaches-out.mjs` reaches of this process, a file beside the test's, and a port. */
  async function reached(outer: (program: string) => string[]) {
    const folder = temporaryFolder();
    await writeFile(join(folder, 'secret'), 'the secret');
    const server = createServer((socket) => socket.on('error', () => undefined).end('here'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const inner = [process.execPath, reachesOut, String(process.pid), join(folder, 'secret'), port];
    const [command = '', ...given] = [...outer(reachesOut), ...inner];
    const child: ChildProcess = spawn(command, given, { stdio: ['ignore', 'pipe', 'inherit'] });
    return JSON.parse(child.stdout === null ? '' : await text(child.stdout));
  }
  const program = { execPath: process.execPath, entry: reachesOut, readable: [reachesOut] };

  testHeld('no signal, no file, no port and no capability', async () => {
    expect(await reached(() => namespaceCommandOf(program, program.readable))).toEqual({
      signal: 'ESRCH',
      file: 'ENOENT',
      list: 'ENOENT',
      write: 'EROFS',
      port: 'ECONNREFUSED',
      owner: 'EPERM',
    });
  });

  test('(without them, all of that)', async () => {
    expect(await reached(() => [])).toMatchObject({
      signal: 'succeeded',
      file: 'succeeded',
      list: 'succeeded',
      write: 'succeeded',
      port: 'succeeded',
    });
  });
});

test('an exit code beyond 128 is decoded as its signal, and every other one stays as it is', () => {
  const exit = (exitCode: number) => restoreSignal({ exitCode, signal: null, failure: null });
  expect(exit(137)).toEqual({ exitCode: null, signal: 'SIGKILL', failure: null });
  expect(exit(134)).toEqual({ exitCode: null, signal: 'SIGABRT', failure: null });
  for (const code of [0, 1, 76, 128, 255]) {
    expect(exit(code)).toEqual({ exitCode: code, signal: null, failure: null });
  }
});

/** The process of a session in which its program runs. */
function innermost(pid: number): number {
  return descendantsOf(pid).at(-1) ?? pid;
}
