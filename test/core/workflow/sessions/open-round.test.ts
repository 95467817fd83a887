import { describe, expect, it, test } from 'vitest';
import type { Step } from '#core/vocabulary/event-parts.ts';
import type { Round } from '#core/vocabulary/round.ts';
import { given, of, type World } from '#test/support/designs/given.ts';
import { mapping } from '#test/support/designs/given-submission.ts';
import {
  delayOf,
  lateSubmissionOf,
  reportsReady,
  roundOf,
  sessionReadyOf,
  turnStartOf,
} from '#test/support/designs/session-events.ts';

/**
 * Steps in which this participant owes an answer. With the default order, A is the migrationist.
 */
const OWED: [Step, string][] = [
  ['asking', 'archaeologist'],
  ['proposing', 'archaeologist'],
  ['mapping', 'synthesizer'],
  ['arguing', 'archaeologist'],
  ['composing', 'synthesizer'],
  ['auditing', 'auditor'],
  ['revising', 'synthesizer'],
  ['signing', 'archaeologist'],
];

/** What follows when this one's session is lost and its replacement is ready, beside that. */
function crashAndComeBack(world: World, name: string) {
  world.loses(name);
  const { id } = world.session(name);
  const [ready, ...events] = world.outcome(reportsReady(id)) as readonly object[];
  expect(ready).toEqual(sessionReadyOf(name, id));
  return events;
}

/** Everybody who was asked in this round, this one first. */
function beginningWith(name: string, { asked }: Pick<Round, 'asked'>): string[] {
  return [name, ...asked.filter((id) => id !== name)];
}

describe('C7: nobody is counted twice', () => {
  // One that has signed is parked (C23).
  test.each(OWED.filter(([step, name]) => name === 'archaeologist' && step !== 'signing'))(
    'C7: a participant that crashes after contributing while %s is replaced, and its contribution stands',
    (step, name) => {
      const world = given().reach(step);
      const round = roundOf(world);
      world.contributes(name);
      expect(crashAndComeBack(world, name)).toEqual([]);
      expect(roundOf(world)).toEqual({ ...round, contributed: [name] });

      world.everyoneContributes();
      expect(world.design.rounds.find(({ id }) => id === round.id)).toEqual({
        ...round,
        closed: true,
        contributed: beginningWith(name, round),
      });
      expect(
        world.design.turns.filter((turn) => turn.participant === name && turn.roundId === round.id),
      ).toHaveLength(1);
    },
  );

  it('C7: a persona that contributed and then died is not excused: the round has its answer', () => {
    const world = given().reach('proposing');
    world.contributes('archaeologist');
    world.dies('archaeologist');
    world.everyoneContributes();
    expect(of(world.history, 'round_closed').at(-1)).toEqual({
      type: 'round_closed',
      at: world.now,
      roundId: 'r2',
      contributed: ['archaeologist', 'subtractor', 'migrationist'],
      excused: [],
    });
    expect(world.design.proposals.map(({ participant }) => participant)).toEqual([
      'archaeologist',
      'subtractor',
      'migrationist',
    ]);
  });

  it('C7: an answer that is submitted twice is contributed once', () => {
    const world = given().reach('asking');
    const turn = world.turn('subtractor');
    world.contributes('subtractor');
    const submission = { tool: 'pass', input: { rationale: 'again' } } as const;
    expect(world.submits('subtractor', submission, turn.id)).toEqual([
      { at: world.now, ...lateSubmissionOf(turn, submission) },
    ]);
    expect(roundOf(world).contributed).toEqual(['subtractor']);
  });
});

describe('C11: the right question', () => {
  test.each(OWED)(
    'C11: a replacement that comes up while %s is asked the same round again',
    (step, name) => {
      const world = given().reach(step);
      const round = roundOf(world);
      const events = crashAndComeBack(world, name);
      expect(events).toEqual([turnStartOf(world, name, round.id)]);
      expect(roundOf(world)).toEqual(round);
    },
  );

  it('C11: in refinement a replacement is asked about the same differences', () => {
    const world = given({
      says: { mapping: () => mapping(['high', 'A', 'B'], ['high', 'A', 'C']) },
    }).reach('arguing');
    const round = roundOf(world);
    const events = crashAndComeBack(world, 'migrationist');
    expect(events).toEqual([turnStartOf(world, 'migrationist', round.id)]);
    expect(roundOf(world)).toEqual(round);
    const argued = of(world.contributes('migrationist'), 'position_argued');
    expect(argued.map(({ divergenceId }) => divergenceId)).toEqual(['D1', 'D2']);
  });

  test.each(['answering', 'mapping', 'auditing'] as const)(
    'C11: a persona’s replacement that comes up while %s, which asks nothing of it, is asked nothing',
    (step) => {
      const world = given().reach(step);
      expect(crashAndComeBack(world, 'archaeologist')).toEqual([]);
      expect(world.askedIn()).not.toHaveProperty('archaeologist');
    },
  );

  it('C11: a replacement that comes up after its own round was closed by the deadline is asked the newer round', () => {
    const world = given().reach('asking');
    world.loses('archaeologist');
    world.everyoneContributes();
    world.deadline('round:r1');
    world.when({ type: 'go_on', by: 'Ana' });
    expect(roundOf(world).kind).toBe('proposals');
    const { id } = world.session('archaeologist');
    expect(world.outcome(reportsReady(id))).toEqual([
      sessionReadyOf('archaeologist', id),
      turnStartOf(world, 'archaeologist', 'r2'),
    ]);
  });

  it('C11: a replacement that missed the proposals signs all the same', () => {
    const world = given().reach('proposing');
    world.loses('archaeologist');
    world.everyoneContributes();
    world.deadline('round:r2');
    const { id } = world.session('archaeologist');
    expect(world.outcome(reportsReady(id))).toEqual([sessionReadyOf('archaeologist', id)]);
    world.reach('signing');
    expect(world.askedIn()).toHaveProperty('archaeologist');
  });
});

describe('C12: a round waits for a replacement', () => {
  test.each(OWED.filter(([, name]) => name === 'archaeologist'))(
    'C12: while %s, a round with one persona being replaced stays open until its own deadline',
    (step, name) => {
      const world = given().reach(step);
      const round = roundOf(world);
      const [, ...contributed] = beginningWith(name, round);
      world.loses(name);
      world.everyoneContributes();
      expect(roundOf(world)).toEqual({ ...round, contributed });

      world.deadline(`round:${round.id}`);
      expect(world.design.rounds.find(({ id }) => id === round.id)).toEqual({
        ...round,
        closed: true,
        contributed,
        excused: [delayOf(name)],
      });
    },
  );

  it('C12: a failed turn that is reported after its process was lost does not excuse a participant being replaced', () => {
    const world = given().reach('asking');
    const { id } = world.turn('archaeologist');
    world.loses('archaeologist');
    const error = { class: 'aborted', message: 'its process is gone', retryable: true };
    expect(world.when({ type: 'fail_turn', turnId: id, outcome: 'model_error', error })).toEqual(
      [],
    );
    expect(roundOf(world).excused).toEqual([]);
    world.ready('archaeologist');
    expect(world.askedIn()).toHaveProperty('archaeologist');
  });

  it('C12: the start, too, waits for a replacement', () => {
    const world = given();
    world.loses('archaeologist');
    for (const name of ['subtractor', 'migrationist', 'synthesizer', 'auditor']) world.ready(name);
    expect(world.design.step).toBe('spawning');
    world.ready('archaeologist');
    expect(world.design.step).toBe('asking');
  });
});
