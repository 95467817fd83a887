import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Holder, Logins, NewLogin } from '../../src/ports/logins.ts';
import { designIdOf } from '../support/designs/events.ts';

/** What the store of sessions and links promises, run against every adapter. */
export function loginsContract(subject: { readonly logins: Logins }): void {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const idOf = (name: string) => hash(name).slice(0, 16);
  const login = (name: string, changes: Partial<NewLogin> = {}): NewLogin => ({
    id: idOf(name),
    kind: 'session',
    holder: { kind: 'person', platform: 'slack', id: 'U01' },
    name: 'Ünï “Ben” 漢字',
    way: 'slack',
    createdAt: 1_000,
    createdBy: 'Ben',
    endsAt: 100_000,
    ...changes,
  });
  const add = (name: string, changes: Partial<NewLogin> = {}) =>
    subject.logins.add(hash(name), login(name, changes));

  test.each<[string, Holder]>([
    ['operator', { kind: 'operator', sha256: hash('the admin’s token') }],
    ['token', { kind: 'token', sha256: hash('a token') }],
    ['person', { kind: 'person', platform: 'discord', id: '漢字' }],
    ['link', { kind: 'link', designId: designIdOf(8_100) }],
  ])(
    'D8: a login of a %s is found by its hash alone, with everything that it was given',
    async (name, holder) => {
      await add(name, { holder });
      const kept = { ...login(name, { holder }), revokedAt: null };
      expect(await subject.logins.byHash(hash(name))).toEqual(kept);
      expect(await subject.logins.byHash(idOf(name))).toBeNull();
      expect(await subject.logins.byHash(name)).toBeNull();
    },
  );

  test('D8: a login is revoked once, also by two at the same moment, and stays on record', async () => {
    await add('once', { kind: 'sign_in' });
    const tried = [1, 2, 3].map((at) => subject.logins.revoke(idOf('once'), 5_000 + at));
    expect((await Promise.all(tried)).filter(Boolean)).toHaveLength(1);
    expect((await subject.logins.byHash(hash('once')))?.revokedAt).toBeGreaterThan(5_000);
    expect(await subject.logins.revoke(idOf('unknown'), 5_000)).toBe(false);
  });

  test('D8: the links to a design that hold are listed, the newest first', async () => {
    const holder = { kind: 'link', designId: designIdOf(8_101) } as const;
    await add('old link', { kind: 'link', holder, createdAt: 1_000 });
    await add('new link', { kind: 'link', holder, createdAt: 2_000 });
    await add('over', { kind: 'link', holder, createdAt: 3_000, endsAt: 9_000 });
    await add('revoked', { kind: 'link', holder, createdAt: 4_000 });
    await subject.logins.revoke(idOf('revoked'), 5_000);
    await add('other', { kind: 'link', holder: { ...holder, designId: designIdOf(8_102) } });
    const ids = async (limit: number) =>
      (await subject.logins.links(holder.designId, 9_000, limit)).map(({ id }) => id);
    expect(await ids(50)).toEqual([idOf('new link'), idOf('old link')]);
    expect(await ids(1)).toEqual([idOf('new link')]);
  });

  test('D8: logins that ended before a moment are forgotten, and no others', async () => {
    await add('long over', { endsAt: 500 });
    await add('long revoked');
    await subject.logins.revoke(idOf('long revoked'), 600);
    await add('holds still');
    expect(await subject.logins.forget(1_000)).toBe(2);
    expect(await subject.logins.byHash(hash('long over'))).toBeNull();
    expect(await subject.logins.byHash(hash('long revoked'))).toBeNull();
    expect(await subject.logins.byHash(hash('holds still'))).not.toBeNull();
  });

  test('D8: a login of another shape is refused', async () => {
    const refused = { code: 'invalid_record' };
    await expect(add('a', { name: '' })).rejects.toMatchObject(refused);
    await expect(add('b', { name: 'a\u0000b' })).rejects.toMatchObject(refused);
    await expect(add('c', { id: 'not hexadecimal' })).rejects.toMatchObject(refused);
  });
}
