import { expect, test } from 'vitest';
import { DesignId } from '../../src/core/vocabulary/ids.ts';
import { type HeadRow, nextRow } from '../../src/runtime/ports/heads.ts';
import { changedHead } from '../../src/runtime/scrub/heads.ts';
import { keysOf, newSigningKey, type SigningKey, signingKey, signWith } from '../../src/runtime/signing.ts';

const key = signingKey(newSigningKey(), 'the key');
const another = signingKey(newSigningKey(), 'another key');

/** A log of three heads, the first of which was kept before there was a key. */
function logOf(by: SigningKey = key): [HeadRow, HeadRow, HeadRow] {
  const head = (count: number) => ({
    designId: DesignId.parse(`dsn_0192f3aa-0000-7000-8000-00000000000${count}`),
    count,
    head: String(count).repeat(64),
    at: count,
  });
  const one = nextRow(null, head(1), () => null);
  const two = nextRow(one, head(2), signWith(by));
  return [one, two, nextRow(two, head(3), signWith(by))];
}

const found = (rows: readonly HeadRow[]) =>
  changedHead({ since: async (position) => rows.filter((row) => row.position > position) }, keysOf(key));

test('P11: a log of heads that holds is whole, also by a key that is not known here', async () => {
  expect(await found(logOf())).toBeNull();
  expect(await found(logOf(another))).toBeNull();
});

test.each<[string, (rows: [HeadRow, HeadRow, HeadRow]) => HeadRow[], string]>([
  [
    'another head',
    ([one, two, three]) => [one, { ...two, head: 'f'.repeat(64) }, three],
    'row 2 of the log was changed',
  ],
  ['a row less', ([one, , three]) => [one, three], 'row 2 of the log is missing'],
  [
    'no signature any more',
    ([one, two, three]) => [one, two, { ...three, keyId: null, signature: null }],
    'row 3 of the log is not signed, as those before it are',
  ],
  [
    'a signature made up',
    ([one, two, three]) => [one, { ...two, signature: 'AAAA' }, three],
    'the signature of row 2 of the log does not hold',
  ],
])('P11: a log of heads with %s is said', async (_, change, why) => {
  expect((await found(change(logOf())))?.why).toBe(why);
});
