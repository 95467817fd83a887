import { describe, expect, it, test } from 'vitest';
import { decidedOf } from '#core/decision/decided.ts';
import type { Step } from '#core/vocabulary/event-parts.ts';
import type { TimerId } from '#core/vocabulary/ids.ts';
import { openRound } from '#core/vocabulary/status.ts';
import { timersOf } from '#core/workflow/timers.ts';
import { given, of } from '../../support/designs/given.ts';
import { GATED, MINUTE } from '../../support/designs/given-start.ts';
import { mapping } from '../../support/designs/given-submission.ts';
import {
  delayOf,
  endingOf,
  excuseOf,
  ROUND_OVER,
  turnEndingOf,
  turnStartOf,
} from '../../support/designs/session-events.ts';

describe('a deadline that passes', () => {
  it('at a round’s deadline, a participant without an answer is excused, its turn times out, and the design continues', () => {
    const world = given().reach('proposing');
    world.contributes('subtractor');
    const late = world.openTurns();
    world.later(5 * MINUTE);
    const outcome = world.outcome({ type: 'pass_deadline', timerId: 'round:r2' });
    expect(outcome).toEqual([
      ...late.flatMap((turn) => [
        turnEndingOf(turn, 'timed_out', ROUND_OVER),
        excuseOf('r2', delayOf(turn.participant)),
      ]),
      {
        type: 'round_closed',
        roundId: 'r2',
        contributed: ['subtractor'],
        excused: ['archaeologist', 'migrationist'],
      },
      { type: 'proposals_revealed', participants: ['subtractor'] },
      { type: 'status_changed', status: 'running', phase: 'synthesis', step: 'composing' },
      {
        type: 'round_opened',
        roundId: 'r3',
        kind: 'composite',
        points: [],
        asked: ['synthesizer'],
        deadlineAt: world.now + 5 * MINUTE,
      },
      turnStartOf(world, 'synthesizer', 'r3'),
    ]);
  });

  it('the deadline of deliberation passes while proposing: the existing proposals are composed without mapping', () => {
    const world = given().reach('proposing');
    world.contributes('subtractor');
    world.contributes('migrationist');
    const [stopped, ...events] = world.deadline('deliberation');
    expect(stopped).toEqual({
      type: 'deliberation_stopped',
      at: world.now,
      reason: 'time_used_up',
      dropped: [],
      over: 'deliberation',
    });
    expect(of(events, 'proposals_revealed')).toEqual([
      {
        type: 'proposals_revealed',
        at: world.now,
        participants: ['subtractor', 'migrationist'],
      },
    ]);
    expect([world.design.step, world.design.composites]).toEqual(['composing', []]);
    // What was asked and revealed took place, and without a map nothing had to be argued.
    expect(world.design.dropped).toEqual([{ kind: 'mapping', reason: 'time_used_up' }]);
    expect(decidedOf(world.reachEnd().design)).not.toBeNull();
  });

  it('the deadline of deliberation passes while asking: nothing can be composed from questions, so it needs review', () => {
    const world = given().reach('asking');
    world.contributes('subtractor');
    world.deadline('deliberation');
    expect(endingOf(world)).toEqual(['needs_review', 'time_used_up']);
  });

  it('the deadline passes while sessions spawn: the design waits for them, and then has nothing to continue from', () => {
    const world = given();
    world.deadline('deliberation');
    expect(world.design.settled).toBeNull();
    world.everyoneReady();
    expect(endingOf(world)).toEqual(['needs_review', 'time_used_up']);
  });

  it('the deadline of deliberation passes while arguing: the arguments so far stand, and synthesis begins', () => {
    const world = given({
      says: { mapping: () => mapping(['high', 'A', 'B'], ['high', 'B', 'C']) },
    }).reach('arguing');
    world.contributes('migrationist');
    world.deadline('deliberation');
    expect(world.design.step).toBe('composing');
    expect(world.design.divergences[0]?.arguments).toHaveLength(1);
    expect(world.design.rounds.filter(({ kind }) => kind === 'argument')).toHaveLength(1);
  });

  test.each(['mapping', 'arguing'] as const)(
    'of deliberation while %s, before anybody has contributed: synthesis begins with the proposals',
    (step) => {
      const world = given().reach(step);
      world.deadline('deliberation');
      expect([world.design.step, world.design.settled]).toEqual(['composing', null]);
    },
  );

  test.each(['composing', 'auditing', 'revising', 'signing'] as const)(
    'C21: of synthesis while %s: it needs review with everything that was contributed',
    (step) => {
      const world = given({ settings: { gates: 'none' } }).reach(step);
      const before = world.design;
      world.deadline('synthesis');
      const stoppedBecause = step === 'composing' ? 'time_used_up' : 'finished';
      expect(endingOf(world)).toEqual(['needs_review', stoppedBecause]);
      const { proposals, composites, signatures } = world.design;
      expect([proposals, composites, signatures]).toEqual([
        before.proposals,
        before.composites,
        [],
      ]);
      expect(openRound(world.design)).toBeNull();
    },
  );
});

describe('a stale timer', () => {
  const all: TimerId[] = [
    'round:r1',
    'round:r2',
    'round:r6',
    'answering',
    'gate:gate-1',
    'deliberation',
    'synthesis',
  ];

  test.each<Step>([
    'spawning',
    'asking',
    'answering',
    'proposing',
    'composing',
    'signing',
    'deciding',
    'writing',
  ])('a stale timer changes nothing while %s', (step) => {
    const start = given({ says: GATED }).reach(step);
    const armed = timersOf(start.design).map(({ id }) => id);
    const stale = all.filter((id) => !armed.includes(id));
    expect(stale.length).toBeGreaterThan(3);
    for (const id of stale) {
      const world = start.fork();
      expect(world.outcome({ type: 'pass_deadline', timerId: id }), id).toEqual([]);
      expect(world.design).toBe(start.design);
    }
  });

  it('a stale timer changes nothing after the end', () => {
    const world = given().reach('signing');
    world.cancels();
    for (const id of all)
      expect(world.outcome({ type: 'pass_deadline', timerId: id }), id).toEqual([]);
  });

  it('a stale timer that goes off twice closes one round, not the next', () => {
    const world = given().reach('asking');
    world.contributes('subtractor');
    world.contributes('archaeologist');
    world.deadline('round:r1');
    expect(world.outcome({ type: 'pass_deadline', timerId: 'round:r1' })).toEqual([]);
    expect(world.design.answering).not.toBeNull();
  });
});
