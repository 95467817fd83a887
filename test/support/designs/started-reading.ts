import type { World } from './given.ts';
import { MINUTE } from './given-start.ts';

/** The events that begin a reading of these replies: its round, and the turn of its reader. */
export function startedReading(
  world: World,
  kind: 'matching' | 'reading',
  ...replies: readonly string[]
): readonly object[] {
  const turn = world.openTurns().at(-1);
  if (turn === undefined) throw new Error('nothing is read');
  const { roundId, id: turnId } = turn;
  const deadlineAt = world.now + 2 * MINUTE;
  const sessionId = world.session('synthesizer').id;
  return [
    {
      type: 'round_opened',
      roundId,
      kind,
      points: [],
      asked: ['synthesizer'],
      replies,
      deadlineAt,
    },
    { type: 'turn_started', participant: 'synthesizer', roundId, turnId, sessionId },
  ];
}
