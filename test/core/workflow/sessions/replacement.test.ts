import { describe, expect, it, test } from 'vitest';
import { describeDeath } from '#core/vocabulary/crashes.ts';
import type { Step } from '#core/vocabulary/event-parts.ts';
import { findParticipant, isAlive, listLivingPersonas } from '#core/vocabulary/participants.ts';
import { openRound } from '#core/vocabulary/status.ts';
import { FILE_GONE } from '#core/workflow/sessions/lifecycle.ts';
import { differences } from '#test/support/designs/differences.ts';
import { causeOf, given } from '#test/support/designs/given.ts';
import { GATED, NAMES } from '#test/support/designs/given-start.ts';
import { id } from '#test/support/designs/sample-design.ts';
import {
  crashErrorOf,
  deathOf,
  excuseOf,
  lateLossOf,
  listSessions,
  RESUME,
  reportsLoss,
  sessionLossOf,
  sessionStartOf,
  turnEndingOf,
} from '#test/support/designs/session-events.ts';

const LIVING_STEPS: Step[] = [
  'spawning',
  'asking',
  'answering',
  'proposing',
  'mapping',
  'arguing',
  'composing',
  'auditing',
  'revising',
  'signing',
];

describe('C2: one retry', () => {
  it('C2: in any step a first loss starts one replacement and a second none', () => {
    const wrong = differences(LIVING_STEPS, (step) => {
      const world = given({ says: GATED }).reach(step);
      world.loses('archaeologist');
      expect(listSessions(world, 'archaeologist')).toEqual(['first lost', 'retry starting']);
      expect(world.state('archaeologist')).toBe('retrying');
      world.loses('archaeologist');
      expect(listSessions(world, 'archaeologist')).toEqual(['first lost', 'retry lost']);
      expect(world.state('archaeologist')).toBe('dead');
    });
    expect(wrong).toEqual([]);
  });

  it('C2: the retry is one per persona and design: a participant replaced while asking is not replaced while signing', () => {
    const world = given().reach('asking');
    world.loses('archaeologist');
    world.ready('archaeologist');
    world.reach('signing').loses('archaeologist');
    expect(listSessions(world, 'archaeologist')).toEqual(['first lost', 'retry lost']);
  });

  it('C2: one persona’s loss leaves the others their retry', () => {
    const world = given().everyoneReady();
    world.dies('archaeologist');
    world.loses('subtractor');
    expect(listSessions(world, 'subtractor')).toEqual(['first lost', 'retry starting']);
  });

  it('C2: a first loss is final once the persona file is gone, whatever was lost before', () => {
    const world = given().everyoneReady();
    world.loses('subtractor', FILE_GONE);
    expect(listSessions(world, 'subtractor')).toEqual(['first lost']);
    world.loses('archaeologist');
    world.when(RESUME);
    world.loses('archaeologist', FILE_GONE);
    const lost = ['subtractor', 'archaeologist'].map((name) =>
      findParticipant(world.design, id(name)),
    );
    expect(lost.map(describeDeath)).toEqual([
      'The subtractor could not be started (persona file is gone)',
      'The archaeologist crashed once (killed), then could not be started (persona file is gone)',
    ]);
    expect(
      ['subtractor', 'archaeologist', 'migrationist'].map((name) => world.state(name)),
    ).toEqual(['dead', 'dead', 'retrying']);
  });
});

describe('C3: a loss counts once', () => {
  test.each([
    ['spawn_failed', 'exited'],
    ['exited', 'hung'],
    ['killed', 'killed'],
    ['hung', 'out_of_memory'],
  ] as const)('C3: a loss reported as %s and again as %s changes the state once', (one, other) => {
    const world = given().reach('asking');
    const { id } = world.session('subtractor');
    world.reportLoss(id, causeOf(one));
    const once = world.design;

    const again = world.outcome(reportsLoss(id, causeOf(other)));
    expect(again).toEqual([lateLossOf('subtractor', id, other)]);
    expect(world.design).toEqual({ ...once, version: once.version + 1 });
    expect(world.state('subtractor')).toBe('retrying');
    expect(world.sessions('subtractor')).toHaveLength(2);
  });

  it('C3: the second report does not touch a replacement that is already healthy, nor its turn', () => {
    const world = given().reach('asking');
    const { id } = world.session('subtractor');
    world.reportLoss(id);
    world.ready('subtractor');
    const turn = world.turn('subtractor');
    world.reportLoss(id);
    expect(world.state('subtractor')).toBe('alive');
    expect(world.turn('subtractor')).toEqual(turn);
  });

  it('C3: a session that says twice that it is ready is ready once, and asked once', () => {
    const world = given().everyoneReady();
    const turns = world.openTurns();
    expect(world.ready('subtractor')).toEqual([]);
    expect(world.openTurns()).toEqual(turns);
  });
});

describe('C5: a failed health check is accounted for', () => {
  it('C5: a replacement that never becomes healthy is dead and excused in one step', () => {
    const world = given().reach('asking');
    world.loses('archaeologist');
    const { id } = world.session('archaeologist');
    const cause = causeOf('not_ready', 'it was not ready within 10 s');
    expect(world.outcome(reportsLoss(id, cause))).toEqual([
      sessionLossOf('archaeologist', id, cause),
      excuseOf('r1', deathOf(world, 'archaeologist')),
    ]);
    expect(world.state('archaeologist')).toBe('dead');
  });

  it('C5: a round that waits for such a replacement alone ends with it', () => {
    const world = given().reach('proposing');
    world.loses('archaeologist');
    world.everyoneContributes();
    expect(world.design.step).toBe('proposing');
    world.loses('archaeologist', causeOf('not_ready'));
    expect(world.design.step).toBe('mapping');
  });

  it('C5: no later round asks a participant that is dead', () => {
    const world = given().reach('asking');
    world.dies('archaeologist');
    world.reachEnd();
    const later = world.design.rounds.filter((round) => round.id !== 'r1');
    expect(later.length).toBeGreaterThan(5);
    expect(later.flatMap((round) => round.asked)).not.toContain('archaeologist');
    expect(world.design.end?.status).toBe('completed');
  });
});

describe('C10: retrying is not dead', () => {
  it('C10: with every persona lost and every replacement under way, the design goes on', () => {
    const world = given().reach('proposing');
    for (const name of NAMES) world.loses(name);
    expect(world.design.end).toBeNull();
    expect(openRound(world.design)?.excused).toEqual([]);
    expect(listLivingPersonas(world.design)).toHaveLength(3);
  });

  it('C10: the remaining are counted without the dead, and the replaced are listed apart from the others', () => {
    const world = given().reach('proposing');
    world.dies('subtractor');
    world.loses('archaeologist');
    expect(listLivingPersonas(world.design).map(({ id }) => id)).toEqual([
      'archaeologist',
      'migrationist',
    ]);
    expect(listLivingPersonas(world.design).map(({ id }) => world.state(id))).toEqual([
      'retrying',
      'alive',
    ]);
    expect(isAlive(findParticipant(world.design, world.turn('migrationist').participant))).toBe(
      true,
    );
  });

  it('C10: a lone persona that is being replaced and comes back carries the design to its end', () => {
    const world = given({ personas: ['subtractor'] }).reach('asking');
    world.loses('subtractor');
    world.reachEnd();
    expect(world.design.end?.status).toBe('completed');
  });
});

describe('C20: hung is lost', () => {
  test.each([
    ['hung', 'it did not answer three heartbeats'],
    ['out_of_memory', 'it exceeded 256 MiB'],
  ] as const)('C20: a session that is %s counts as lost, with that cause', (kind, detail) => {
    const world = given().reach('asking');
    const cause = causeOf(kind, detail);
    const { id } = world.session('migrationist');
    const turn = world.turn('migrationist');
    expect(world.outcome(reportsLoss(id, cause))).toEqual([
      sessionLossOf('migrationist', id, cause),
      turnEndingOf(turn, 'process_lost', crashErrorOf(cause)),
      sessionStartOf(world, 'migrationist', 'retry'),
    ]);
    expect(listSessions(world, 'migrationist')).toEqual(['first lost', 'retry starting']);
  });
});
