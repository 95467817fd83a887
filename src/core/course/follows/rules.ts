import type { Design, Turn } from '../../vocabulary/design.ts';
import type { DesignEvent, EventOf } from '../../vocabulary/events.ts';
import type { ParticipantId, RoundId, TurnId } from '../../vocabulary/ids.ts';
import type { Round } from '../../vocabulary/round.ts';
import { openRound } from '../../vocabulary/status.ts';

/** Says why an event cannot come next, in words for people; `null` if it can. */
export type Rule<Type extends DesignEvent['type']> = (design: Design, event: EventOf<Type>) => string | null;

/** The rules for some kinds of events. */
export type Rules<Type extends DesignEvent['type']> = { readonly [Each in Type]: Rule<Each> };

/** Returns the first of these findings. */
export function firstOf(...findings: readonly (string | null)[]): string | null {
  return findings.find((finding) => finding !== null) ?? null;
}

/** Returns the words where the condition does not hold. */
export function unless(holds: boolean, words: string): string | null {
  return holds ? null : words;
}

export function areSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, index) => each === other[index]);
}

interface Author {
  readonly participant: ParticipantId;
  readonly roundId: RoundId;
  readonly turnId: TurnId;
}

/** Returns the turn of an author; `undefined` for one of somebody else or of another round. */
export function turnOf({ turns }: Design, { participant, roundId, turnId }: Author): Turn | undefined {
  const turn = turns.findLast(({ id }) => id === turnId);
  return turn?.participant === participant && turn.roundId === roundId ? turn : undefined;
}

/** Returns the open turn of an author and its open round; `null` where one of the two is not open. */
export function openTurnOf(design: Design, author: Author): { turn: Turn; round: Round } | null {
  const turn = turnOf(design, author);
  const round = openRound(design);
  if (turn === undefined || turn.outcome !== 'open' || round === null) return null;
  return round.id === author.roundId ? { turn, round } : null;
}
