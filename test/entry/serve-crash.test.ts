import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PublicEvent } from '../../src/core/telling/public-event.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { Daemon, processesOf, untilGone } from './daemon.ts';

let daemon: Daemon;

beforeAll(async () => {
  daemon = await Daemon.start(temporaryFolder(), {
    CHARRETTE_REHEARSAL: '1',
    // Long enough for a kill to arrive while the model is still being asked.
    CHARRETTE_REHEARSAL_LATENCY_MS: '500',
    CHARRETTE_LOG_LEVEL: 'warn',
  });
});
afterAll(async () => {
  await daemon.stop();
});

test('C2, C5: a killed persona is replaced once, under a new id; killed again it is dead, the rest go on, and the banner says so', async () => {
  const others = ['archaeologist', 'failure-analyst'];
  const { id } = await daemon.startDesign({
    topic: 'One of three is killed twice',
    personas: [...others, 'subtractor'],
  });
  const feed = daemon.events(id);
  const skipped = feed
    .until('questions', ({ type }) => type === 'answering_opened')
    .then(() => daemon.post(`/designs/${id}/answered`, { skip: true }));
  /** Kills the process that the event log names last: asking the API first would leave the model time to answer. */
  const kill = (): string => {
    const ready = feed.of('session_ready').findLast(({ participant }) => participant === 'subtractor');
    process.kill(Number(ready?.pid), 'SIGKILL');
    return String(ready?.sessionId);
  };
  const isAsked = (event: PublicEvent) => event.type === 'turn_started' && event.participant === 'subtractor';
  await feed.until('a question under way', isAsked);
  const first = kill();
  await feed.until('the replacement at work', (event) => isAsked(event) && event.sessionId !== first);
  const second = kill();
  await skipped;
  await daemon.untilEnded(id);

  const design = await daemon.design(id);
  expect(design.status).toBe('completed');
  expect(feed.of('session_started').filter(({ origin }) => origin === 'retry')).toHaveLength(1);
  expect(design.personas.find(({ name }) => name === 'subtractor')).toMatchObject({
    state: 'dead',
    sessionId: second,
    previousSessionIds: [first],
    pid: null,
    cause: expect.stringMatching(
      /^process killed \(SIGKILL\) \[diagnostics: failures\/subtractor-.*\.log\]$/,
    ),
  });
  expect(design.seals.map(({ persona }) => persona).toSorted()).toEqual(others);
  const brief = await daemon.text(`/designs/${id}/artifacts/brief.md`);
  expect(brief).toContain('REHEARSAL: no model was called');
  expect(brief).toMatch(/Subtractor crashed twice: process killed \(SIGKILL\)/);

  // Both crashes can be read by following the pointers (D1, D3).
  const lost = feed.of('session_lost');
  const names = lost.map(({ cause }) => (cause as { diagnostics: string }).diagnostics);
  expect(new Set(names).size).toBe(2);
  for (const [index, name] of names.entries()) {
    const kept = await daemon.text(`/designs/${id}/${name}`);
    expect(kept).toContain(String(lost[index]?.sessionId));
    expect(kept).toContain('signal    SIGKILL');
    expect(kept).toContain('take_turn');
  }
  // Each turn that was started has exactly one record, with the outcome of its events (T1).
  const records = await daemon.turns(id);
  const started = feed.of('turn_started').map(({ turnId }) => turnId);
  expect(records.map(({ turnId }) => turnId).toSorted()).toEqual(started.toSorted());
  const told = new Map(feed.of('turn_finished').map(({ turnId, outcome }) => [turnId, outcome]));
  for (const { turnId, outcome } of records) expect(told.get(turnId)).toBe(outcome);
  const sessions = design.personas.flatMap(({ sessionId, previousSessionIds }) =>
    sessionId === null ? previousSessionIds : [...previousSessionIds, sessionId],
  );
  await untilGone(() => processesOf(sessions));
});
