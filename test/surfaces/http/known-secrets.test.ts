import { expect, test } from 'vitest';
import { KnownSecrets } from '#surfaces/http/access/known-secrets.ts';
import { TestClock } from '../../turns/test-clock.ts';

test('A24: what the store says of a secret serves for two seconds, and no longer while it is away', async () => {
  const clock = new TestClock();
  const away = new Error('away');
  let isAway = false;
  const known = new KnownSecrets<object>(
    /./,
    {
      byHash: async () => {
        if (isAway) throw away;
        return {};
      },
    },
    clock,
  );
  const found = await known.findSecret('a secret');
  isAway = true;
  clock.pass(1_999);
  expect(await known.findSecret('a secret')).toBe(found);
  clock.pass(1);
  await expect(known.findSecret('a secret')).rejects.toBe(away);
});
