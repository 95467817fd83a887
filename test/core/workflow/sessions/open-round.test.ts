import { describe, expect, it, test } from 'vitest';
import type { Step } from '#core/vocabulary/event-parts.ts';
import { openRound } from '#core/vocabulary/status.ts';
import { given, of, type World } from '#test/support/designs/given.ts';
import { mapping } from '#test/support/designs/given-submission.ts';

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

function crashAndComeBack(world: World, name: string) {
  world.loses(name);
  return world.ready(name);
}

describe('C7: nobody is counted twice', () => {
  test.each(OWED.filter(([, name]) => name === 'archaeologist'))(
    'C7: a participant that crashes after contributing while %s is replaced, and its contribution stands',
    (step, name) => {
      const world = given().reach(step);
      const round = openRound(world.design)?.id;
      world.contributes(name);
      const events = crashAndComeBack(world, name);
      expect(of(events, 'turn_started')).toEqual([]);
      expect(openRound(world.design)).toMatchObject({
        id: round,
        contributed: [name],
        excused: [],
      });

      world.everyoneContributes();
      const closed = world.design.rounds.find(({ id }) => id === round);
      expect(closed).toMatchObject({ closed: true, excused: [] });
      expect(closed?.contributed.filter((id) => id === name)).toEqual([name]);
      expect(
        world.design.turns.filter((turn) => turn.participant === name && turn.roundId === round),
      ).toHaveLength(1);
    },
  );

  it('C7: a persona that contributed and then died is not excused: the round has its answer', () => {
    const world = given().reach('proposing');
    world.contributes('archaeologist');
    world.dies('archaeologist');
    world.everyoneContributes();
    expect(of(world.history, 'round_closed').at(-1)).toMatchObject({ excused: [] });
    expect(world.design.proposals.map((sealed) => sealed.participant)).toContain('archaeologist');
  });

  it('C7: an answer that is submitted twice is contributed once', () => {
    const world = given().reach('asking');
    const turnId = world.turn('subtractor').id;
    world.contributes('subtractor');
    const submission = { tool: 'pass', input: { rationale: 'again' } } as const;
    expect(world.submits('subtractor', submission, turnId)).toMatchObject([
      { type: 'late_report_recorded' },
    ]);
    expect(openRound(world.design)?.contributed).toEqual(['subtractor']);
  });
});

describe('C11: the right question', () => {
  test.each(OWED)(
    'C11: a replacement that comes up while %s is asked the same round again',
    (step, name) => {
      const world = given().reach(step);
      const round = openRound(world.design);
      const events = crashAndComeBack(world, name);
      expect(of(events, 'turn_started')).toMatchObject([
        { participant: name, roundId: round?.id, sessionId: world.session(name).id },
      ]);
      expect(openRound(world.design)).toEqual(round);
    },
  );

  it('C11: in refinement a replacement is asked about the same differences', () => {
    const world = given({
      says: { mapping: () => mapping(['high', 'A', 'B'], ['high', 'A', 'C']) },
    }).reach('arguing');
    const round = openRound(world.design);
    const [asked] = of(crashAndComeBack(world, 'migrationist'), 'turn_started');
    expect(asked?.roundId).toBe(round?.id);
    expect(openRound(world.design)).toEqual(round);
    const argued = of(world.contributes('migrationist'), 'position_argued');
    expect(argued.map(({ divergenceId }) => divergenceId)).toEqual(['D1', 'D2']);
  });

  test.each(['answering', 'mapping', 'auditing'] as const)(
    'C11: a persona’s replacement that comes up while %s, which asks nothing of it, is asked nothing',
    (step) => {
      const world = given().reach(step);
      expect(of(crashAndComeBack(world, 'archaeologist'), 'turn_started')).toEqual([]);
      expect(world.askedIn()).not.toHaveProperty('archaeologist');
    },
  );

  it('C11: a replacement that comes up after its own round was closed by the deadline is asked the newer round', () => {
    const world = given().reach('asking');
    world.loses('archaeologist');
    world.everyoneContributes();
    world.deadline('round:r1');
    world.when({ type: 'go_on', by: 'Ana' });
    expect(openRound(world.design)).toMatchObject({ id: 'r2', kind: 'proposals' });
    const asked = of(world.ready('archaeologist'), 'turn_started');
    expect(asked).toMatchObject([{ participant: 'archaeologist', roundId: 'r2' }]);
  });

  it('C11: a replacement that missed the proposals signs all the same', () => {
    const world = given().reach('proposing');
    world.loses('archaeologist');
    world.everyoneContributes();
    world.deadline('round:r2');
    expect(of(world.ready('archaeologist'), 'turn_started')).toEqual([]);
    world.reach('signing');
    expect(world.askedIn()).toHaveProperty('archaeologist');
  });
});

describe('C12: a round waits for a replacement', () => {
  test.each(OWED.filter(([, name]) => name === 'archaeologist'))(
    'C12: while %s, a round with one persona being replaced stays open until its own deadline',
    (step, name) => {
      const world = given().reach(step);
      const round = openRound(world.design);
      world.loses(name);
      world.everyoneContributes();
      expect(openRound(world.design)?.id).toBe(round?.id);
      expect(openRound(world.design)?.excused).toEqual([]);

      world.deadline(`round:${round?.id ?? 'r0'}`);
      const closed = world.design.rounds.find(({ id }) => id === round?.id);
      expect(closed).toMatchObject({
        closed: true,
        excused: [{ participant: name, reason: 'timed_out' }],
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
    expect(openRound(world.design)?.excused).toEqual([]);
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
