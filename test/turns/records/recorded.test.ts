import { expect, test } from 'vitest';
import type { TurnRecord } from '#ports/turn-record.ts';
import { NOT_SHOWN } from '#presentation/words/set-aside.ts';
import { hashOfRecord, recordsOf } from '#turns/records/recorded.ts';
import { given } from '../../support/designs/given.ts';
import { turnRecordsOf } from '../../support/designs/turn-records.ts';

test('P11: only a record with the recorded hash stands; an altered or missing one is made from the events', async () => {
  const { design, history } = given().reach('mapping');
  const records = turnRecordsOf(history);
  const hashes = new Map(records.map((record) => [record.turnId, hashOfRecord(record)]));
  const recorded = {
    ...design,
    turns: design.turns.map((turn) => ({ ...turn, recordSha256: hashes.get(turn.id) ?? '' })),
  };
  const [first, second, ...others] = records;
  if (first === undefined || second === undefined) throw new Error('two turns have ended');
  const stored: TurnRecord[] = [{ ...first, startedAt: first.startedAt + 1 }, ...others];
  const read = await recordsOf({ turns: async () => stored }, recorded);
  expect(read).toHaveLength(records.length);
  for (const made of [first, second]) {
    const { turnId } = made;
    expect(read.find((each) => each.turnId === turnId)).toMatchObject({
      startedAt: made.startedAt,
      prompt: NOT_SHOWN,
    });
  }
  expect(read.filter(({ prompt }) => prompt !== NOT_SHOWN)).toEqual(others);
});
