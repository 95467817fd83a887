import { describe, expect, it, test } from 'vitest';
import type { Step } from '../../../src/core/events.ts';
import { openRound } from '../../../src/core/status.ts';
import { given, of, type World } from '../../support/given.ts';
import { NAMES } from '../../support/given-start.ts';
import { mapping } from '../../support/given-submission.ts';

const FOR_ALL: Step[] = ['asking', 'proposing', 'arguing', 'signing'];
const FOR_ONE: Step[] = ['mapping', 'composing', 'auditing', 'briefing'];

function roundTimer(world: World) {
  const round = openRound(world.design);
  if (round === null) throw new Error('no round is open');
  return `round:${round.id}` as const;
}

/** Fails every turn of the open round, those of stand-ins too, until nobody is asked. */
function failEveryTurn(world: World): void {
  for (let fails = 0; world.openTurns().length > 0 && fails < 20; fails++) {
    const [turn] = world.openTurns();
    if (turn !== undefined) world.fails(turn.participant);
  }
}

describe('C6: no empty advance', () => {
  test.each([...FOR_ALL, ...FOR_ONE])(
    'C6: when every turn failed while %s, the design needs review and goes nowhere',
    (step) => {
      const world = given().reach(step);
      const kept = world.design.proposals;
      failEveryTurn(world);
      expect(world.design.settled).toMatchObject({
        status: 'needs_review',
        stoppedBecause: 'nothing_contributed',
      });
      expect(world.design.step).toBe('writing');
      expect(world.design.proposals).toEqual(kept);
      expect(of(world.history, 'round_closed').at(-1)).toMatchObject({ contributed: [] });
    },
  );

  test.each([...FOR_ALL, ...FOR_ONE])(
    'C6: when nobody answered by the deadline while %s, it needs review',
    (step) => {
      const world = given().reach(step);
      world.deadline(roundTimer(world));
      expect(world.design.settled).toMatchObject({
        status: 'needs_review',
        stoppedBecause: 'nothing_contributed',
      });
    },
  );

  test.each(FOR_ALL)(
    'C6: with one contribution, a round that was %s ends, and the others are excused',
    (step) => {
      const world = given().reach(step);
      const [first] = world.openTurns();
      const round = openRound(world.design);
      world.contributes(first?.participant ?? '');
      world.deadline(roundTimer(world));
      expect(world.design.settled).toBeNull();
      const closed = world.design.rounds.find(({ id }) => id === round?.id);
      expect(closed).toMatchObject({ closed: true, contributed: [first?.participant] });
      expect(closed?.excused.map((excuse) => excuse.reason)).toEqual(
        (round?.asked ?? []).slice(1).map(() => 'timed_out'),
      );
    },
  );

  it('C6: excuses of several kinds together leave nothing, too', () => {
    const world = given().reach('proposing');
    world.dies('subtractor');
    world.fails('archaeologist', 'refused');
    expect(world.design.settled).toBeNull();
    world.deadline(roundTimer(world));
    expect(openRound(world.design)?.excused ?? world.design.rounds.at(-1)?.excused).toMatchObject([
      { participant: 'subtractor', reason: 'dead' },
      { participant: 'archaeologist', reason: 'turn_failed' },
      { participant: 'migrationist', reason: 'timed_out' },
    ]);
    expect(world.design.settled?.stoppedBecause).toBe('nothing_contributed');
  });

  it('C6: a participant that failed a turn is excused from that round only, and asked again in the next', () => {
    const world = given().reach('asking');
    world.fails('archaeologist', 'timed_out');
    expect(openRound(world.design)?.excused).toEqual([
      { participant: 'archaeologist', reason: 'turn_failed', detail: 'the model was overloaded' },
    ]);
    world.reach('proposing');
    expect(world.asked()).toHaveProperty('archaeologist');
  });

  it('C6: nothing contributed because everybody died is a cancellation, not a review', () => {
    const world = given().reach('proposing');
    for (const name of NAMES) world.dies(name);
    expect(world.design.end?.stoppedBecause).toBe('no_persona_left');
    expect(world.design.settled).toBeNull();
  });

  it('C6: those who differ all die while somebody else lives: it needs review, and what was kept stays', () => {
    const world = given({ says: { mapping: () => mapping(['high', 'A', 'B']) } }).reach('arguing');
    expect(world.asked()).toEqual({ migrationist: 'r4', subtractor: 'r4' });
    world.dies('migrationist');
    world.dies('subtractor');
    expect(world.design.settled).toMatchObject({
      status: 'needs_review',
      stoppedBecause: 'nothing_contributed',
      detail: 'Nobody contributed to the round of argument, though somebody is still alive.',
    });
    expect(world.design.proposals).toHaveLength(3);
    expect(world.design.divergences).toHaveLength(1);
  });
});
