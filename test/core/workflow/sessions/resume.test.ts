import { describe, expect, it, test } from 'vitest';
import { openRound, statusOf } from '#core/vocabulary/status.ts';
import { CHARRETTE_STOPPED } from '#core/workflow/sessions/lifecycle.ts';
import { countReplacements } from '#core/workflow/sessions/replacement.ts';
import { differences } from '#test/support/designs/differences.ts';
import { causeOf, given, of, type World } from '#test/support/designs/given.ts';
import { GATED, NAMES } from '#test/support/designs/given-start.ts';
import {
  crashErrorOf,
  endingOf,
  listSessions,
  RESUME,
  sessionLossOf,
  sessionStartOf,
  turnEndingOf,
} from '#test/support/designs/session-events.ts';
import { tellDead } from '#test/support/designs/told-design.ts';

function resume(world: World) {
  return world.when(RESUME);
}

describe('C18: a crash of Charrette itself', () => {
  it('C18: every session is lost with that cause and resumed under a new id', () => {
    const world = given().reach('mapping');
    const turn = world.turn('synthesizer');
    const before = ['synthesizer', ...NAMES, 'auditor'].map(
      (name) => [name, world.session(name).id] as const,
    );
    const resumed = world.outcome(RESUME);
    expect(resumed).toEqual(
      before.flatMap(([name, id]) => [
        sessionLossOf(name, id, CHARRETTE_STOPPED),
        ...(name === 'synthesizer'
          ? [turnEndingOf(turn, 'process_lost', crashErrorOf(CHARRETTE_STOPPED))]
          : []),
        sessionStartOf(world, name, 'resume'),
      ]),
    );
    expect(world.effects.filter((effect) => effect.type === 'start_session')).toHaveLength(5);
  });

  it('C18: resuming keeps the one retry: the next crash is replaced, and only that one', () => {
    const world = given().reach('proposing');
    resume(world);
    world.everyoneReady();
    resume(world);
    world.everyoneReady();
    expect(countReplacements(world.sessions('subtractor'))).toBe(0);
    world.dies('subtractor');
    expect(listSessions(world, 'subtractor')).toEqual([
      'first lost',
      'resume lost',
      'resume lost',
      'retry lost',
    ]);
  });

  it('C18: a retry that was used before, or was under way, stays used', () => {
    const world = given().reach('proposing');
    world.loses('subtractor');
    world.loses('archaeologist');
    world.ready('archaeologist');
    resume(world);
    expect(world.state('subtractor')).toBe('retrying');
    world.everyoneReady();
    world.loses('subtractor');
    world.loses('archaeologist');
    expect(world.state('subtractor')).toBe('dead');
    expect(world.state('archaeologist')).toBe('dead');
  });

  it('C18: the dead are not brought back', () => {
    const world = given().reach('proposing');
    tellDead(world, 'subtractor');
    resume(world);
    expect(world.state('subtractor')).toBe('dead');
    expect(world.sessions('subtractor')).toHaveLength(2);
  });

  it('C18: turns that went with the process are on record as lost with it', () => {
    const world = given().reach('proposing');
    const open = world.openTurns();
    expect(of(resume(world), 'turn_finished')).toEqual(
      open.map((turn) => ({
        at: world.now,
        ...turnEndingOf(turn, 'process_lost', crashErrorOf(CHARRETTE_STOPPED)),
      })),
    );
  });

  it('P2: a design that stops Charrette again and again in one turn ends, however often it is adopted', () => {
    const world = given().reach('proposing');
    let resumed = 0;
    for (; world.design.end === null && resumed < 100; resumed += 1) {
      world.everyoneReady();
      resume(world);
    }
    expect(resumed).toBe(20);
    expect(world.design.end).toEqual({
      type: 'design_ended',
      at: world.now,
      status: 'failed',
      stoppedBecause: 'internal_error',
      by: '',
      detail: 'Charrette was stopped 20 times in the same turn',
    });
    expect(world.openTurns()).toEqual([]);
  });

  it('C18: stops in different rounds, or while nobody is asked, are not counted together', () => {
    const world = given().reach('asking');
    for (let stops = 0; stops < 15; stops += 1) resume(world.everyoneReady());
    world.everyoneReady().reach('answering');
    for (let stops = 0; stops < 40; stops += 1) resume(world.everyoneReady());
    world.everyoneReady().reach('mapping');
    for (let stops = 0; stops < 15; stops += 1) resume(world.everyoneReady());
    expect(world.everyoneReady().reachEnd().design.end?.status).toBe('completed');
  });

  test.each([
    'asking',
    'proposing',
    'mapping',
    'arguing',
    'composing',
    'auditing',
    'revising',
    'signing',
  ] as const)(
    'C18: a design that was %s goes on there: a participant that owes an answer is asked for it again',
    (step) => {
      const world = given().reach(step);
      const owing = world.askedIn();
      const done = Object.keys(owing).slice(1)[0];
      if (done !== undefined) world.contributes(done);
      const stillOwing = world.askedIn();
      resume(world);
      expect(world.askedIn()).toEqual({});
      world.everyoneReady();
      expect(world.askedIn()).toEqual(stillOwing);
      expect(world.reachEnd().design.end?.status).toBe('completed');
    },
  );

  test.each(['answering', 'deciding'] as const)(
    'C18: a design that is %s still waits for people',
    (step) => {
      const world = given({ says: GATED }).reach(step);
      expect(of(resume(world), 'session_started')).toEqual([]);
      expect(statusOf(world.design)).toBe('awaiting_input');
      expect(NAMES.map((name) => world.state(name))).toEqual(NAMES.map(() => 'parked'));
      expect(world.design.step).toBe(step);
      world.reachEnd();
    },
  );

  it('C18: resuming a settled or ended design starts nothing', () => {
    const world = given().reach('writing');
    expect(resume(world)).toEqual([]);
    world.reachEnd();
    expect(resume(world)).toEqual([]);
  });
});

describe('C18: nobody could be resumed', () => {
  const ends: readonly (readonly [string, boolean, (world: World) => void])[] = [
    ['every session could not be resumed', true, nobodyComesBack],
    [
      'one was dead before Charrette stopped',
      true,
      (world) => {
        world.dies('subtractor');
        nobodyComesBack(world);
      },
    ],
    [
      'an earlier stop was resumed: the last one counts',
      true,
      (world) => {
        resume(world);
        nobodyComesBack(world.everyoneReady());
      },
    ],
    [
      'one came back and died later',
      false,
      (world) => {
        resume(world);
        world.ready('subtractor');
        for (const name of NAMES) world.dies(name);
      },
    ],
    [
      'Charrette never stopped',
      false,
      (world) => {
        for (const name of NAMES) world.dies(name);
      },
    ],
  ];

  it('C18: a design without personas is cancelled with the reason that it is, whatever came before', () => {
    const wrong = differences(ends, ([, isOfStop, happens]) => {
      const world = given().reach('proposing');
      happens(world);
      const { end } = world.design;
      expect(endingOf(world)).toEqual(['cancelled', 'no_persona_left']);
      expect(end?.detail.startsWith('No persona came back after Charrette')).toBe(isOfStop);
      expect(openRound(world.design)).toBeNull();
    });
    expect(wrong).toEqual([]);
  });
});

function nobodyComesBack(world: World): void {
  const alive = NAMES.filter((name) => world.state(name) !== 'dead');
  resume(world);
  for (const name of alive) world.dies(name, causeOf('spawn_failed'));
}
