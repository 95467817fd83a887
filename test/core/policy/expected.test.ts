import { describe, expect, it, test } from 'vitest';
import { estimateUsd } from '#core/policy/expected.ts';
import type { ExpectedTurn } from '#core/vocabulary/event-parts.ts';
import { ROUND_KINDS, type RoundKind } from '#core/vocabulary/sets.ts';
import { sayLeftOut } from '#presentation/judged/rounds.ts';
import { given, of, type World } from '../../support/designs/given.ts';
import { MINUTE, pointsFor } from '../../support/designs/given-start.ts';
import { argument, mapping } from '../../support/designs/given-submission.ts';
import { playDear, wholeUsd } from './dear-proposals.ts';

/** Every turn takes ten cents and a minute, unless a test says otherwise. */
function usual(changes: Partial<Record<RoundKind, number>> = {}): ExpectedTurn[] {
  return ROUND_KINDS.map((kind) => ({ kind, usd: changes[kind] ?? 0.1, ms: MINUTE }));
}

/** Nobody moves; the first and the second of three stand apart. */
const TWO_APART = {
  mapping: () => mapping(['high', 'A', 'B']),
  argument: (...[design, speaker]: Parameters<typeof pointsFor>) =>
    argument(...pointsFor(design, speaker)),
};

function spend(world: World, usd: number): World {
  for (const { participant } of world.openTurns()) world.spends(participant, usd);
  return world;
}

describe('C21: what is to come has its usual price', () => {
  it('C21: a dear proposal makes no later turn dearer', () => {
    const world = spend(given({ start: { expected: usual() } }).reach('proposing'), 3);
    world.everyoneContributes();
    expect(estimateUsd(world.design, 'proposals')).toBe(3);
    expect(estimateUsd(world.design, 'composite')).toBe(0.1);
  });

  it('C21: the design’s own turns of a kind count instead, without attempts that were refused', () => {
    const world = given({ start: { expected: usual() } }).reach('mapping');
    const { id: turnId } = world.turn('synthesizer');
    world.spends('synthesizer', 0.7);
    for (const tool of ['map_divergences', 'sign'])
      world.when({ type: 'report_tool_call', turnId, tool, result: 'refused', latencyMs: 1 });
    world.spends('synthesizer', 0.2);
    world.contributes('synthesizer');
    expect(estimateUsd(world.design, 'mapping')).toBeCloseTo(0.2, 9);
    expect(world.design.turns.find(({ id }) => id === turnId)?.refused).toEqual({
      usd: 0.7,
      ms: 200,
    });
  });

  // Two argue, then there are four turns of facilitators and three signatures: 0.9 in all, and room
  // for one turn more.
  it.each([
    [1.05, 1],
    [0.95, 0],
  ])(
    'C21: of %f USD that are left, two who stand apart argue, or nobody does: %i',
    (leftUsd, rounds) => {
      const settings = { budgetUsd: 2, questions: 'none' } as const;
      const world = given({ settings, says: TWO_APART, start: { expected: usual() } }).reach(
        'mapping',
      );
      world.spends('synthesizer', 2 - leftUsd);
      world.contributes('synthesizer');
      expect(
        of(world.history, 'round_opened').filter(({ kind }) => kind === 'argument'),
      ).toHaveLength(rounds);
    },
  );

  it('C21: an audit begins only with enough for its revision and the confirmation as well', () => {
    const settings = { budgetUsd: 2, questions: 'none' } as const;
    const begun = (spent: number) => {
      const world = given({ settings, start: { expected: usual() } }).reach('composing');
      world.spends('synthesizer', spent);
      world.contributes('synthesizer');
      return world.design;
    };
    expect(begun(1.29).step).toBe('auditing');
    expect(begun(1.31).step).toBe('signing');
    const keptFor = ['revision', 'confirmation', 'signing'];
    const money = { leftUsd: 0.69, takesUsd: 0.1, keptUsd: 0.6, keptFor };
    expect(begun(1.31).dropped).toEqual([{ kind: 'audit', reason: 'money_used_up', money }]);
  });

  it('a design whose turns take twice the usual time keeps twice the time in reserve', () => {
    const settings = {
      designMs: 30 * MINUTE,
      synthesisMs: 20 * MINUTE,
      questions: 'none',
    } as const;
    const world = given({ settings, start: { expected: usual() } }).reach('proposing');
    world.later(2 * MINUTE).everyoneContributes();
    world.later(17 * MINUTE).contributes('synthesizer');
    // Ten of thirty minutes are left: five rounds of two, and arguing.
    expect(world.design.step).toBe('composing');
    expect(world.design.dropped).toEqual([{ kind: 'argument', reason: 'time_used_up' }]);
  });
});

describe('C21: money that is there is used for arguing', () => {
  test.each([0.17, 0.3, 0.45, 0.7])(
    'C21: at 5 USD with six proposals of %f each',
    (proposalUsd) => {
      for (const others of [1, 1.2]) {
        const { design } = playDear({ budgetUsd: 5, proposalUsd, others });
        const argued = design.rounds.filter(({ kind }) => kind === 'argument');
        if (wholeUsd({ proposalUsd, others }) > 5) continue;
        expect(argued).toHaveLength(1);
        expect(design.dropped).toEqual([]);
      }
    },
  );

  it('C21: where it does not suffice, what is left out says for what the money is kept', () => {
    const words = (proposalUsd: number) =>
      sayLeftOut(playDear({ budgetUsd: 5, proposalUsd, others: 1 }).design.dropped);
    expect(words(0.66)).toEqual([
      expect.stringMatching(
        /^without arguing: the last \$0\.\d\d was needed for the draft, .* and signing$/,
      ),
      expect.stringMatching(
        /^without the audit: the last \$0\.\d\d was needed for the revision, .* and signing$/,
      ),
    ]);
    expect(words(0.72)).toContainEqual('without signing, for lack of money');
  });

  it('C21: a lack of money is said only where no money was left', () => {
    const world = given({
      settings: { budgetUsd: 2, questions: 'none' },
      start: { expected: usual() },
    }).reach('composing');
    world.spends('synthesizer', 2);
    world.contributes('synthesizer');
    expect(sayLeftOut(world.design.dropped)).toEqual([
      'without the audit and signing, for lack of money',
    ]);
  });
});
