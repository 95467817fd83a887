import { describe, expect, it, test } from 'vitest';
import { CrashCause } from '#core/vocabulary/session.ts';
import { causeOf, given, of, types } from '#test/support/designs/given.ts';
import { tellDead } from '#test/support/designs/told-design.ts';

describe('C1: the id is on record before there is a process', () => {
  it('C1: a start records one session for each participant before anything else, and only then spawns them', () => {
    const world = given();
    expect(types(world.history)).toEqual([
      'design_started',
      ...Array.from({ length: 5 }, () => 'session_started'),
      'status_changed',
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
    const events = world.loses('subtractor');
    const [started] = of(events, 'session_started');
    expect(types(events)).toEqual(['session_lost', 'session_started']);
    expect(started?.sessionId).not.toBe(first);
    expect(world.effects).toEqual([
      { type: 'start_session', participant: 'subtractor', sessionId: started?.sessionId },
    ]);
  });

  test.each(CrashCause.shape.kind.options)(
    'C1: every failure is the loss of that id, healthy or not yet: %s',
    (kind) => {
      for (const world of [given(), given().everyoneReady()]) {
        const { id } = world.session('archaeologist');
        const cause = causeOf(kind);
        expect(of(world.loses('archaeologist', cause), 'session_lost')).toMatchObject([
          { participant: 'archaeologist', sessionId: id, cause },
        ]);
        expect(world.sessions('archaeologist')[0]).toMatchObject({ id, state: 'lost', cause });
      }
    },
  );

  test('C1: a report about a session that was never recorded is refused', () => {
    const world = given();
    const stranger = given().fork();
    stranger.loses('subtractor');
    const sessionId = stranger.session('subtractor').id;
    const cause = causeOf('exited');
    expect(
      world.refuses({ type: 'report_session_ready', sessionId, pid: 1, process: '' }).code,
    ).toBe('unknown_session');
    expect(world.refuses({ type: 'report_session_lost', sessionId, cause })).toEqual({
      code: 'unknown_session',
      message: `No session ${sessionId} belongs to this design.`,
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
    world.when({ type: 'resume', promised: [] });
    const third = world.session('migrationist').id;
    expect(world.sessions('migrationist').map(({ id }) => id)).toEqual([first, second, third]);
    expect(new Set([first, second, third]).size).toBe(3);
  });

  it('C4: a late event for an earlier id is recorded as late, changes no expectation, and has it stopped', () => {
    const world = given().reach('proposing');
    const old = world.session('migrationist').id;
    world.loses('migrationist');
    world.ready('migrationist');
    const { rounds, turns, participants } = world.design;

    expect(types(world.ready('migrationist', old))).toEqual(['late_report_recorded']);
    expect(world.effects).toEqual([{ type: 'stop_session', sessionId: old }]);
    expect(types(world.reportLoss(old))).toEqual(['late_report_recorded']);
    expect(world.effects).toEqual([{ type: 'stop_session', sessionId: old }]);

    expect(world.design).toMatchObject({ rounds, turns, participants });
    expect(of(world.history, 'late_report_recorded').map(({ report }) => report)).toEqual([
      'ready',
      'lost',
    ]);
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
