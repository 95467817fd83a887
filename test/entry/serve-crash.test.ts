import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { PublicEvent } from '../../src/core/public-event.ts';
import type { DesignView } from '../../src/core/view.ts';
import { isRunning } from '../support/child-sessions.ts';
import { BOUND_MS, Daemon, dataFolder, processesOf, untilGone } from './daemon.ts';

const TWO = ['archaeologist', 'failure-analyst'];
const THREE = [...TWO, 'subtractor'];
/** Long enough for a kill to arrive while the model is still being asked. */
const LATENCY_MS = 500;
const ATTEMPTS = 5;

vi.setConfig({ testTimeout: 2 * BOUND_MS, hookTimeout: 2 * BOUND_MS });

let daemon: Daemon;
let folder: Awaited<ReturnType<typeof dataFolder>>;

beforeAll(async () => {
  folder = await dataFolder();
  daemon = await Daemon.start(folder.path, {
    CHARRETTE_REHEARSAL: '1',
    CHARRETTE_REHEARSAL_LATENCY_MS: String(LATENCY_MS),
    CHARRETTE_HEARTBEAT_SECONDS: '2',
    CHARRETTE_LOG_LEVEL: 'warn',
  });
});
afterAll(async () => {
  await daemon.stop();
  await folder.remove();
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
  process.kill(Number(ready.pid), signal);
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

/** T1: each turn that was started has exactly one record, with the outcome that the events tell. */
async function expectOneRecordPerTurn(watched: Watched): Promise<void> {
  const records = await daemon.turns(watched.id);
  const started = watched.of('turn_started').map(({ turnId }) => turnId);
  expect(records.map(({ turnId }) => turnId).toSorted()).toEqual(started.toSorted());
  const told = new Map(watched.of('turn_finished').map(({ turnId, outcome }) => [turnId, outcome]));
  for (const { turnId, outcome } of records) expect(told.get(turnId)).toBe(outcome);
}

describe.concurrent('one crash', () => {
  test('C2: a killed persona is replaced once, under a new id, and the design completes', async () => {
    const watched = await begin('One of three is killed while it proposes', THREE);
    await watched.until(
      'a proposal under way',
      (event) => startedBy('subtractor')(event) && event.roundId === 'r2',
    );
    const { pid, sessionId: lost } = await personaOf(watched.id, 'subtractor');
    process.kill(pid ?? 0, 'SIGKILL');
    await daemon.untilEnded(watched.id);

    const design = await daemon.design(watched.id);
    expect(design.status).toBe('completed');
    const [victim] = design.personas.filter(({ name }) => name === 'subtractor');
    expect(victim?.retried).toBe(true);
    expect(victim?.previousSessionIds).toEqual([lost]);
    expect(victim?.sessionId).not.toBe(lost);
    expect(design.personas.filter(({ retried }) => retried).map(({ name }) => name)).toEqual(['subtractor']);
    expect(watched.of('session_started').filter(({ origin }) => origin === 'retry')).toHaveLength(1);
    expect(watched.of('session_lost')).toMatchObject([{ sessionId: lost, cause: { kind: 'killed' } }]);
    await expectOneRecordPerTurn(watched);
    await expectNoProcess(watched.id);
  });

  test('C20: a persona that is stopped in its tracks is lost by its heartbeat', async () => {
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
});

describe.concurrent('two crashes', () => {
  test('C5: of the same persona: it is dead, the rest go on, and the banner says so', async () => {
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
  });

  test('C9: of everybody: cancelled in the step of the last loss, each cause named, no process left', async () => {
    const watched = await begin('All are killed, twice', THREE);
    await watched.until('a question under way', startedBy('subtractor'));
    for (const name of THREE) kill(watched, name);
    for (const name of THREE) {
      const { sessionId } = await watched.until(`a replacement of ${name}`, replacedBy(name));
      await watched.until(
        'its readiness',
        (event) => event.type === 'session_ready' && event.sessionId === sessionId,
      );
    }
    for (const name of THREE) kill(watched, name);
    const end = await daemon.untilEnded(watched.id);

    expect(end).toMatchObject({ status: 'cancelled', stoppedBecause: 'no_persona_left' });
    const losses = watched.of('session_lost');
    expect(losses).toHaveLength(6);
    const lastLossAt = Math.max(...losses.map(({ at }) => Date.parse(at)));
    expect(Date.parse(end.at) - lastLossAt).toBeLessThanOrEqual(100);
    for (const title of ['Archaeologist', 'Failure analyst', 'Subtractor']) {
      expect(String(end.detail)).toMatch(new RegExp(`${title} crashed twice: .*SIGKILL`, 'i'));
    }
    expect(watched.of('design_ended')).toHaveLength(1);
    await watched.until('the files', ({ type }) => type === 'files_written');
    await expectNoProcess(watched.id);
    await expectOneRecordPerTurn(watched);
  });
});

/** D1, D3: both crashes can be read by whoever follows the pointers. */
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

/** Who is killed in which round; the facilitators where a round is theirs. */
const ROUNDS = [
  ['questions', 'archaeologist'],
  ['proposals', 'failure-analyst'],
  ['mapping', 'synthesizer'],
  ['argument', 'archaeologist'],
  ['composite', 'synthesizer'],
  ['signing', 'failure-analyst'],
  ['audit', 'auditor'],
  ['brief', 'synthesizer'],
] as const;

/**
 * A design whose victim died before it had answered. On a busy machine the answer may be faster than the kill: then
 * there is nothing to ask again, and another design is begun.
 */
async function killedWhileOwing(
  kind: string,
  victim: string,
): Promise<{ watched: Watched; round: PublicEvent; lost: string }> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const watched = await begin(`The ${victim} is killed in the round of ${kind}`, TWO);
    const round = await watched.until(
      `the round of ${kind}`,
      (event) => event.type === 'round_opened' && event.kind === kind,
    );
    const turn = await watched.until(
      'its turn',
      (event) => startedBy(victim)(event) && event.roundId === round.roundId,
    );
    const lost = kill(watched, victim);
    expect(turn.sessionId).toBe(lost);
    const finished = await watched.until(
      'the end of its turn',
      (event) => event.type === 'turn_finished' && event.turnId === turn.turnId,
    );
    if (finished.outcome === 'process_lost') return { watched, round, lost };
    await daemon.post(`/designs/${watched.id}/cancel`);
  }
  throw new Error(`${ATTEMPTS} times the answer of the ${victim} came before the kill`);
}

describe.concurrent('a crash in each step', () => {
  test.each(ROUNDS)(
    'C11: while it owes an answer to the round of %s, the %s is asked it again',
    async (kind, victim) => {
      const { watched, round, lost } = await killedWhileOwing(kind, victim);
      const inRound = (event: PublicEvent) => startedBy(victim)(event) && event.roundId === round.roundId;
      await daemon.untilEnded(watched.id);

      expect((await daemon.design(watched.id)).status).toBe('completed');
      const { sessionId } = await watched.until('the replacement', replacedBy(victim));
      const asked = watched.events().filter(inRound);
      expect(asked.map((event) => event.sessionId)).toEqual([lost, sessionId]);
      const closed = await watched.until(
        'the close',
        (event) => event.type === 'round_closed' && event.roundId === round.roundId,
      );
      expect(closed.contributed).toContain(victim);
      await expectSameQuestion(watched.id, asked);
      await expectOneRecordPerTurn(watched);
    },
  );

  test('C11: while people are answering, nobody is asked anything until the next round opens', async () => {
    const watched = await begin('Killed while people are answering', TWO, false);
    await watched.until('questions', ({ type }) => type === 'answering_opened');
    const lost = kill(watched, 'archaeologist');
    const { sessionId } = await watched.until('a replacement', replacedBy('archaeologist'));
    await watched.until(
      'its readiness',
      (event) => event.type === 'session_ready' && event.sessionId === sessionId,
    );
    expect(
      watched.events().filter((event) => event.type === 'turn_started' && event.sessionId === sessionId),
    ).toEqual([]);
    expect((await daemon.design(watched.id)).status).toBe('awaiting_input');
    const answered = await daemon.post(`/designs/${watched.id}/answered`, { author: 'ana' });
    expect(answered.status).toBe(202);
    const next = await watched.until(
      'its next turn',
      (event) => event.type === 'turn_started' && event.sessionId === sessionId,
    );
    expect(next.roundId).toBe('r2');
    expect(
      watched.events().filter((event) => event.type === 'turn_started' && event.sessionId === lost),
    ).toHaveLength(1);
    await daemon.untilEnded(watched.id);
  });

  test('C7: one that has contributed is replaced, and not asked again for that round', async () => {
    const watched = await begin('Killed after it has contributed', TWO);
    await watched.until(
      'a proposal under way',
      (event) => startedBy('archaeologist')(event) && event.roundId === 'r2',
    );
    // Its replacement will be the last to propose, so that the round is still open when the other one is killed.
    kill(watched, 'archaeologist', 'SIGSTOP');
    await watched.until(
      'a sealed proposal',
      ({ type, participant }) => type === 'proposal_sealed' && participant === 'failure-analyst',
    );
    const lost = kill(watched, 'failure-analyst');
    const { sessionId } = await watched.until('a replacement', replacedBy('failure-analyst'));
    await daemon.untilEnded(watched.id);
    const asked = watched
      .events()
      .filter((event) => startedBy('failure-analyst')(event) && event.roundId === 'r2');
    expect(asked.map((event) => event.sessionId)).toEqual([lost]);
    const [next] = watched
      .events()
      .filter((event) => event.type === 'turn_started' && event.sessionId === sessionId);
    expect(next?.roundId).not.toBe('r2');
    expect(watched.of('proposal_sealed')).toHaveLength(2);
    expect((await daemon.design(watched.id)).status).toBe('completed');
  });
});

/** Word for word, since nothing was said in between; in an argument that is the same divergence. */
async function expectSameQuestion(id: string, asked: readonly PublicEvent[]): Promise<void> {
  const records = await daemon.turns(id);
  const [lost, again] = asked.map(({ turnId }) => records.find((record) => record.turnId === turnId));
  expect(lost?.outcome).toBe('process_lost');
  expect(lost?.prompt).not.toBe('');
  expect(again?.prompt.split('\n').slice(-12)).toEqual(lost?.prompt.split('\n').slice(-12));
}
