import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { describe, expect, onTestFinished, test } from 'vitest';
import { canAnswer } from '../../src/sessions/proc.ts';
import { createProcessSessions } from '../../src/sessions/sessions.ts';
import { until } from '../entry/waiting.ts';
import { assignment } from '../support/processes/child-assignment.ts';
import { realClock } from '../support/processes/child-real-clock.ts';
import {
  ada,
  childrenOf,
  isRunning,
  keepLog,
  misbehaving,
  newSessionId,
  openSessions,
  settings,
  startHealthy,
  Witness,
} from '../support/processes/child-sessions.ts';
import { createMovedClock } from '../support/runner/moved-clock.ts';
import { needing } from '../support/runner/needing.ts';

const { test: testApart } = await needing('process namespaces');

testApart(
  'C20: where /proc is that of another namespace, every process counts as able to answer',
  () => {
    const { href } = new URL('../../src/sessions/proc.ts', import.meta.url);
    const code = `import(${JSON.stringify(href)}).then(({ canAnswer }) => console.log(canAnswer(process.pid)))`;
    const words = ['-rp', '--fork', '--kill-child', process.execPath, '-e', code];
    expect(spawnSync('unshare', words, { encoding: 'utf8' }).stdout).toBe('true\n');
  },
);

describe('start and stop', () => {
  test('sessions wanted together begin in a turn of the loop each, with other work in between', async () => {
    let turn = 0;
    const countTurns = () => {
      turn += 1;
      counting = setImmediate(countTurns);
    };
    let counting = setImmediate(countTurns);
    const log = keepLog();
    const begunIn: number[] = [];
    const debug = (event: string) => {
      if (event === 'session_started') begunIn.push(turn);
    };
    const sessions = openSessions({ program: misbehaving('never-ready'), log: { ...log, debug } });
    const wanted = Array.from({ length: 6 }, newSessionId);
    for (const id of wanted) sessions.start(id, ada, new Witness());
    const [, stopped] = wanted;
    // Before its turn has come: then none is begun.
    if (stopped !== undefined) await sessions.stop(stopped);
    await until('the five others', () => begunIn.length === 5);
    clearImmediate(counting);
    expect(new Set(begunIn).size).toBe(5);
  });

  test('C13: stop ends the process before it resolves, and its listener is notified of no loss', async () => {
    const sessions = openSessions();
    const { id, witness, pid } = await startHealthy(sessions);
    await sessions.stop(id);
    expect(isRunning(pid)).toBe(false);
    expect(witness.losses).toHaveLength(0);
  });

  test('C13: stop during the start leaves no process and brings no session up', async () => {
    const begun = Promise.withResolvers<void>();
    const debug = (event: string) => {
      if (event === 'session_started') begun.resolve();
    };
    const sessions = openSessions({ log: { ...keepLog(), debug } });
    const before = childrenOf(process.pid);
    const witness = new Witness();
    const id = newSessionId();
    sessions.start(id, ada, witness);
    await begun.promise;
    // Still in the turn of the loop that has started the process: nothing that it says has been
    // heard.
    expect(childrenOf(process.pid)).toHaveLength(before.length + 1);
    await sessions.stop(id);
    expect(childrenOf(process.pid)).toEqual(before);
    expect(witness).toMatchObject({ pids: [], losses: [] });
  });

  test('C13: an id that was stopped first is not started', async () => {
    const sessions = openSessions();
    const before = childrenOf(process.pid);
    const witness = new Witness();
    const id = newSessionId();
    await sessions.stop(id);
    expect(sessions.start(id, ada, witness)).toBe(false);
    expect(childrenOf(process.pid)).toEqual(before);
  });

  test('C1: a lost id is not started again, and one that runs is not started twice', async () => {
    const sessions = openSessions();
    const { id, witness, pid } = await startHealthy(sessions);
    const before = childrenOf(process.pid);
    expect(sessions.start(id, ada, new Witness())).toBe(false);
    expect(childrenOf(process.pid)).toEqual(before);
    process.kill(pid, 'SIGKILL');
    await witness.untilLost();
    expect(sessions.start(id, ada, new Witness())).toBe(false);
    expect(childrenOf(process.pid)).toEqual(before.filter((child) => child !== pid));
  });

  test('kill ends the process, and its loss is reported as any other', async () => {
    const sessions = openSessions();
    const { id, witness, pid } = await startHealthy(sessions);
    sessions.kill(id);
    sessions.kill(newSessionId());
    await witness.untilLost();
    expect(witness.losses).toMatchObject([{ cause: { kind: 'killed' } }]);
    expect(isRunning(pid)).toBe(false);
  });

  test('C4: an old id can still be stopped when its persona has a newer session', async () => {
    const sessions = openSessions();
    const first = await startHealthy(sessions);
    const second = await startHealthy(sessions);
    await sessions.stop(first.id);
    expect(isRunning(first.pid)).toBe(false);
    expect(isRunning(second.pid)).toBe(true);
  });

  test('C19: stopping twice, an unknown id, or one that is lost resolves', async () => {
    const sessions = openSessions();
    const { id, witness, pid } = await startHealthy(sessions);
    process.kill(pid, 'SIGKILL');
    await witness.untilLost();
    await Promise.all([sessions.stop(id), sessions.stop(id), sessions.stop(newSessionId())]);
    expect(witness.losses).toHaveLength(1);
  });

  test('close ends every session, also those that are starting, and the standby', async () => {
    const sessions = openSessions({ standby: 2 });
    const before = childrenOf(process.pid).length - 2;
    await startHealthy(sessions);
    sessions.start(newSessionId(), ada, new Witness());
    await sessions.close();
    expect(childrenOf(process.pid)).toHaveLength(before);
    sessions.start(newSessionId(), ada, new Witness());
    expect(childrenOf(process.pid)).toHaveLength(before);
  });
});

/** Longer than any test: what misses a beat does so since its test lets time pass. */
const HEARTBEAT_MS = 3_600_000;

describe('standby', () => {
  type KeptLog = ReturnType<typeof keepLog>;
  const pidsOf = (log: KeptLog, name: string) =>
    log.events.filter(({ event }) => event === name).map(({ facts }) => Number(facts.pid));
  /**
   * Waits until that many standby processes have been warm since the start; the pid of the last of
   * them.
   */
  const untilWarm = async (log: KeptLog, count: number) => {
    const warm = () => pidsOf(log, 'session_standby_ready');
    await until(`${count} warm processes`, () => warm().length >= count);
    return warm().at(-1) ?? 0;
  };
  const openWarm = async (refillPauseMs = 200) => {
    const log = keepLog();
    const { clock, pass } = createMovedClock();
    const sessions = openSessions({
      standby: 1,
      refillPauseMs,
      standbyIdleMs: 500 * HEARTBEAT_MS,
      log,
      clock,
      heartbeatMs: HEARTBEAT_MS,
    });
    /** Lets one beat after the other pass until this process has missed too many. */
    const untilMissed = (what: string, isMissed: () => boolean) =>
      until(what, () => {
        pass(HEARTBEAT_MS);
        return isMissed();
      });
    return { sessions, log, standby: await untilWarm(log, 1), untilMissed, pass };
  };

  test('a warm standby is adopted: the session gets its process, and the pool a new one', async () => {
    const { sessions, log, standby } = await openWarm();
    const session = await startHealthy(sessions);
    expect(session.pid).toBe(standby);
    expect(await untilWarm(log, 2)).not.toBe(standby);
    sessions.send(session.id, { type: 'take_turn', turnId: 'trn', assignment: assignment() });
    await session.witness.untilMessage('ask_model');
  });

  test('sessions that start while standbys are loading get their processes, and none is started beside them', async () => {
    const before = childrenOf(process.pid).length;
    const log = keepLog();
    const sessions = openSessions({ standby: 2, refillPauseMs: HEARTBEAT_MS, log });
    expect(childrenOf(process.pid)).toHaveLength(before + 2);
    const [first, second] = await Promise.all([startHealthy(sessions), startHealthy(sessions)]);
    expect(pidsOf(log, 'session_standby_ready')).toEqual([]);
    expect(childrenOf(process.pid)).toHaveLength(before + 2);
    for (const { id, witness } of [first, second]) {
      sessions.send(id, { type: 'take_turn', turnId: 'trn', assignment: assignment() });
      await witness.untilMessage('ask_model');
    }
  });

  test('a pool is not filled up in the first moments of a session, which has better use for the processor', async () => {
    const { sessions, log, pass } = await openWarm(HEARTBEAT_MS);
    const before = childrenOf(process.pid);
    await startHealthy(sessions);
    expect(childrenOf(process.pid)).toEqual(before);
    pass(HEARTBEAT_MS);
    await untilWarm(log, 2);
  });

  test('C1: the death of an adopted process is the loss of the id it was adopted for', async () => {
    const { sessions } = await openWarm();
    const { witness, pid } = await startHealthy(sessions);
    process.kill(pid, 'SIGKILL');
    const { cause } = await witness.untilLost();
    expect(cause.kind).toBe('killed');
    expect(witness.losses).toHaveLength(1);
  });

  test.each(['SIGKILL', 'SIGSTOP'] as const)(
    'a standby that got %s the moment before is passed over: the session starts cold and is not lost',
    async (signal) => {
      const { sessions, standby } = await openWarm();
      process.kill(standby, signal);
      // Without leaving this turn of the event loop, so that no `exit` can have arrived.
      for (let look = 0; canAnswer(standby); look += 1) expect(look).toBeLessThan(1_000_000);
      const session = await startHealthy(sessions);
      expect(session.pid).not.toBe(standby);
      expect(session.witness.losses).toHaveLength(0);
    },
  );

  test.each(['SIGKILL', 'SIGSTOP'] as const)(
    'a standby that got %s is replaced without a word to any session',
    async (signal) => {
      const { log, standby, untilMissed } = await openWarm();
      process.kill(standby, signal);
      const lost = () => pidsOf(log, 'session_standby_lost');
      await untilMissed('its loss', () => lost().length > 0);
      expect(await untilWarm(log, 2)).not.toBe(standby);
      expect(lost()).toContain(standby);
      expect(isRunning(standby)).toBe(false);
    },
  );

  test('there is no standby before the first session, and none an hour after the last', async () => {
    const log = keepLog();
    const { clock, pass } = createMovedClock();
    const refillPauseMs = 60_000;
    const sessions = createProcessSessions(settings({ standby: 1, refillPauseMs, log, clock }));
    onTestFinished(() => sessions.close());
    const before = childrenOf(process.pid).length;
    const { id } = await startHealthy(sessions);
    expect(childrenOf(process.pid)).toHaveLength(before + 1);
    pass(refillPauseMs);
    await untilWarm(log, 1);
    await sessions.stop(id);
    expect(childrenOf(process.pid)).toHaveLength(before + 1);
    pass(3_600_000);
    await until('the end of the standby', () => childrenOf(process.pid).length === before);
  });

  /** Sessions of which nobody stops waiting for a silent one before the test lets time pass. */
  const openWaiting = (program: string) => {
    let isOver = false;
    const { clock, pass } = createMovedClock({
      now: realClock.now,
      at: (dueAt, wake) => realClock.at(isOver ? dueAt : dueAt + HEARTBEAT_MS, wake),
    });
    const sessions = openSessions({ program: misbehaving(program), clock });
    onTestFinished(() => {
      isOver = true;
    });
    return { sessions, pass };
  };

  test('only as many sessions start at once as there are processors, and a silent one holds back no other', async () => {
    const { sessions, pass } = openWaiting('never-ready');
    const before = childrenOf(process.pid).length;
    const wanted = Array.from({ length: availableParallelism() + 1 }, newSessionId);
    for (const id of wanted) sessions.start(id, ada, new Witness());
    await until('the first', () => childrenOf(process.pid).length === before + wanted.length - 1);
    pass(2 * HEARTBEAT_MS);
    await until('the last', () => childrenOf(process.pid).length === before + wanted.length);
  });

  test('every session reports ready before one of them loads, and one that does not load holds back no other', async () => {
    const { sessions } = openWaiting('speaks-and-waits');
    const all = Array.from({ length: 2 * availableParallelism() + 1 }, () =>
      startHealthy(sessions),
    );
    expect(new Set((await Promise.all(all)).map(({ pid }) => pid)).size).toBe(all.length);
  });

  test('a standby that cannot be started is tried three times and then left', async () => {
    const log = keepLog();
    const program = { ...misbehaving('never-ready'), execPath: '/nowhere/node' };
    const sessions = openSessions({ standby: 2, log, program });
    const lost = () => pidsOf(log, 'session_standby_lost');
    await until('three failures', () => lost().length >= 3);
    // Long enough for as many failures more, were they still tried.
    for (let session = 0; session < 5; session += 1) {
      const witness = new Witness();
      sessions.start(newSessionId(), ada, witness);
      await witness.untilLost();
    }
    expect(lost().length).toBeLessThanOrEqual(4);
  });
});
