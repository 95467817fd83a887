import { describe, expect, it, test } from 'vitest';
import { ParticipantId } from '#core/vocabulary/ids.ts';
import { isEmptyHanded, listAwaited, type Round } from '#core/vocabulary/round.ts';

const ada = ParticipantId.parse('ada');
const ben = ParticipantId.parse('ben');
const cleo = ParticipantId.parse('cleo');

function round(contributed: ParticipantId[], excused: ParticipantId[]): Round {
  return {
    id: 'r1',
    kind: 'proposals',
    points: [],
    replies: [],
    said: [],
    asked: [ada, ben, cleo],
    contributed,
    excused: excused.map((participant) => ({ participant, reason: 'dead', detail: '' })),
    openedAt: 0,
    since: 0,
    deadlineAt: 1,
    closed: false,
  };
}

describe('participation by sets', () => {
  test.each([
    { contributed: [], excused: [], waiting: [ada, ben, cleo], empty: false },
    { contributed: [ben], excused: [], waiting: [ada, cleo], empty: false },
    { contributed: [ben], excused: [ada], waiting: [cleo], empty: false },
    { contributed: [ben], excused: [ada, cleo], waiting: [], empty: false },
    { contributed: [ada, ben, cleo], excused: [], waiting: [], empty: false },
    { contributed: [], excused: [ada, ben], waiting: [cleo], empty: false },
    { contributed: [], excused: [ada, ben, cleo], waiting: [], empty: true },
  ])(
    'C6: with $contributed contributed and $excused excused, $waiting are waited for',
    ({ contributed, excused, waiting, empty }) => {
      const asked = round(contributed, excused);
      expect(listAwaited(asked)).toEqual(waiting);
      expect(isEmptyHanded(asked)).toBe(empty);
    },
  );

  it('C3: a participant named twice in a set still counts once', () => {
    expect(listAwaited(round([ada, ada], [ben, ben]))).toEqual([cleo]);
  });
});
