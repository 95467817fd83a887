import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { AccessTokens, NewAccessToken } from '../../src/ports/access-tokens.ts';

/** What the store of named tokens promises, run against every adapter. */
export function accessTokensContract(subject: { readonly tokens: AccessTokens }): void {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const token = (name: string, changes: Partial<NewAccessToken> = {}): NewAccessToken => ({
    name,
    role: 'read',
    channels: null,
    createdAt: 1_000,
    createdBy: 'Ana',
    expiresAt: 9_000,
    ...changes,
  });
  const names = async () => (await subject.tokens.list(100)).map(({ name }) => name);

  test('D8: a token is found by its hash alone, with everything that it was given', async () => {
    const given = token('ci “漢字”', {
      role: 'take part',
      channels: ['slack/C0123', 'discord/4567'],
      expiresAt: 2_000,
    });
    expect(await subject.tokens.add(hash('one'), given)).toBe(true);
    expect(await subject.tokens.byHash(hash('one'))).toEqual({
      ...given,
      ...{ lastUsedAt: null, revokedAt: null, asleepSince: null },
    });
    expect(await subject.tokens.byHash(hash('two'))).toBeNull();
    expect(await subject.tokens.add(hash('one'), token('another'))).toBe(false);
    expect(await subject.tokens.byHash(given.name)).toBeNull();
  });

  test('D8: of two that hold none has the name of the other, in any case, also at the same moment', async () => {
    const asked = ['board', 'Board', 'BOARD', 'ｂoard'].map((name, at) =>
      subject.tokens.add(hash(`board ${at}`), token(name, { createdAt: 1_100 })),
    );
    expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
  });

  test('D8: a revoked token stays on record, and sets its name free', async () => {
    expect(await subject.tokens.revoke('nobody', 5_000)).toBe(false);
    expect(await subject.tokens.add(hash('first'), token('robot', { createdAt: 1_200 }))).toBe(
      true,
    );
    expect(await subject.tokens.revoke('ROBOT', 5_000)).toBe(true);
    expect(await subject.tokens.revoke('robot', 6_000)).toBe(false);
    expect(await subject.tokens.byHash(hash('first'))).toMatchObject({
      name: 'robot',
      revokedAt: 5_000,
    });
    expect(await subject.tokens.add(hash('second'), token('robot', { createdAt: 1_300 }))).toBe(
      true,
    );
    expect(await subject.tokens.byHash(hash('first'))).toMatchObject({ revokedAt: 5_000 });
    expect(await subject.tokens.byHash(hash('second'))).toMatchObject({ revokedAt: null });
    expect(await subject.tokens.add(hash('first'), token('again'))).toBe(false);
  });

  test('P16: tokens sleep until each is woken, once also by two at the same moment', async () => {
    const { tokens } = subject;
    await tokens.add(hash('asleep'), token('night'));
    await tokens.add(hash('gone'), token('gone'));
    await tokens.revoke('gone', 4_000);
    await tokens.add(hash('expired'), token('expired', { expiresAt: 4_500 }));
    const sleep = (at: number) => tokens.sleep(at, hash(`known elsewhere at ${at}`));
    expect(await sleep(5_000)).toBe(true);
    expect(await tokens.byHash(hash('expired'))).toMatchObject({ asleepSince: null });
    expect(await tokens.byHash(hash('asleep'))).toMatchObject({
      asleepSince: 5_000,
      revokedAt: null,
    });
    expect(await tokens.byHash(hash('gone'))).toMatchObject({
      asleepSince: null,
      revokedAt: 4_000,
    });
    expect(await sleep(6_000)).toBe(true);
    const woken = await Promise.all(['night', 'NIGHT', 'night'].map((name) => tokens.wake(name)));
    expect(woken.filter((each) => each !== null)).toEqual([
      expect.objectContaining({ name: 'night', asleepSince: 5_000 }),
    ]);
    expect(await tokens.byHash(hash('asleep'))).toMatchObject({ asleepSince: null });
    expect(await tokens.wake('gone')).toBeNull();
    expect(await tokens.wake('nobody')).toBeNull();
  });

  test('P16: each change of rights is stored, and tokens sleep once for one that is not', async () => {
    const { tokens } = subject;
    const lasts: string[] = [];
    const note = async () => lasts.push((await tokens.changes()).last);
    const { store, last: before } = await tokens.changes();
    await tokens.add(hash('counted'), token('counted'));
    await note();
    await tokens.add(hash('counted again'), token('counted'));
    await tokens.revoke('nobody', 5_000);
    await note();
    expect(new Set([before, ...lasts]).size).toBe(2);
    await Promise.all([
      tokens.revoke('counted', 5_000),
      tokens.add(hash('behind'), token('behind', { expiresAt: 9_000 })),
    ]);
    await note();
    const elsewhere = hash('elsewhere');
    expect(await tokens.changes([...lasts, elsewhere])).toEqual({
      store,
      last: lasts.at(-1),
      missing: [elsewhere],
    });
    expect(await tokens.sleep(7_000, lasts[0] ?? '')).toBe(false);
    expect(await tokens.byHash(hash('behind'))).toMatchObject({ asleepSince: null });
    const slept = await Promise.all([1, 2].map(() => tokens.sleep(7_000, elsewhere)));
    expect(slept.toSorted()).toEqual([false, true]);
    expect(await tokens.changes([elsewhere])).toMatchObject({ store, missing: [] });
    expect((await tokens.changes()).last).not.toBe(elsewhere);
    expect(await tokens.byHash(hash('behind'))).toMatchObject({ asleepSince: 7_000 });
  });

  test('D8: valid tokens are listed first, the newest in front', async () => {
    const { tokens } = subject;
    await tokens.add(hash('first'), token('robot', { createdAt: 1_200 }));
    await tokens.revoke('robot', 5_000);
    await tokens.add(hash('one'), token('ci', { createdAt: 1_000 }));
    await tokens.add(hash('two'), token('board', { createdAt: 1_100 }));
    await tokens.add(hash('second'), token('robot', { createdAt: 1_300 }));
    expect(await names()).toEqual(['robot', 'board', 'ci', 'robot']);
    expect(await tokens.list(1)).toMatchObject([{ name: 'robot', revokedAt: null }]);
  });

  test('D8: a use is noted unless one is noted since', async () => {
    await subject.tokens.add(hash('one'), token('ci'));
    const usedAt = async () => (await subject.tokens.byHash(hash('one')))?.lastUsedAt;
    await subject.tokens.noteUse(hash('one'), 70_000, 10_000);
    expect(await usedAt()).toBe(70_000);
    await subject.tokens.noteUse(hash('one'), 100_000, 40_000);
    expect(await usedAt()).toBe(70_000);
    await subject.tokens.noteUse(hash('one'), 140_000, 80_000);
    expect(await usedAt()).toBe(140_000);
    await subject.tokens.noteUse(hash('nobody'), 140_000, 80_000);
  });

  test('D8: a token of another shape is refused', async () => {
    const refused = { code: 'invalid_record' };
    const add = (changes: Partial<NewAccessToken>) =>
      subject.tokens.add(hash('x'), token('x', changes));
    await expect(add({ name: '' })).rejects.toMatchObject(refused);
    await expect(add({ name: 'x'.repeat(61) })).rejects.toMatchObject(refused);
    await expect(add({ name: 'a\u0000b' })).rejects.toMatchObject(refused);
    await expect(add({ channels: ['C0123'] })).rejects.toMatchObject(refused);
  });
}
