import { expect, test } from 'vitest';
import type { DesignId } from '#core/vocabulary/ids.ts';
import { Waits } from '#engine/parts/waits.ts';
import { silentLog } from '../../support/runner/silent-log.ts';
import { TestClock } from '../../turns/test-clock.ts';

test('P2: a follower is told of a wait at once and every ten seconds, of its own file only', () => {
  const clock = new TestClock();
  const waits = new Waits({ clock, log: silentLog });
  const [own, other] = ['dsn_own' as DesignId, 'dsn_other' as DesignId];
  const told: string[] = [];
  const listening = waits.listen(own, (waiting) =>
    told.push(
      `${waiting.what}: ${waiting.what === 'model_silent' ? waiting.words : waiting.error}`,
    ),
  );
  for (let second = 0; second <= 20; second += 1) {
    for (let design = 0; design < 14; design += 1)
      waits.reportStoreUnavailable(`dsn_${design}`, second);
    waits.filesNotWritten(other, 1, 'not its own');
    clock.pass(1_000);
  }
  waits.filesNotWritten(own, 1, 'its own');
  listening[Symbol.dispose]();
  waits.filesNotWritten(own, 20, 'nobody listens');
  expect(told).toEqual([
    'store_away: 0',
    'store_away: 10',
    'store_away: 20',
    'files_not_written: its own',
  ]);
});
