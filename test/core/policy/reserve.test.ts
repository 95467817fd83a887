import { describe, expect, it } from 'vitest';
import { deliberationEndsAt, spentUsd } from '../../../src/core/policy/reserve.ts';
import { given } from '../../support/given.ts';
import { MINUTE } from '../../support/given-start.ts';

describe('money', () => {
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

  it('a budget that is used up to the cent before there is a proposal begins none', () => {
    const world = given({ settings: { budgetUsd: 10 } }).reach('asking');
    world.spends('archaeologist', 10);
    world.everyoneContributes();
    expect(world.design.rounds.map(({ kind }) => kind)).toEqual(['questions']);
    expect(world.design.settled).toMatchObject({
      status: 'needs_review',
      stoppedBecause: 'money_used_up',
    });
  });

  it('the answer that reaches the ceiling may be the last signature; then a person decides, with the reason', () => {
    const world = given({ settings: { budgetUsd: 10 } }).reach('signing');
    world.spends('subtractor', 10);
    world.everyoneContributes();
    expect(world.design.signatures).toHaveLength(3);
    expect(world.design.gates.at(-1)?.reasons).toEqual(['budget']);
  });

  it('what has a proposal leaves room, before each round, for what is kept longer', () => {
    // A turn that proposes costs 1, so that 1.5 + 0.8 + … are to come.
    const asked = (budgetUsd: number) => {
      const world = given({ settings: { budgetUsd, questions: 'none' } }).reach('proposing');
      for (const { participant } of world.openTurns()) world.spends(participant, 1);
      world.everyoneContributes();
      return world;
    };
    expect(asked(20).design.step).toBe('mapping');
    expect(asked(20).design.dropped).toEqual([]);
    expect(asked(8).design).toMatchObject({
      step: 'composing',
      dropped: [{ kind: 'mapping', reason: 'money_used_up' }],
    });
    expect(asked(4).design.settled).toMatchObject({
      status: 'needs_review',
      stoppedBecause: 'money_used_up',
    });
  });
});

describe('time', () => {
  it('deliberation gives way when what comes after it needs the rest, by what turns took so far', () => {
    const world = given().reach('asking');
    const left = () => (deliberationEndsAt(world.design) - world.design.startedAt) / MINUTE;
    // Without a proposal there is nothing to give way to.
    expect(left()).toBe(60);
    world.later(2 * MINUTE).everyoneContributes();
    world
      .reach('proposing')
      .later(2 * MINUTE)
      .everyoneContributes();
    // A turn that proposes takes two minutes: 1.5 + 0.8 + 1 + 0.3 of it are to come.
    expect(left()).toBeCloseTo(60 - 2 * 3.6, 5);
  });

  it.each([
    [60, 60 - 2 * 3.6],
    [8, 8 - 2 * 1.5],
    [4, 4],
  ])(
    'C21: of %i minutes those who still write have as many as leave room for what is to come',
    (minutes, ends) => {
      const settings = { designMs: minutes * MINUTE, questions: 'none' } as const;
      const world = given({ settings })
        .reach('proposing')
        .later(2 * MINUTE);
      world.contributes('subtractor');
      expect((deliberationEndsAt(world.design) - world.design.startedAt) / MINUTE).toBeCloseTo(ends, 5);
      expect(world.asked()).toHaveProperty('archaeologist');
    },
  );

  it('what was spent waiting for people does not count', () => {
    const world = given().reach('answering');
    const before = deliberationEndsAt(world.design);
    world.later(7 * MINUTE).when({ type: 'finish_answering', by: 'Ana', skip: false });
    expect(world.design.waitedForPeopleMs).toBe(7 * MINUTE);
    expect(deliberationEndsAt(world.design)).toBe(before + 7 * MINUTE);
  });
});
