import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { canAnswer, descendantsOf, measureResidentBytes } from '../../src/sessions/proc.ts';
import { until } from '../entry/waiting.ts';
import { assignment } from '../support/processes/child-assignment.ts';
import {
  ada,
  childrenOf,
  keepLog,
  misbehaving,
  newSessionId,
  openSessions,
  startHealthy,
  untilEnded,
  Witness,
} from '../support/processes/child-sessions.ts';
import { untilTooMuchTaken } from './memory.ts';

const MEBIBYTE = 1024 * 1024;

describe('the process of a session', () => {
  test('a session has a conversation, and its pid is that of the process that was spawned', async () => {
    const sessions = openSessions();
    const { id, witness, pid } = await startHealthy(sessions);
    expect(childrenOf(process.pid)).toContain(pid);
    sessions.send(id, { type: 'take_turn', turnId: 'trn', assignment: assignment() });
    const asked = await witness.untilMessage('ask_model');
    expect(asked.request.messages[0]?.content.at(-1)).toMatchObject({ text: assignment().ask });
  });

  test('C3: a session ends when its process is killed, with all that it has started', async () => {
    const { witness, pid } = await startHealthy(openSessions());
    const all = [pid, ...descendantsOf(pid)];
    process.kill(pid, 'SIGKILL');
    const { cause, lastWords } = await witness.untilLost();
    expect(cause).toEqual({ kind: 'killed', detail: 'killed by SIGKILL' });
    expect(lastWords).toMatchObject({ pid, exitCode: null, signal: 'SIGKILL' });
    expect(lastWords.residentBytes).toBeGreaterThan(10 * MEBIBYTE);
    await untilEnded(all);
  });

  test('C20: a session is lost as hung when it is frozen', async () => {
    const { witness, pid } = await startHealthy(openSessions({ heartbeatMs: 100 }));
    process.kill(pid, 'SIGSTOP');
    expect((await witness.untilLost()).cause.kind).toBe('hung');
    await untilEnded([pid]);
  });

  test('C20: a session is ended when it takes too much memory outside of its heap', async () => {
    const { cause } = await untilTooMuchTaken({ memoryBytes: 150 * MEBIBYTE });
    expect(cause).toMatchObject({ kind: 'out_of_memory' });
  });

  test('C20: a session is ended when it takes too much memory in its heap', async () => {
    const witness = new Witness();
    const program = misbehaving('heap-full');
    openSessions({ program, memoryBytes: 100 * MEBIBYTE }).start(newSessionId(), ada, witness);
    expect((await witness.untilLost()).cause).toMatchObject({ kind: 'out_of_memory' });
  });

  test('C13: a session ends politely, and by force where it does not', async () => {
    const before = childrenOf(process.pid);
    for (const changes of [{}, { program: misbehaving('stubborn'), stopMs: 100 }]) {
      const sessions = openSessions(changes);
      const { id, witness, pid } = await startHealthy(sessions);
      const all = [pid, ...descendantsOf(pid)];
      await sessions.stop(id);
      expect(witness.losses).toHaveLength(0);
      await untilEnded(all);
    }
    // One of a test before may have ended meanwhile.
    expect(childrenOf(process.pid).filter((pid) => !before.includes(pid))).toEqual([]);
  });

  test('a session is adopted from standby; one that is frozen is passed over', async () => {
    const log = keepLog();
    const sessions = openSessions({ standby: 1, refillPauseMs: 200, log });
    const warm = () => log.events.filter(({ event }) => event === 'session_standby_ready');
    const untilWarm = async (count: number) => {
      await until(`${count} warm processes`, () => warm().length >= count);
      return Number(warm()[count - 1]?.facts.pid);
    };
    const first = await untilWarm(1);
    expect((await startHealthy(sessions)).pid).toBe(first);
    const second = await untilWarm(2);
    process.kill(second, 'SIGSTOP');
    await until('the stop', () => !canAnswer(second));
    expect((await startHealthy(sessions)).pid).not.toBe(second);
  });

  test('C18: when Charrette is killed with -9, nothing of it is left', async () => {
    const parent = fork(
      fileURLToPath(new URL('../support/processes/child-parent.ts', import.meta.url)),
      [],
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
