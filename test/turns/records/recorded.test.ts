import { expect, test } from 'vitest';
import { NO_USAGE, type TurnRecord } from '#ports/turn-record.ts';
import { NOT_SHOWN } from '#presentation/words/set-aside.ts';
import { hashOfRecord, readTurnRecord, recordsOf } from '#turns/records/recorded.ts';
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

test('P11: of an open turn there is no record, and one that is made has what its events tell', async () => {
  const world = given().reach('asking');
  const open = world.turn();
  world.fails(open.participant);
  const { design } = world;
  const stored = async () => null;
  const ended = design.turns.find(({ id }) => id === open.id);
  const { error, tookMs } = ended ?? {};
  if (error === undefined || error === null) throw new Error('it failed');
  const took = { ...design, turns: design.turns.map((turn) => ({ ...turn, tookMs: 1_500 })) };
  const { id: turnId, participant, sessionId, roundId, startedAt } = open;
  expect(tookMs).not.toBe(1_500);
  expect(await readTurnRecord({ turn: stored }, took, turnId)).toEqual({
    ...{ turnId, designId: design.id, participant, sessionId, roundId, kind: 'questions' },
    ...{ startedAt, totalMs: 1_500, outcome: 'model_error' },
    error: { ...error, lastStep: '', completedSteps: [], totalMs: 1_500 },
    ...{ usage: NO_USAGE, costUsd: 0, confidence: null, prompt: NOT_SHOWN, trace: [] },
  });
  expect(await readTurnRecord({ turn: stored }, took, world.turn().id)).toBeNull();
});
