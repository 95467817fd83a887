import { describe, expect, it } from 'vitest';
import { outcomeOf } from '#core/outcome/outcome.ts';
import type { Step } from '#core/vocabulary/event-parts.ts';
import { openGate, openRound } from '#core/vocabulary/status.ts';
import { bannerOf } from '#presentation/judged/banner.ts';
import { differences } from '#test/support/designs/differences.ts';
import { given, of, type World } from '#test/support/designs/given.ts';
import { FIVE, MINUTE, startDesign } from '#test/support/designs/given-start.ts';
import {
  crashErrorOf,
  deathOf,
  endingOf,
  excuseOf,
  reportsLoss,
  sessionLossOf,
  sessionStartOf,
  turnEndingOf,
  turnStartOf,
} from '#test/support/designs/session-events.ts';

/** With the default order the personas are drawn as migrationist, subtractor, archaeologist. */
const ROUNDS: [Step, 'synthesizer' | 'auditor'][] = [
  ['mapping', 'synthesizer'],
  ['composing', 'synthesizer'],
  ['auditing', 'auditor'],
  ['revising', 'synthesizer'],
];

function handovers(world: World) {
  return of(world.history, 'facilitator_passed').map(({ role, from, to }) => [role, from, to]);
}

describe('C17: facilitators crash too', () => {
  it('C17: in any round a facilitator is replaced once, like anybody else', () => {
    const wrong = differences(ROUNDS, ([step, role]) => {
      const world = given().reach(step);
      const { id } = world.session(role);
      const turn = world.turn(role);
      expect(world.outcome(reportsLoss(id))).toEqual([
        sessionLossOf(role, id),
        turnEndingOf(turn, 'process_lost', crashErrorOf()),
        sessionStartOf(world, role, 'retry'),
      ]);
      world.ready(role);
      expect(world.askedIn()).toEqual({ [role]: openRound(world.design)?.id });
    });
    expect(wrong).toEqual([]);
  });

  it('C17: in any round the death of a facilitator passes its role to a living persona at once', () => {
    const wrong = differences(ROUNDS, ([step, role]) => {
      const world = given().reach(step);
      const round = openRound(world.design);
      world.loses(role);
      const { id } = world.session(role);
      expect(world.outcome(reportsLoss(id))).toEqual([
        sessionLossOf(role, id),
        excuseOf(round?.id, deathOf(world, role)),
        { type: 'facilitator_passed', role, from: role, to: 'migrationist' },
        turnStartOf(world, 'migrationist', round?.id),
      ]);
      expect(openRound(world.design)).toEqual({
        ...round,
        asked: [role, 'migrationist'],
        excused: [deathOf(world, role)],
      });

      world.reachEnd();
      expect(world.design.end?.status).toBe('completed');
    });
    expect(wrong).toEqual([]);
  });

  it('C17: the role stays with the stand-in, which later rounds ask', () => {
    const world = given().reach('mapping');
    world.fails('synthesizer');
    world.reach('composing');
    expect(world.askedIn()).toEqual({ migrationist: openRound(world.design)?.id });
    world.reach('revising');
    expect(world.askedIn()).toEqual({ migrationist: openRound(world.design)?.id });
    expect(handovers(world)).toHaveLength(1);
  });

  it('C17: a synthesizer that was dead before it was needed is stood in for when it is', () => {
    const world = given().reach('proposing');
    world.dies('synthesizer');
    expect(handovers(world)).toEqual([]);
    world.reach('mapping');
    expect(handovers(world)).toEqual([['synthesizer', 'synthesizer', 'migrationist']]);
    expect(world.askedIn()).toEqual({ migrationist: 'r3' });
  });

  it('C17: a stand-in for one facilitator is spared the other role, where there is a choice', () => {
    const world = given().reach('mapping');
    world.fails('synthesizer');
    world.reach('auditing').fails('auditor');
    expect(handovers(world)).toEqual([
      ['synthesizer', 'synthesizer', 'migrationist'],
      ['auditor', 'auditor', 'subtractor'],
    ]);
  });

  it('C17: a stand-in for the auditor is of another family than the synthesizer, where there is one', () => {
    const FAMILIES: Readonly<Record<string, string>> = { subtractor: 'GPT', auditor: 'GPT' };
    const { participants } = startDesign();
    const spread = participants.map((each) => ({ ...each, family: FAMILIES[each.id] ?? 'Claude' }));
    const world = given({ start: { participants: spread } }).reach('auditing');
    world.fails('auditor');
    expect(handovers(world)).toEqual([['auditor', 'auditor', 'subtractor']]);
  });

  it('C17: a lone persona stands in for both', () => {
    const world = given({ personas: ['subtractor'] }).reach('composing');
    world.fails('synthesizer');
    world.reach('auditing').fails('auditor');
    world.reachEnd();
    expect(handovers(world).map(([role, , to]) => [role, to])).toEqual([
      ['synthesizer', 'subtractor'],
      ['auditor', 'subtractor'],
    ]);
    expect(world.design.end?.status).toBe('completed');
  });

  it('C17: a stand-in is replaced once as well; when it dies, the next living persona stands in', () => {
    const world = given().reach('composing');
    world.dies('synthesizer');
    world.loses('migrationist');
    expect(handovers(world)).toHaveLength(1);
    const round = openRound(world.design)?.id;
    world.ready('migrationist');
    expect(world.askedIn()).toEqual({ migrationist: round });
    world.dies('migrationist');
    expect(handovers(world)).toEqual([
      ['synthesizer', 'synthesizer', 'migrationist'],
      ['synthesizer', 'migrationist', 'subtractor'],
    ]);
    expect(world.askedIn()).toEqual({ subtractor: round });
  });

  it.each([
    ['mapping', 'composing', 'divergences', []],
    ['auditing', 'signing', 'audit', null],
    ['revising', 'signing', 'revisions', []],
    ['confirming', 'signing', 'confirmations', []],
  ] as const)(
    'C17: while %s, after one stand-in it goes on with what there is',
    (step, next, missing, nothing) => {
      const world = given().reach(step);
      while (world.design.step === step) world.fails(world.turn().participant, 'refused');
      expect(world.design.step).toBe(next);
      expect(world.design[missing]).toEqual(nothing);
      expect(world.design.rounds.findLast(({ closed }) => closed)?.asked).toHaveLength(2);
    },
  );

  it('C17: one who stands in for a dead facilitator is stood in for once, and then nobody is', () => {
    const world = given({ personas: FIVE }).reach('composing');
    world.dies('synthesizer');
    world.fails('migrationist', 'refused');
    world.fails(world.turn().participant, 'refused');
    expect(openGate(world.design)?.roundId).toBe(world.design.rounds.at(-1)?.id);
    expect(world.design.rounds.at(-1)?.asked).toHaveLength(3);
  });

  it.each([
    [0.5, true],
    [0.7, false],
  ])(
    'C17: after a refusal that cost %f of 1 USD, the money for signing decides if somebody stands in: %o',
    (usd, is) => {
      const kinds = ['composite', 'signing'] as const;
      const expected = kinds.map((kind) => ({ kind, usd: 0.1, ms: 1 }));
      const settings = { budgetUsd: 1, gates: 'none' } as const;
      const world = given({ settings, start: { expected } }).reach('composing');
      world.spends('synthesizer', usd);
      world.fails('synthesizer', 'refused');
      // A stand-in takes 0.1 and three signatures 0.3.
      expect(handovers(world)).toHaveLength(is ? 1 : 0);
      expect(endingOf(world)).toEqual(is ? [] : ['needs_review', 'nothing_contributed']);
    },
  );

  it.each([
    [3, true],
    [5, false],
  ])(
    'C17: after a refusal at minute %i of 10, its own time and that for signing decide: %o',
    (minute, is) => {
      const expected = [
        { kind: 'composite' as const, usd: 0, ms: 4 * MINUTE },
        { kind: 'signing' as const, usd: 0, ms: 2 * MINUTE },
      ];
      const settings = { designMs: 10 * MINUTE, gates: 'none' } as const;
      const world = given({ settings, start: { expected } }).reach('composing');
      world.later(minute * MINUTE).fails('synthesizer', 'refused');
      expect(handovers(world)).toHaveLength(is ? 1 : 0);
    },
  );

  it('C17: never a respawn loop: however often a facilitator is lost, it has two sessions', () => {
    const world = given().reach('composing');
    world.dies('synthesizer');
    const ids = world.sessions('synthesizer').map(({ id }) => id);
    for (let report = 0; report < 5; report++) for (const id of ids) world.reportLoss(id);
    expect(world.sessions('synthesizer')).toHaveLength(2);
  });

  it('C17: a facilitator that let the deadline pass is not stood in for: the time is gone as well', () => {
    const world = given().reach('auditing');
    world.deadline(`round:${openRound(world.design)?.id ?? 'r0'}`);
    expect(handovers(world)).toEqual([]);
    expect(world.design.step).toBe('signing');
  });

  it('C17: of those asked in its place only the one that did the work is named as stand-in', () => {
    const world = given().reach('auditing');
    world.dies('auditor');
    world.fails('migrationist', 'refused');
    world.reachEnd();
    expect(of(world.history, 'facilitator_passed').map(({ to }) => to)).toEqual([
      'migrationist',
      'subtractor',
    ]);
    const { headline } = bannerOf(outcomeOf(world.design));
    expect(headline.match(/\w+ stood in[^;.]*/g)).toEqual(['subtractor stood in as auditor']);
  });

  it('C17: a stand-in still signs as the persona that it is', () => {
    const world = given().reach('composing');
    world.fails('synthesizer');
    world.reach('signing');
    expect(world.askedIn()).toHaveProperty('migrationist');
    expect(world.askedIn()).not.toHaveProperty('synthesizer');
  });
});
