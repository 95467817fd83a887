import { describe, expect, it, test } from 'vitest';
import { decidedOf } from '#core/decision/decided.ts';
import type { Step } from '#core/vocabulary/event-parts.ts';
import type { TimerId } from '#core/vocabulary/ids.ts';
import { openRound } from '#core/vocabulary/status.ts';
import { timersOf } from '#core/workflow/timers.ts';
import { given, of, types } from '../../support/designs/given.ts';
import { GATED, MINUTE } from '../../support/designs/given-start.ts';
import { mapping } from '../../support/designs/given-submission.ts';

describe('a deadline that passes', () => {
  it('at a round’s deadline, a participant without an answer is excused, its turn times out, and the design continues', () => {
    const world = given().reach('proposing');
    world.contributes('subtractor');
    const events = world.later(5 * MINUTE).deadline('round:r2');
    expect(of(events, 'turn_finished')).toMatchObject([
      { participant: 'archaeologist', outcome: 'timed_out', error: { class: 'round_deadline' } },
      { participant: 'migrationist', outcome: 'timed_out' },
    ]);
    expect(of(events, 'participant_excused')).toMatchObject([
      { participant: 'archaeologist', reason: 'timed_out' },
      { participant: 'migrationist', reason: 'timed_out' },
    ]);
    expect(world.design.step).toBe('composing');
  });

  it('the deadline of deliberation passes while proposing: the existing proposals are composed without mapping', () => {
    const world = given().reach('proposing');
    world.contributes('subtractor');
    world.contributes('migrationist');
    const events = world.deadline('deliberation');
    expect(types(events)[0]).toBe('deliberation_stopped');
    expect(of(events, 'proposals_revealed')).toHaveLength(1);
    expect(world.design).toMatchObject({ step: 'composing', composites: [] });
    // What was asked and revealed took place, and without a map nothing had to be argued.
    expect(world.design.dropped).toEqual([{ kind: 'mapping', reason: 'time_used_up' }]);
    expect(decidedOf(world.reachEnd().design)).not.toBeNull();
  });

  it('the deadline of deliberation passes while asking: nothing can be composed from questions, so it needs review', () => {
    const world = given().reach('asking');
    world.contributes('subtractor');
    world.deadline('deliberation');
    expect(world.design.settled).toMatchObject({
      status: 'needs_review',
      stoppedBecause: 'time_used_up',
    });
  });

  it('the deadline passes while sessions spawn: the design waits for them, and then has nothing to continue from', () => {
    const world = given();
    world.deadline('deliberation');
    expect(world.design.settled).toBeNull();
    world.everyoneReady();
    expect(world.design.settled).toMatchObject({
      status: 'needs_review',
      stoppedBecause: 'time_used_up',
    });
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
      expect(world.design).toMatchObject({ step: 'composing', settled: null });
    },
  );

  test.each(['composing', 'auditing', 'revising', 'signing'] as const)(
    'C21: of synthesis while %s: it needs review with everything that was contributed',
    (step) => {
      const world = given({ settings: { gates: 'none' } }).reach(step);
      const { proposals, composites } = world.design;
      world.deadline('synthesis');
      const stoppedBecause = step === 'composing' ? 'time_used_up' : 'finished';
      expect(world.design.settled).toMatchObject({ status: 'needs_review', stoppedBecause });
      expect(world.design).toMatchObject({ proposals, composites, signatures: [] });
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
      expect(world.deadline(id), id).toEqual([]);
      expect(world.design).toBe(start.design);
    }
  });

  it('a stale timer changes nothing after the end', () => {
    const world = given().reach('signing');
    world.cancels();
    for (const id of all) expect(world.deadline(id)).toEqual([]);
  });

  it('a stale timer that goes off twice closes one round, not the next', () => {
    const world = given().reach('asking');
    world.contributes('subtractor');
    world.contributes('archaeologist');
    world.deadline('round:r1');
    expect(world.deadline('round:r1')).toEqual([]);
    expect(world.design.answering).not.toBeNull();
  });
});
