import { expect, test } from 'vitest';
import { Fault } from '../../src/foundation/fault.ts';
import { RecentWarnings } from '../../src/foundation/recent-warnings.ts';
import { createRedactor } from '../../src/foundation/redaction.ts';
import { logRepetitionsOver, warnRepeatedly } from '../../src/foundation/repeated-line.ts';
import { keepLog } from '../support/processes/child-sessions.ts';
import { TestClock } from '../turns/test-clock.ts';

test('D6: a warning with a next step keeps its design and its cause, without secrets, once in a row', () => {
  const warnings = new RecentWarnings({ now: () => 7 }, createRedactor(['secret-password']));
  const log = warnings.watched(keepLog());
  const error = new Fault(
    'write_failed',
    'It failed. See the cause in the log.',
    new Error('secret-password'),
  );
  log.warn('files_not_written', { designId: 'd1', attempt: 1, error, toDo: 'Free space.' });
  log.error('files_not_written', { designId: 'd1', attempt: 2, error, toDo: 'Free space.' });
  log.info('design_started', { designId: 'd1' });
  log.warn('turn_failed', { designId: 'd2', class: 'refused_input' });
  log.error('design_ended', { designId: 'd2', cause: 'refused_input', toDo: 'Open it.' });
  expect(warnings.all).toEqual([
    { at: 7, event: 'design_ended', designId: 'd2', cause: 'refused input', toDo: 'Open it.' },
    {
      at: 7,
      event: 'files_not_written',
      designId: 'd1',
      cause: 'It failed. The cause: [redacted]',
      toDo: 'Free space.',
    },
  ]);
});

test('what fails because the store is away is one repeated line, at the level of a warning', () => {
  const kept = keepLog();
  const errors: string[] = [];
  const clock = new TestClock();
  const warnings = new RecentWarnings(clock, (text) => text);
  const log = warnings.watched({ ...kept, error: (event) => void errors.push(event) });
  const away = new Fault('store_full', 'The disk is full.');
  log.error('request_failed', { path: '/readyz', error: away });
  warnRepeatedly(log, clock, 'store_away', { what: 'fleet', error: away });
  log.warn('inbox_not_read', { designId: 'd1', error: away });
  expect([kept.events, errors]).toEqual([
    [
      {
        event: 'store_away',
        facts: { what: 'request_failed', path: '/readyz', error: away, toDo: '', untold: 0 },
      },
    ],
    [],
  ]);
  for (const code of ['invalid_record', 'stopping', 'store_newer'] as const)
    log.error('request_failed', { error: new Fault(code, 'This is another fault.') });
  expect(errors).toHaveLength(3);
  clock.pass(60_000);
  logRepetitionsOver(log, clock);
  expect(kept.events.at(-1)).toEqual({
    event: 'repetition_over',
    facts: { of: 'store_away', times: 3, lastedMs: 0 },
  });
});
