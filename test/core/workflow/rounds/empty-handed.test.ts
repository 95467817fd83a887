import { describe, expect, it, test } from 'vitest';
import { decidedOf } from '#core/decision/decided.ts';
import type { CaveatKind } from '#core/vocabulary/caveat.ts';
import type { Step } from '#core/vocabulary/event-parts.ts';
import { openGate, openRound, statusOf } from '#core/vocabulary/status.ts';
import { differences } from '#test/support/designs/differences.ts';
import { given, of, type World } from '#test/support/designs/given.ts';
import { audit, mapping } from '#test/support/designs/given-submission.ts';
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

function roundTimer(world: World) {
  const round = openRound(world.design);
  if (round === null) throw new Error('no round is open');
  return `round:${round.id}` as const;
}

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
        happens(world);
        expect(world.design).toMatchObject({ step, settled: null, proposals: kept });
        const choices = step === 'proposing' ? ['again', 'stop'] : ['accept', 'again', 'stop'];
        expect(openGate(world.design)).toMatchObject({ caveats: [], choices });
        expect(statusOf(world.design)).toBe('awaiting_input');
        expect(of(world.history, 'round_closed').at(-1)).toMatchObject({ contributed: [] });
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
        expect(world.design.settled).toMatchObject({
          status: 'needs_review',
          stoppedBecause: 'nothing_contributed',
        });
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

  it('C6: a design that goes on without questions has everybody write; without a composite, proposals stand side by side', () => {
    const asking = given().reach('asking');
    failEveryTurn(asking);
    asking.decidesGate('accept');
    expect(asking.design.step).toBe('proposing');

    const composing = given().reach('composing');
    failEveryTurn(composing);
    composing.decidesGate('accept');
    expect(composing.design.settled).toMatchObject({
      status: 'needs_review',
      stoppedBecause: 'nothing_contributed',
    });
  });

  test.each(SUBSTANCE)('C6: the same round opens again, once, while %s', (step) => {
    const world = given().reach(step);
    const asked = openRound(world.design)?.kind;
    failEveryTurn(world);
    world.decidesGate('again');
    expect(openRound(world.design)).toMatchObject({ kind: asked, contributed: [], excused: [] });
    failEveryTurn(world);
    expect(openGate(world.design)?.choices).not.toContain('again');
    world.decidesGate('stop', 'gate-2', 'Enough.');
    expect(world.design.settled).toMatchObject({
      status: 'needs_review',
      stoppedBecause: 'decided_by_person',
      detail: 'Enough.',
    });
  });

  it('C6: a gate undecided by its deadline ends in needs review', () => {
    const world = given().reach('proposing');
    failEveryTurn(world);
    world.deadline('gate:gate-1');
    expect(world.design.settled).toMatchObject({
      status: 'needs_review',
      stoppedBecause: 'gate_unanswered',
    });
  });

  test.each(FOR_ALL)(
    'C6: with one contribution, a round that was %s ends, and the others are excused',
    (step) => {
      const world = given().reach(step);
      const [first] = world.openTurns();
      const round = openRound(world.design);
      world.contributes(first?.participant ?? '');
      world.deadline(roundTimer(world));
      expect(world.design.settled).toBeNull();
      const closed = world.design.rounds.find(({ id }) => id === round?.id);
      expect(closed).toMatchObject({ closed: true, contributed: [first?.participant] });
      expect(closed?.excused.map((excuse) => excuse.reason)).toEqual(
        (round?.asked ?? []).slice(1).map(() => 'timed_out'),
      );
    },
  );

  it('C6: excuses of several kinds together leave nothing, too', () => {
    const world = given().reach('proposing');
    tellDead(world, 'subtractor');
    world.fails('archaeologist', 'refused');
    expect(world.design.settled).toBeNull();
    world.deadline(roundTimer(world));
    expect(openRound(world.design)?.excused ?? world.design.rounds.at(-1)?.excused).toMatchObject([
      { participant: 'subtractor', reason: 'dead' },
      { participant: 'archaeologist', reason: 'turn_failed' },
      { participant: 'migrationist', reason: 'timed_out' },
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
    expect(world.design).toMatchObject({ step: 'composing', settled: null });
    expect(world.design.divergences[0]?.settlement?.outcome).toBe('unresolved');
  });
});
