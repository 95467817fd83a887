import { expect, test } from 'vitest';
import { lookUpCache } from '../../src/foundation/cache.ts';
import { TestClock } from '../turns/test-clock.ts';

test('only so many keys are kept, those that were asked for last', async () => {
  const lookedUp: string[] = [];
  const lookUp = async (key: string) => {
    lookedUp.push(key);
    return key;
  };
  const names = lookUpCache(lookUp, new TestClock(), 1_000, 2);
  for (const key of ['ana', 'ben', 'ana', 'cleo', 'ana', 'ben']) await names.get(key);
  expect(lookedUp).toEqual(['ana', 'ben', 'cleo', 'ben']);
});
