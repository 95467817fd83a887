import { describe, expect, it, test } from 'vitest';
import { decidedOf } from '#core/decision/decided.ts';
import type { CaveatKind } from '#core/vocabulary/caveat.ts';
import type { Step } from '#core/vocabulary/event-parts.ts';
import { openGate, openRound, statusOf } from '#core/vocabulary/status.ts';
import { differences } from '#test/support/designs/differences.ts';
import { given, of, type World } from '#test/support/designs/given.ts';
import { MINUTE, NAMES } from '#test/support/designs/given-start.ts';
import { audit, mapping } from '#test/support/designs/given-submission.ts';
import { deathOf, delayOf, endingOf, roundOf } from '#test/support/designs/session-events.ts';
import { tellDead } from '#test/support/designs/told-design.ts';

/** What everything after it rests on, and what has a meaning when it is absent. */
const SUBSTANCE: Step[] = ['asking', 'proposing', 'composing'];
const MARKED: [Step, CaveatKind][] = [
  ['mapping', 'not_audited'],
  ['arguing', 'difference_open'],
  ['auditing', 'not_audited'],
  ['revising', 'finding_open'],
  ['signing', 'not_signed'],
];
const FOR_ALL: Step[] = ['asking', 'proposing', 'arguing', 'signing'];
/** A finding that blocks, so that what becomes of it is seen. */
const SAYS = { audit: () => audit('blocking') };

const roundTimer = (world: World) => `round:${roundOf(world).id}` as const;

/** Fails every turn of the open round, those of stand-ins too, until nobody is asked. */
function failEveryTurn(world: World): void {
  const round = openRound(world.design)?.id;
  for (let fails = 0; fails < 20 && openRound(world.design)?.id === round; fails++) {
    const [turn] = world.openTurns();
    if (turn !== undefined) world.fails(turn.participant);
  }
}

describe('C6: no empty advance', () => {
  const ways: [string, (world: World) => void][] = [
    ['every turn failed', failEveryTurn],
    ['nobody answered by the deadline', (world) => world.deadline(roundTimer(world))],
  ];
  /** Each of these steps, with each way to end it with empty hands. */
  const eachWay = <Row extends readonly [Step, ...unknown[]]>(rows: readonly Row[]) =>
    rows.flatMap((row) =>
      ways.map(([how, happens]) => [`${row[0]}, ${how}`, happens, row] as const),
    );

  it('C6: with empty hands in a round that all rests on, a person is asked, and it goes nowhere', () => {
    const wrong = differences(
      eachWay(SUBSTANCE.map((step) => [step] as const)),
      ([, happens, [step]]) => {
        const world = given().reach(step);
        const kept = world.design.proposals;
        const { id: roundId } = roundOf(world);
        happens(world);
        const { now: at, design } = world;
        expect([design.step, design.settled, design.proposals]).toEqual([step, null, kept]);
        const choices = step === 'proposing' ? ['again', 'stop'] : ['accept', 'again', 'stop'];
        const gate = { gateId: 'gate-1', caveats: [], choices, roundId };
        const deadlineAt = at + 60 * MINUTE;
        expect(of(world.history, 'gate_opened')).toEqual([
          { type: 'gate_opened', at, ...gate, deadlineAt },
        ]);
        expect(statusOf(design)).toBe('awaiting_input');
        const asked = design.rounds.at(-1)?.asked;
        expect(of(world.history, 'round_closed').at(-1)).toEqual({
          type: 'round_closed',
          at,
          roundId,
          contributed: [],
          excused: asked,
        });
      },
    );
    expect(wrong).toEqual([]);
  });

  it('C6: with empty hands in such a round and nobody there to decide, it needs review', () => {
    const wrong = differences(
      eachWay(SUBSTANCE.map((step) => [step] as const)),
      ([, happens, [step]]) => {
        const world = given({ settings: { gates: 'none' } }).reach(step);
        happens(world);
        expect(endingOf(world)).toEqual(['needs_review', 'nothing_contributed']);
      },
    );
    expect(wrong).toEqual([]);
  });

  it('C6: with empty hands in any other round it goes on, marked as what is missing', () => {
    const wrong = differences(eachWay(MARKED), ([, happens, [step, kind]]) => {
      const world = given({ says: SAYS, settings: { gates: 'none' } }).reach(step);
      happens(world);
      world.reach('writing');
      expect(decidedOf(world.design)).not.toBeNull();
      expect(world.design.settled?.status).toBe('needs_review');
      expect(world.design.settled?.caveats.map((each) => each.kind)).toContain(kind);
    });
    expect(wrong).toEqual([]);
  });

  it('C6: a design that goes on without questions has everybody write', () => {
    const world = given().reach('asking');
    failEveryTurn(world);
    world.decidesGate('accept');
    expect(world.askedIn()).toEqual({ subtractor: 'r2', archaeologist: 'r2', migrationist: 'r2' });
    expect(world.design.step).toBe('proposing');
  });

  it('C6: a design that goes on without a composite ends with its proposals side by side', () => {
    const world = given().reach('composing');
    failEveryTurn(world);
    world.decidesGate('accept');
    expect(endingOf(world)).toEqual(['needs_review', 'nothing_contributed']);
  });

  test.each([
    ['asking', NAMES],
    ['proposing', NAMES],
    // The stand-in keeps the role.
    ['composing', ['migrationist']],
  ] as const)('C6: the same round opens again, once, while %s', (step, asked) => {
    const world = given().reach(step);
    const first = roundOf(world);
    failEveryTurn(world);
    world.decidesGate('again');
    const { id, since } = roundOf(world);
    expect(roundOf(world)).toEqual({ ...first, id, since, asked });
    expect(id).not.toBe(first.id);
    failEveryTurn(world);
    expect(openGate(world.design)?.choices).not.toContain('again');
    world.decidesGate('stop', 'gate-2', 'Enough.');
    expect(endingOf(world)).toEqual(['needs_review', 'decided_by_person']);
    expect(world.design.settled?.detail).toBe('Enough.');
  });

  it('C6: a gate undecided by its deadline ends in needs review', () => {
    const world = given().reach('proposing');
    failEveryTurn(world);
    world.deadline('gate:gate-1');
    expect(endingOf(world)).toEqual(['needs_review', 'gate_unanswered']);
  });

  test.each(FOR_ALL)(
    'C6: with one contribution, a round that was %s ends, and the others are excused',
    (step) => {
      const world = given().reach(step);
      const round = roundOf(world);
      const [first = '', ...others] = round.asked;
      world.contributes(first);
      world.deadline(roundTimer(world));
      expect(world.design.settled).toBeNull();
      expect(world.design.rounds.find(({ id }) => id === round.id)).toEqual({
        ...round,
        closed: true,
        contributed: [first],
        excused: others.map(delayOf),
      });
    },
  );

  it('C6: excuses of several kinds together leave nothing, too', () => {
    const world = given().reach('proposing');
    tellDead(world, 'subtractor');
    world.fails('archaeologist', 'refused');
    expect(world.design.settled).toBeNull();
    world.deadline(roundTimer(world));
    expect(world.design.rounds.at(-1)?.excused).toEqual([
      deathOf(world, 'subtractor'),
      { participant: 'archaeologist', reason: 'turn_failed', detail: 'the model: overloaded' },
      delayOf('migrationist'),
    ]);
    expect(openGate(world.design)?.roundId).toBe(world.design.rounds.at(-1)?.id);
  });

  it('C6: a participant that failed a turn is excused from that round only, and asked again in the next', () => {
    const world = given().reach('asking');
    world.fails('archaeologist', 'timed_out');
    expect(openRound(world.design)?.excused).toEqual([
      { participant: 'archaeologist', reason: 'turn_failed', detail: 'the model: overloaded' },
    ]);
    world.reach('proposing');
    expect(world.askedIn()).toHaveProperty('archaeologist');
  });

  it('C6: when all opponents die while somebody else lives, the difference stays unresolved and the design goes on', () => {
    const world = given({ says: { mapping: () => mapping(['high', 'A', 'B']) } }).reach('arguing');
    expect(world.askedIn()).toEqual({ migrationist: 'r4', subtractor: 'r4' });
    world.dies('migrationist');
    world.dies('subtractor');
    expect([world.design.step, world.design.settled]).toEqual(['composing', null]);
    expect(world.design.divergences[0]?.settlement?.outcome).toBe('unresolved');
  });
});
