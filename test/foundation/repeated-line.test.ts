import { expect, it } from 'vitest';
import { logRefusal, warnRepeatedly } from '../../src/foundation/repeated-line.ts';
import { keepLog } from '../support/processes/child-sessions.ts';
import { TestClock } from '../turns/test-clock.ts';

it('a lasting event is told at once, and every minute with its repetitions', () => {
  const [log, clock] = [keepLog(), new TestClock()];
  const error = new Error('disk full');
  for (let second = 0; second <= 120; second++) {
    for (let design = 0; design < 14; design++)
      warnRepeatedly(log, clock, 'store_away', { what: `dsn_${design}`, error });
    clock.pass(1_000);
  }
  const lines = [0, 839, 839].map((untold) => ({
    event: 'store_away',
    facts: { what: 'dsn_0', error, untold },
  }));
  expect(log.events).toEqual(lines);
});

it('another log, and another event, are told separately', () => {
  const logs = [keepLog(), keepLog()];
  for (const log of logs) {
    for (const event of ['store_away', 'slack_event_unread'])
      warnRepeatedly(log, new TestClock(), event, {});
  }
  expect(logs.map(({ events }) => events.length)).toEqual([2, 2]);
});

it('A22: subjects that somebody chooses fill no log and hide no refusal of another', () => {
  const [log, clock] = [keepLog(), new TestClock()];
  const refuse = (by: string, subject: string) =>
    logRefusal(log, clock, 'act_refused', { by, subject }, { by, subject });
  for (let count = 0; count < 1_000; count++) refuse('loud', `subject ${count}`);
  refuse('quiet', 'cancel');
  expect(log.events).toHaveLength(22);
  expect(log.events.at(-1)?.facts).toEqual({ by: 'quiet', subject: 'cancel', untold: 0 });
  clock.pass(60_000);
  refuse('loud', 'subject 0');
  refuse('loud', 'subject 999');
  expect(log.events).toHaveLength(24);
});
