import { expect, test } from 'vitest';
import { recheckAll } from '../../src/runtime/recheck.ts';
import { openApi } from '../adapters/http/client.ts';
import { begun, eventsUntil, isEnd } from './engine/running-engine.ts';

const { engine, log } = await openApi({ parts: { rehearsal: false }, settings: { gates: 'none' } });
const parts = { engine, follow: async () => null };
const unaborted = new AbortController().signal;

async function looks(id: Parameters<typeof engine.design>[0]): Promise<number> {
  const { afterwards = [] } = (await engine.design(id)) ?? {};
  return afterwards.filter(({ type }) => type === 'decision_rechecked').length;
}

test('J14: by itself a decision is looked at once its days are over, and by nobody', async () => {
  const id = await begun(engine);
  await eventsUntil(engine, id, isEnd);
  await engine.settled(id);
  await recheckAll(parts, 30, unaborted);
  expect(await looks(id)).toBe(0);
  // Its end lies in the past by a moment: no day is waited for.
  await recheckAll(parts, -1, unaborted);
  expect(await looks(id)).toBe(1);
  expect((await engine.design(id))?.afterwards).toMatchObject([{ type: 'decision_rechecked', by: '' }]);
  await recheckAll(parts, -1, unaborted);
  expect(await looks(id)).toBe(1);
  await recheckAll(parts, -1, AbortSignal.abort());
  expect(log.events.filter(({ event }) => event === 'recheck_failed')).toEqual([]);
});
