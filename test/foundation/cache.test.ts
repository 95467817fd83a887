import { expect, test } from 'vitest';
import { createLookUpCache } from '../../src/foundation/cache.ts';
import { TestClock } from '../turns/test-clock.ts';

test('only so many keys are kept, those that were asked for last', async () => {
  const lookedUp: string[] = [];
  const lookUp = async (key: string) => {
    lookedUp.push(key);
    return key;
  };
  const names = createLookUpCache(lookUp, new TestClock(), { freshMs: 1_000 }, 2);
  for (const key of ['ana', 'ben', 'ana', 'cleo', 'ana', 'ben']) await names.get(key);
  expect(lookedUp).toEqual(['ana', 'ben', 'cleo', 'ben']);
});

test('an answer that was asked for before its key was forgotten is not kept', async () => {
  const answers: ((answer: string) => void)[] = [];
  const names = createLookUpCache(
    () => new Promise<string>((resolve) => answers.push(resolve)),
    new TestClock(),
    { freshMs: 1_000 },
    2,
  );
  const before = names.get('ana');
  names.forget('ana');
  const after = names.get('ana');
  answers[1]?.('after');
  expect(await after).toBe('after');
  answers[0]?.('before');
  expect(await before).toBe('before');
  expect(await names.get('ana')).toBe('after');
});

test('a key that is forgotten after a failure is looked up at once', async () => {
  let isAway = true;
  const lookUp = async () => {
    if (isAway) throw new Error('away');
    return 'Ana';
  };
  const names = createLookUpCache(lookUp, new TestClock(), { freshMs: 1_000, againMs: 1_000 }, 2);
  await expect(names.get('ana')).rejects.toThrow('away');
  isAway = false;
  await expect(names.get('ana')).rejects.toThrow('away');
  names.forget('ana');
  expect(await names.get('ana')).toBe('Ana');
});

test('the last answer serves for ever where nothing else is said, and a failure is tried again at once', async () => {
  const clock = new TestClock();
  let tries = 0;
  const lookUp = async () => {
    tries += 1;
    if (tries > 1) throw new Error('away');
    return 'Ana';
  };
  const names = createLookUpCache(lookUp, clock, { freshMs: 1_000 }, 2);
  expect(await names.get('ana')).toBe('Ana');
  clock.pass(10 ** 9);
  for (let at = 0; at < 2; at += 1) expect(await names.get('ana')).toBe('Ana');
  expect(tries).toBe(3);
});

test('an answer that comes while this process stands still is heard, however long that is', async () => {
  const clock = new TestClock();
  const answer = Promise.withResolvers<string>();
  const names = createLookUpCache(() => answer.promise, clock, { freshMs: 1_000 }, 2);
  const name = names.get('ana', { freshMs: 1_000, waitMs: 1_000 });
  clock.pass(60_000);
  answer.resolve('Ana');
  expect(await name).toBe('Ana');
});
