import { expect, test } from 'vitest';
import { Fault } from '../../src/foundation/fault.ts';
import { RecentWarnings } from '../../src/foundation/recent-warnings.ts';
import { createRedactor } from '../../src/foundation/redaction.ts';
import { keptLog } from '../support/child-sessions.ts';

test('D6: a warning keeps its design and its cause, without secrets, and counts itself in a row', () => {
  const warnings = new RecentWarnings({ now: () => 7 }, createRedactor(['secret-password']));
  const log = warnings.watched(keptLog());
  const error = new Fault(
    'store_unavailable',
    'It failed. See the cause in the log.',
    new Error('secret-password'),
  );
  log.warn('files_not_written', { designId: 'd1', attempt: 1, error });
  log.error('files_not_written', { designId: 'd1', attempt: 2, error });
  log.info('design_started', { designId: 'd1' });
  log.warn('turn_failed', { designId: 'd2', class: 'refused_input', refused: 'sign: input' });
  expect(warnings.all).toEqual([
    { at: 7, event: 'turn_failed', designId: 'd2', cause: 'refused input: sign: input', times: 1 },
    {
      at: 7,
      event: 'files_not_written',
      designId: 'd1',
      cause: 'It failed. The cause: [redacted]',
      times: 2,
    },
  ]);
});
