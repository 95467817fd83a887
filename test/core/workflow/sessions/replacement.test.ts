import { describe, expect, it, test } from 'vitest';
import { describeDeath } from '#core/vocabulary/crashes.ts';
import type { Step } from '#core/vocabulary/event-parts.ts';
import { findParticipant, isAlive, listLivingPersonas } from '#core/vocabulary/participants.ts';
import { openRound } from '#core/vocabulary/status.ts';
import { FILE_GONE } from '#core/workflow/sessions/lifecycle.ts';
import { differences } from '#test/support/designs/differences.ts';
import { causeOf, given, of } from '#test/support/designs/given.ts';
import { GATED, NAMES } from '#test/support/designs/given-start.ts';
import { id } from '#test/support/designs/sample-design.ts';

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
      const first = of(world.loses('archaeologist'), 'session_started');
      expect(first).toMatchObject([{ participant: 'archaeologist', origin: 'retry' }]);
      expect(world.state('archaeologist')).toBe('retrying');
      expect(of(world.loses('archaeologist'), 'session_started')).toEqual([]);
      expect(world.state('archaeologist')).toBe('dead');
    });
    expect(wrong).toEqual([]);
  });

  it('C2: the retry is one per persona and design: a participant replaced while asking is not replaced while signing', () => {
    const world = given().reach('asking');
    world.loses('archaeologist');
    world.ready('archaeologist');
    world.reach('signing');
    expect(of(world.loses('archaeologist'), 'session_started')).toEqual([]);
    expect(world.state('archaeologist')).toBe('dead');
  });

  it('C2: one persona’s loss leaves the others their retry', () => {
    const world = given().everyoneReady();
    world.dies('archaeologist');
    expect(of(world.loses('subtractor'), 'session_started')).toMatchObject([{ origin: 'retry' }]);
  });

  it('C2: a first loss is final once the persona file is gone, whatever was lost before', () => {
    const world = given().everyoneReady();
    expect(of(world.loses('subtractor', FILE_GONE), 'session_started')).toEqual([]);
    world.loses('archaeologist');
    world.when({ type: 'resume', promised: [] });
    world.loses('archaeologist', FILE_GONE);
    const dead = ['subtractor', 'archaeologist'].map((name) =>
      findParticipant(world.design, id(name)),
    );
    expect(dead.map(describeDeath)).toEqual([
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
    const { version: _, ...once } = world.design;

    const again = world.reportLoss(id, causeOf(other));
    expect(again).toMatchObject([{ type: 'late_report_recorded', sessionId: id, report: 'lost' }]);
    expect(world.design).toMatchObject(once);
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
  it('C5: a replacement that never becomes healthy is dead and excused in one step, and not asked again', () => {
    const world = given().reach('asking');
    world.loses('archaeologist');
    const events = world.loses(
      'archaeologist',
      causeOf('not_ready', 'it was not ready within 10 s'),
    );
    expect(events.map(({ type }) => type)).toEqual(['session_lost', 'participant_excused']);
    expect(of(events, 'participant_excused')).toMatchObject([
      { participant: 'archaeologist', reason: 'dead' },
    ]);
    expect(world.state('archaeologist')).toBe('dead');
    const alone = given().reach('proposing');
    alone.loses('archaeologist');
    alone.everyoneContributes();
    expect(alone.design.step).toBe('proposing');
    alone.loses('archaeologist', causeOf('not_ready'));
    expect(alone.design.step).toBe('mapping');
    // No later round asks it either.
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
    world.loses('migrationist', cause);
    expect(world.sessions('migrationist')).toMatchObject([
      { state: 'lost', cause },
      { state: 'starting', origin: 'retry' },
    ]);
    expect(world.design.turns.find((turn) => turn.participant === 'migrationist')).toMatchObject({
      outcome: 'process_lost',
      error: { class: kind, message: detail },
    });
  });
});
