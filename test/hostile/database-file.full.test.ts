import { expect, onTestFinished, test } from 'vitest';
import { designIdOf } from '../support/designs/events.ts';
import { open, tamperedFolder } from './tampered-store.ts';

test('P7: a row that no memory takes is an event that cannot be read, and costs its design alone', async () => {
  const huge = `update design_events set payload = payload || replace(hex(zeroblob(100000000)), '00', '  ')`;
  const { store } = await open(await tamperedFolder(huge));
  onTestFinished(() => store.close());
  await expect(store.events(designIdOf(1), 0, 10)).rejects.toMatchObject({
    code: 'chain_broken',
    reason: 'event 1 cannot be read',
  });
  expect(await store.list({ limit: 10 })).toHaveLength(1);
});
