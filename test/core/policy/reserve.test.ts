import { describe, expect, it, test } from 'vitest';
import {
  budgetUsedUp,
  deliberationBudgetUsedUp,
  deliberationDeadlineAt,
  spentUsd,
} from '../../../src/core/policy/reserve.ts';
import { given, of } from '../../support/given.ts';
import { MINUTE } from '../../support/given-start.ts';

describe('money', () => {
  test.each([
    [null, 1_000, false, false],
    [10, 6.49, false, false],
    [10, 6.5, true, false],
    [10, 9.99, true, false],
    [10, 10, true, true],
    [10, 11, true, true],
  ])(
    'with a budget of %s and %s spent: for deliberation it is used up: %s; altogether: %s',
    (budgetUsd, spent, deliberation, all) => {
      const world = given({ settings: { budgetUsd } }).reach('asking');
      world.spends('subtractor', spent / 2);
      world.spends('archaeologist', spent / 2);
      expect(spentUsd(world.design)).toBeCloseTo(spent);
      expect(deliberationBudgetUsedUp(world.design)).toBe(deliberation);
      expect(budgetUsedUp(world.design)).toBe(all);
    },
  );

  it('a price that is unknown is not taken for a sum', () => {
    const world = given({ settings: { budgetUsd: 1 } }).reach('asking');
    world.spends('subtractor', null);
    expect(spentUsd(world.design)).toBe(0);
    expect(world.design.settled).toBeNull();
  });

  it('at the hard ceiling open turns may submit, and nothing new is begun', () => {
    const world = given({ settings: { budgetUsd: 10 } }).reach('proposing');
    world.spends('archaeologist', 10);
    expect(world.design.settled).toBeNull();
    world.everyoneContributes();
    expect(world.design.proposals).toHaveLength(3);
    expect(world.design.settled).toMatchObject({
      status: 'needs_review',
      stoppedBecause: 'money_used_up',
      reasons: ['budget'],
    });
    expect(world.openTurns()).toEqual([]);
  });

  it('the answer that reaches the ceiling may be the brief itself; then a person decides, with the reason', () => {
    const world = given({ settings: { budgetUsd: 10 } }).reach('briefing');
    world.spends('synthesizer', 10);
    world.everyoneContributes();
    expect(world.design.brief).not.toBeNull();
    expect(world.design.gates.at(-1)?.reasons).toEqual(['budget']);
  });

  it('once the reserve is touched, the open round is finished and the rest of the deliberation left out', () => {
    const world = given({ settings: { budgetUsd: 10 } }).reach('proposing');
    world.spends('subtractor', 7);
    expect(world.design.deliberationStopped).toBeNull();
    world.everyoneContributes();
    expect(of(world.history, 'deliberation_stopped')).toMatchObject([{ reason: 'money_used_up' }]);
    expect(world.design.step).toBe('composing');
    world.reach('deciding');
    expect(world.design.brief).not.toBeNull();
    expect(world.design.gates).toMatchObject([{ reasons: ['budget'] }]);
  });

  it('used up while asking, before there is any proposal, it needs review, and people are not asked in vain', () => {
    const world = given({ settings: { budgetUsd: 10 } }).reach('asking');
    world.spends('subtractor', 7);
    world.everyoneContributes();
    expect(world.design.settled).toMatchObject({ status: 'needs_review', stoppedBecause: 'money_used_up' });
    expect(of(world.history, 'answering_opened')).toEqual([]);
  });

  it('in synthesis the reserve is there to be spent', () => {
    const world = given({ settings: { budgetUsd: 10 } }).reach('composing');
    world.spends('synthesizer', 9);
    world.reach('writing');
    expect(world.design.deliberationStopped).toBeNull();
    expect(world.design.settled?.status).toBe('completed');
  });
});

describe('time', () => {
  test.each([
    [60, 20, 40],
    [60, 50, 21],
    [60, 60, 21],
    [60, 600, 21],
    [10, 1, 9],
  ])('of %i minutes, with %i for synthesis, deliberation has %i', (design, synthesis, own) => {
    const world = given({ settings: { designMs: design * MINUTE, synthesisMs: synthesis * MINUTE } });
    expect(deliberationDeadlineAt(world.design) - world.design.startedAt).toBe(own * MINUTE);
  });

  it('what was spent waiting for people does not count', () => {
    const world = given().reach('answering');
    const before = deliberationDeadlineAt(world.design);
    world.later(7 * MINUTE).when({ type: 'finish_answering', by: 'Ana', skip: false });
    expect(world.design.waitedForPeopleMs).toBe(7 * MINUTE);
    expect(deliberationDeadlineAt(world.design)).toBe(before + 7 * MINUTE);
  });
});
