import { expect, test } from 'vitest';
import { DesignId } from '../../src/core/vocabulary/ids.ts';
import { type Head, type HeadRow, type Heads, isNext } from '../../src/runtime/ports/heads.ts';
import { isSignedBy, newSigningKey, publicKeyIn, signingKey, signWith } from '../../src/runtime/signing.ts';

const pem = newSigningKey();
const key = signingKey(pem, 'the key');
const sign = signWith(key);

function headOf(number: number): Head {
  const digits = number.toString(16).padStart(12, '0');
  const designId = DesignId.parse(`dsn_0192f3aa-0000-7000-8000-${digits}`);
  return { designId, count: number, head: digits.repeat(6).slice(0, 64), at: 1_000 + number };
}

/** The position of the first row that does not follow from the one before it; `null` for an unbroken log from its first row on. */
function brokenAt(rows: readonly HeadRow[]): number | null {
  const index = rows.findIndex((row, at) => !isNext(row, rows[at - 1] ?? null));
  return index === -1 ? null : index + 1;
}

/** The log of heads (P11). `open` opens the same log once more, as another process does; the same one where there is but one. */
export function headsContract(open: () => Promise<Heads>): void {
  test('P11: rows are chained from the first on, without gaps, and signed', async () => {
    const heads = await open();
    for (const number of [1, 2, 3]) await heads.append(headOf(number), sign);
    const rows = await heads.since(0, 10);
    expect(rows.map(({ position, count }) => [position, count])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    expect(brokenAt(rows)).toBeNull();
    for (const { hash, signature, keyId } of rows) {
      expect(keyId).toBe(key.id);
      expect(isSignedBy(publicKeyIn(key.publicKey, 'it'), hash, signature ?? '')).toBe(true);
    }
    expect((await heads.since(2, 10)).map(({ count }) => count)).toEqual([3]);
    expect((await heads.since(0, 1)).map(({ count }) => count)).toEqual([1]);
  });

  test('P11: a head is there once, however often it is appended', async () => {
    const heads = await open();
    const first = await heads.append(headOf(1), sign);
    expect(await heads.append(headOf(1), () => null)).toEqual(first);
    expect(await heads.ofDesign(headOf(1).designId)).toEqual([first]);
  });

  test('P11: a row that is changed, dropped or swapped breaks the log at its place', async () => {
    const rows = await (await open()).since(0, 10);
    const [one, two, three] = rows;
    if (one === undefined || two === undefined || three === undefined) throw new Error('three are there');
    expect(brokenAt([one, { ...two, head: 'f'.repeat(64) }, three])).toBe(2);
    expect(brokenAt([one, three])).toBe(2);
    expect(brokenAt([two, one, three])).toBe(1);
  });

  test('P11: many that append at once leave one chain, without a fork', async () => {
    const processes = await Promise.all([open(), open(), open(), open()]);
    const numbers = Array.from({ length: 40 }, (_, index) => 100 + index);
    await Promise.all(numbers.map((number) => processes[number % 4]?.append(headOf(number), () => null)));
    const rows = await processes[0].since(0, 100);
    expect(rows.map(({ count }) => count).toSorted((one, other) => one - other)).toEqual([
      1,
      2,
      3,
      ...numbers,
    ]);
    expect(brokenAt(rows)).toBeNull();
    expect(rows.at(-1)).toMatchObject({ keyId: null, signature: null });
  });
}
