import { expect, test } from 'vitest';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { InProcess } from '../entry/in-process.ts';
import { afterwards } from '../entry/waiting.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';

test('what needs no token writes to the store once a second, however often it is asked', async () => {
  const folder = temporaryFolder();
  let pings = 0;
  const daemon = await InProcess.start(folder, { CHARRETTE_REHEARSAL: '1' }, systemClock, {
    around: (parts) => {
      const ping = () => {
        pings += 1;
        return parts.store.ping();
      };
      return { ...parts, store: { ...parts.store, ping } };
    },
  });
  afterwards(() => daemon.stop());
  const began = Date.now();
  const asked = Array.from(
    { length: 300 },
    async () => (await fetch(`${daemon.url}/readyz`)).status,
  );
  expect(new Set(await Promise.all(asked))).toEqual(new Set([200]));
  expect(pings).toBeLessThanOrEqual(1 + Math.ceil((Date.now() - began) / 1_000));
});
