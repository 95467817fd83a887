import { expect, test } from 'vitest';
import type { AuditEntry, AuditLog } from '../../src/engine/ports/audit-log.ts';
import { designIdOf } from '../support/events.ts';

/** What the audit log promises, run against every adapter. */
export function auditLogContract(subject: { readonly audit: AuditLog }): void {
  const [first, second] = [designIdOf(8_001), designIdOf(8_002)];
  const entry = (at: number, changes: Partial<AuditEntry> = {}): AuditEntry => ({
    at,
    who: 'Ünï “Ben” 漢字',
    via: { way: 'api', token: 'ci' },
    what: 'cancel',
    designId: first,
    outcome: 'done',
    detail: '',
    from: '203.0.113.7',
    ...changes,
  });
  const all = [
    entry(1_000),
    entry(1_001, { designId: second, via: { way: 'slack' }, from: '' }),
    entry(1_002, { designId: null, outcome: 'refused', detail: 'There is no such token.', who: 'unknown' }),
    entry(1_003, { via: { way: 'terminal' }, what: 'accept' }),
  ];

  test('D8: entries are read newest first, of all designs or of one, up to a moment and a number', async () => {
    for (const each of all) await subject.audit.note(each);
    expect(await subject.audit.entries({ limit: 100 })).toEqual(all.toReversed());
    expect(await subject.audit.entries({ limit: 100, designId: first })).toEqual([all[3], all[0]]);
    expect(await subject.audit.entries({ limit: 100, before: 1_002 })).toEqual([all[1], all[0]]);
    expect(await subject.audit.entries({ limit: 1, before: 1_003, designId: first })).toEqual([all[0]]);
    expect(await subject.audit.entries({ limit: 2 })).toEqual([all[3], all[2]]);
    expect(await subject.audit.entries({ limit: 9, designId: designIdOf(8_003) })).toEqual([]);
  });

  test('D8: an entry of another shape, or one that cannot be stored, is refused', async () => {
    const refused = { code: 'invalid_record' };
    await expect(subject.audit.note(entry(1, { who: '' }))).rejects.toMatchObject(refused);
    await expect(subject.audit.note(entry(1, { detail: 'x'.repeat(501) }))).rejects.toMatchObject(refused);
    await expect(subject.audit.note(entry(1, { who: 'a\u0000b' }))).rejects.toMatchObject(refused);
    await expect(subject.audit.note(entry(1, { who: '\ud800' }))).rejects.toMatchObject(refused);
  });

  test('D8: what is older than a moment is removed, however much it is', async () => {
    for (let at = 0; at < 230; at++) await subject.audit.note(entry(at));
    for (const each of all) await subject.audit.note(each);
    expect(await subject.audit.forgetEntries(1_002)).toBe(232);
    expect(await subject.audit.entries({ limit: 100 })).toEqual([all[3], all[2]]);
    expect(await subject.audit.forgetEntries(1_002)).toBe(0);
    expect(await subject.audit.forgetEntries(2_000)).toBe(2);
    expect(await subject.audit.entries({ limit: 100 })).toEqual([]);
  });
}
