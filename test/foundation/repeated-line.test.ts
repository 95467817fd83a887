import { expect, it } from 'vitest';
import {
  logRefusal,
  logRepetitionsOver,
  mayBeOver,
  warnRepeatedly,
} from '../../src/foundation/repeated-line.ts';
import { keepLog } from '../support/processes/child-sessions.ts';
import { TestClock } from '../turns/test-clock.ts';

it('a lasting event is told at once, every minute with its repetitions, and once it is over', () => {
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
  clock.pass(58_999);
  logRepetitionsOver(log, clock);
  expect(log.events).toEqual(lines);
  clock.pass(1);
  for (let times = 0; times < 2; times++) logRepetitionsOver(log, clock);
  const over = { of: 'store_away', times: 121 * 14, lastedMs: 120_000 };
  expect(log.events).toEqual([...lines, { event: 'repetition_over', facts: over }]);
});

it('an event that came once, or minutes apart, is not told as one that repeats', () => {
  const [log, clock] = [keepLog(), new TestClock()];
  for (let times = 0; times < 2; times++) {
    warnRepeatedly(log, clock, 'queues_not_counted', {});
    clock.pass(60_000);
    logRepetitionsOver(log, clock);
  }
  const alone = { event: 'queues_not_counted', facts: { untold: 0 } };
  expect(log.events).toEqual([alone, alone]);
});

it('what has ended is over at once, and the next of its kind has a line of its own', () => {
  const [log, clock] = [keepLog(), new TestClock()];
  warnRepeatedly(log, clock, 'store_away', {});
  warnRepeatedly(log, clock, 'queues_not_counted', {});
  clock.pass(1_999);
  expect(mayBeOver(log, clock, 'store_away')).toBe(false);
  clock.pass(1);
  expect(mayBeOver(log, clock, 'store_away')).toBe(true);
  logRepetitionsOver(log, clock, 'store_away');
  expect(mayBeOver(log, clock, 'store_away')).toBe(false);
  for (const event of ['store_away', 'queues_not_counted']) warnRepeatedly(log, clock, event, {});
  const away = { event: 'store_away', facts: { untold: 0 } };
  const over = { event: 'repetition_over', facts: { of: 'store_away', times: 1, lastedMs: 0 } };
  expect(log.events).toEqual([away, { ...away, event: 'queues_not_counted' }, over, away]);
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
