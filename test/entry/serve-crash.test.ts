import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { descendantsOf } from '../../src/adapters/process/proc.ts';
import type { PublicEvent } from '../../src/core/public-event.ts';
import type { DesignView } from '../../src/core/view.ts';
import { isRunning } from '../support/child-sessions.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { Daemon, processesOf, untilGone } from './daemon.ts';

const TWO = ['archaeologist', 'failure-analyst'];
const THREE = [...TWO, 'subtractor'];
/** Long enough for a kill to arrive while the model is still being asked. */
const LATENCY_MS = 500;
const ATTEMPTS = 5;

let daemon: Daemon;

beforeAll(async () => {
  daemon = await Daemon.start(temporaryFolder(), {
    CHARRETTE_REHEARSAL: '1',
    CHARRETTE_REHEARSAL_LATENCY_MS: String(LATENCY_MS),
    CHARRETTE_HEARTBEAT_SECONDS: '2',
    CHARRETTE_LOG_LEVEL: 'warn',
  });
});
afterAll(async () => {
  await daemon.stop();
});

interface Watched {
  readonly id: string;
  until(what: string, isWanted: (event: PublicEvent) => boolean): Promise<PublicEvent>;
  events(): readonly PublicEvent[];
  of(type: PublicEvent['type']): PublicEvent[];
}

/** Starts a design in which people skip the questions as soon as they are asked. */
async function begin(topic: string, personas: readonly string[], skips = true): Promise<Watched> {
  const { id } = await daemon.startDesign({ topic, personas });
  const feed = daemon.events(id);
  if (skips) {
    feed
      .until('questions', ({ type }) => type === 'answering_opened' || type === 'design_ended')
      .then(({ type }) =>
        type === 'design_ended' ? null : daemon.post(`/designs/${id}/answered`, { skip: true }),
      )
      .catch((error: unknown) => expect.unreachable(String(error)));
  }
  return {
    id,
    until: (what, isWanted) => feed.until(what, isWanted),
    events: () => feed.seen,
    of: (type) => feed.of(type),
  };
}

async function personaOf(id: string, name: string): Promise<DesignView['personas'][number]> {
  const found = (await daemon.design(id)).personas.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no ${name} in ${id}`);
  return found;
}

/** Signals the process that the event log names last: asking the API first would leave the model time to answer. */
function kill(watched: Watched, name: string, signal: NodeJS.Signals = 'SIGKILL'): string {
  const ready = watched.of('session_ready').findLast(({ participant }) => participant === name);
  if (ready === undefined) throw new Error(`${name} has no process`);
  const pid = Number(ready.pid);
  // In namespaces the session's own process is one within that which was started; what is killed takes it along.
  for (const each of signal === 'SIGSTOP' ? [pid, ...descendantsOf(pid)] : [pid]) process.kill(each, signal);
  return String(ready.sessionId);
}

const startedBy = (name: string) => (event: PublicEvent) =>
  event.type === 'turn_started' && event.participant === name;
const replacedBy = (name: string) => (event: PublicEvent) =>
  event.type === 'session_started' && event.participant === name && event.origin === 'retry';

function sessionsOf(design: DesignView): string[] {
  return design.personas.flatMap(({ sessionId, previousSessionIds }) =>
    sessionId === null ? previousSessionIds : [...previousSessionIds, sessionId],
  );
}

/** Nothing that was started for this design runs any more. */
async function expectNoProcess(id: string): Promise<void> {
  const ids = sessionsOf(await daemon.design(id));
  expect(ids.length).toBeGreaterThan(0);
  await untilGone(() => processesOf(ids));
}

/** Each turn that was started has exactly one record, with the outcome of its events (T1). */
async function expectOneRecordPerTurn(watched: Watched): Promise<void> {
  const records = await daemon.turns(watched.id);
  const started = watched.of('turn_started').map(({ turnId }) => turnId);
  expect(records.map(({ turnId }) => turnId).toSorted()).toEqual(started.toSorted());
  const told = new Map(watched.of('turn_finished').map(({ turnId, outcome }) => [turnId, outcome]));
  for (const { turnId, outcome } of records) expect(told.get(turnId)).toBe(outcome);
}

describe.concurrent('a crash', () => {
  test('C20: a persona that is frozen is lost by its heartbeat', async () => {
    const watched = await begin('One of two hangs', TWO);
    await watched.until('a question under way', startedBy('archaeologist'));
    const { pid } = await personaOf(watched.id, 'archaeologist');
    const lost = kill(watched, 'archaeologist', 'SIGSTOP');
    const loss = await watched.until('a loss', ({ type }) => type === 'session_lost');
    expect(loss).toMatchObject({ sessionId: lost, cause: { kind: 'hung' } });
    expect(isRunning(pid ?? 0)).toBe(false);
    await daemon.untilEnded(watched.id);
    expect((await daemon.design(watched.id)).status).toBe('completed');
    await expectNoProcess(watched.id);
  });

  test('C13: a cancellation while a replacement is starting leaves no process', async () => {
    const watched = await begin('Cancelled in the middle of a replacement', TWO);
    await watched.until('a question under way', startedBy('archaeologist'));
    kill(watched, 'archaeologist');
    await watched.until('a replacement', replacedBy('archaeologist'));
    const cancelled = await daemon.post(`/designs/${watched.id}/cancel`, { reason: 'enough', author: 'ana' });
    expect(cancelled.status).toBe(202);
    expect((await daemon.post(`/designs/${watched.id}/cancel`)).status).toBe(200);
    await daemon.untilEnded(watched.id);
    await expectNoProcess(watched.id);
    const ends = watched.of('design_ended');
    expect(ends).toMatchObject([{ status: 'cancelled', stoppedBecause: 'cancelled_by_person', by: 'ana' }]);
    await watched.until('the files', ({ type }) => type === 'files_written');
    await expectOneRecordPerTurn(watched);
  });

  test('C11: a facilitator that owed an answer is asked the same again, and so word for word', async () => {
    const { watched, lost } = await killedWhileMapping();
    await daemon.untilEnded(watched.id);
    expect((await daemon.design(watched.id)).status).toBe('completed');
    const [first] = watched.events().filter(startedBy('synthesizer'));
    const asked = watched
      .events()
      .filter((event) => startedBy('synthesizer')(event) && event.roundId === first?.roundId);
    const { sessionId } = await watched.until('the replacement', replacedBy('synthesizer'));
    expect(asked.map((event) => event.sessionId)).toEqual([lost, sessionId]);
    await expectSameQuestion(watched.id, asked);
    await expectOneRecordPerTurn(watched);
  });

  test('C2, C5: a killed persona is replaced once, under a new id; killed again it is dead, the rest go on, and the banner says so', async () => {
    const watched = await begin('One of three is killed twice', THREE);
    await watched.until('a question under way', startedBy('subtractor'));
    const first = kill(watched, 'subtractor');
    await watched.until(
      'the replacement at work',
      (event) => startedBy('subtractor')(event) && event.sessionId !== first,
    );
    const second = kill(watched, 'subtractor');
    await daemon.untilEnded(watched.id);

    const design = await daemon.design(watched.id);
    expect(design.status).toBe('completed');
    expect(watched.of('session_started').filter(({ origin }) => origin === 'retry')).toHaveLength(1);
    const victim = await personaOf(watched.id, 'subtractor');
    expect(victim).toMatchObject({
      state: 'dead',
      sessionId: second,
      previousSessionIds: [first],
      pid: null,
    });
    expect(victim.cause).toMatch(
      /^its process was killed \(SIGKILL\) \[diagnostics: failures\/subtractor-.*\.log\]$/,
    );
    expect(design.seals.map(({ persona }) => persona).toSorted()).toEqual(TWO);
    const brief = await daemon.text(`/designs/${watched.id}/artifacts/brief.md`);
    expect(brief).toContain('REHEARSAL: no model was called');
    expect(brief).toMatch(/Subtractor crashed twice: its process was killed \(SIGKILL\)/);
    await expectBothCrashesKept(watched);
    await expectOneRecordPerTurn(watched);
    await expectNoProcess(watched.id);
  });
});

/** Both crashes can be read by following the pointers (D1, D3). */
async function expectBothCrashesKept(watched: Watched): Promise<void> {
  const names = watched.of('session_lost').map(({ cause }) => (cause as { diagnostics: string }).diagnostics);
  expect(new Set(names).size).toBe(2);
  for (const [index, name] of names.entries()) {
    const kept = await daemon.text(`/designs/${watched.id}/${name}`);
    expect(kept).toContain(String(watched.of('session_lost')[index]?.sessionId));
    expect(kept).toContain('signal    SIGKILL');
    expect(kept).toContain('take_turn');
  }
}

/** A design whose facilitator died before it had answered: on a busy machine the answer may come first, then another. */
async function killedWhileMapping(): Promise<{ watched: Watched; lost: string }> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const watched = await begin('The synthesizer is killed while it maps divergences', TWO);
    const turn = await watched.until('its turn', startedBy('synthesizer'));
    const lost = kill(watched, 'synthesizer');
    const finished = await watched.until(
      'the end of its turn',
      (event) => event.type === 'turn_finished' && event.turnId === turn.turnId,
    );
    if (finished.outcome === 'process_lost') return { watched, lost };
    await daemon.post(`/designs/${watched.id}/cancel`);
  }
  throw new Error(`${ATTEMPTS} times the answer came before the kill`);
}

/** Word for word, since nothing was said in between; in an argument that is the same divergence. */
async function expectSameQuestion(id: string, asked: readonly PublicEvent[]): Promise<void> {
  const records = await daemon.turns(id);
  const [lost, again] = asked.map(({ turnId }) => records.find((record) => record.turnId === turnId));
  expect(lost?.outcome).toBe('process_lost');
  expect(lost?.prompt).not.toBe('');
  expect(again?.prompt.split('\n').slice(-12)).toEqual(lost?.prompt.split('\n').slice(-12));
}
