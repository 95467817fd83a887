import { describe, expect, it, test } from 'vitest';
import { CrashCause } from '#core/vocabulary/session.ts';
import { causeOf, given, of, World } from '#test/support/designs/given.ts';
import { NAMES, startDesign } from '#test/support/designs/given-start.ts';
import {
  lateLossOf,
  lateReadyOf,
  RESUME,
  reportsLoss,
  reportsReady,
  sessionLossOf,
  sessionStartOf,
} from '#test/support/designs/session-events.ts';
import { tellDead } from '#test/support/designs/told-design.ts';

describe('C1: the id is on record before there is a process', () => {
  it('C1: a start records one session for each participant before anything else, and only then spawns them', () => {
    const world = new World({});
    expect(world.outcome(startDesign())).toEqual([
      { ...startDesign(), type: 'design_started' },
      ...[...NAMES, 'synthesizer', 'auditor'].map((name) => sessionStartOf(world, name, 'first')),
      { type: 'status_changed', status: 'running', phase: 'spawning', step: 'spawning' },
    ]);
    const recorded = of(world.history, 'session_started');
    expect(world.effects).toEqual(
      recorded.map(({ participant, sessionId }) => ({
        type: 'start_session',
        participant,
        sessionId,
      })),
    );
    expect(new Set(recorded.map(({ sessionId }) => sessionId)).size).toBe(5);
  });

  it('C1: a replacement has an id of its own, recorded in the step that loses the session before it', () => {
    const world = given();
    const first = world.session('subtractor').id;
    expect(world.outcome(reportsLoss(first))).toEqual([
      sessionLossOf('subtractor', first),
      sessionStartOf(world, 'subtractor', 'retry'),
    ]);
    const { id: sessionId } = world.session('subtractor');
    expect(sessionId).not.toBe(first);
    expect(world.effects).toEqual([
      { type: 'start_session', participant: 'subtractor', sessionId },
    ]);
  });

  test.each(CrashCause.shape.kind.options)(
    'C1: every failure is the loss of that id, healthy or not yet: %s',
    (kind) => {
      for (const world of [given(), given().everyoneReady()]) {
        const before = world.session('archaeologist');
        const cause = causeOf(kind);
        expect(world.outcome(reportsLoss(before.id, cause))).toContainEqual(
          sessionLossOf('archaeologist', before.id, cause),
        );
        expect(world.sessions('archaeologist')[0]).toEqual({
          ...before,
          state: 'lost',
          cause,
          lostAt: world.now,
        });
      }
    },
  );

  test('C1: a report about a session that was never recorded is refused', () => {
    const world = given();
    const stranger = given().fork();
    stranger.loses('subtractor');
    const { id } = stranger.session('subtractor');
    for (const report of [reportsReady(id), reportsLoss(id)])
      expect(world.outcome(report)).toEqual({
        code: 'unknown_session',
        message: `No session ${id} belongs to this design.`,
      });
  });
});

describe('C4: old ids stay known', () => {
  it('C4: a participant keeps the ids of all its sessions, oldest first', () => {
    const world = given().everyoneReady();
    const first = world.session('migrationist').id;
    world.loses('migrationist');
    world.ready('migrationist');
    const second = world.session('migrationist').id;
    world.when(RESUME);
    const third = world.session('migrationist').id;
    expect(world.sessions('migrationist').map(({ id }) => id)).toEqual([first, second, third]);
    expect(new Set([first, second, third]).size).toBe(3);
  });

  it('C4: a late event for an earlier id is recorded as late, changes no expectation, and has it stopped', () => {
    const world = given().reach('proposing');
    const old = world.session('migrationist').id;
    world.loses('migrationist');
    world.ready('migrationist');
    const before = world.design;

    expect(world.outcome(reportsReady(old))).toEqual([lateReadyOf('migrationist', old, 'lost')]);
    expect(world.effects).toEqual([{ type: 'stop_session', sessionId: old }]);
    expect(world.outcome(reportsLoss(old))).toEqual([lateLossOf('migrationist', old)]);
    expect(world.effects).toEqual([{ type: 'stop_session', sessionId: old }]);

    expect(world.design).toEqual({ ...before, version: before.version + 2 });
  });

  test.each(['cancelled', 'settled'] as const)(
    'C4: when the design is %s, the processes of all its ids are ended, the earlier ones too',
    (how) => {
      const world = given().reach('signing');
      world.loses('migrationist');
      world.ready('migrationist');
      tellDead(world, 'archaeologist');
      if (how === 'cancelled') world.cancels();
      else world.everyoneContributes();
      const stopped = world.effects.flatMap((effect) =>
        effect.type === 'stop_session' ? [effect.sessionId] : [],
      );
      const all = world.design.participants.flatMap(({ sessions }) => sessions.map(({ id }) => id));
      expect(all).toHaveLength(7);
      expect(stopped.toSorted()).toEqual(all.toSorted());
    },
  );
});
