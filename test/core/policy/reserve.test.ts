import { describe, expect, it } from 'vitest';
import { shouldGate } from '#core/outcome/should-gate.ts';
import { sumSpentUsd } from '#core/policy/reserve.ts';
import { deliberationEndOf } from '#core/policy/time-left.ts';
import { given } from '../../support/designs/given.ts';
import { MINUTE } from '../../support/designs/given-start.ts';
import { UNWRITTEN } from '../../support/designs/outcome-settled.ts';

describe('money', () => {
  it('an unknown price is not taken for a sum', () => {
    const world = given({ settings: { budgetUsd: 1 } }).reach('asking');
    world.spends('subtractor', null);
    expect(sumSpentUsd(world.design)).toBe(0);
    expect(world.design.settled).toBeNull();
  });

  it('open turns may submit at the hard ceiling, and nothing new begins', () => {
    const world = given({ settings: { budgetUsd: 10 } }).reach('proposing');
    world.spends('archaeologist', 10);
    expect(world.design.settled).toBeNull();
    world.everyoneContributes();
    expect(world.design.proposals).toHaveLength(3);
    expect(world.design.settled).toEqual({ ...UNWRITTEN, at: world.now });
    expect(world.openTurns()).toEqual([]);
  });

  it('the answer that reaches the ceiling may be the last signature; then a person decides, with the reason', () => {
    const world = given({ settings: { budgetUsd: 10 } }).reach('signing');
    world.spends('subtractor', 10);
    world.everyoneContributes();
    expect(world.design.signatures).toHaveLength(3);
    expect(shouldGate(world.design)).toEqual(['cut_short']);
  });

  it('a design with a proposal leaves room, before each round, for later ones of higher priority', () => {
    // A turn that proposes costs 1, so that 0.6 + 0.8 + … are to come.
    const asked = (budgetUsd: number) => {
      const world = given({ settings: { budgetUsd, questions: 'none' } }).reach('proposing');
      for (const { participant } of world.openTurns()) world.spends(participant, 1);
      world.everyoneContributes();
      return world;
    };
    expect(asked(20).design.step).toBe('mapping');
    expect(asked(20).design.dropped).toEqual([]);
    // The map takes 0.6, the composite 0.8 and room for as much again: 2.2, of 2.3 or 2.1 that are
    // left.
    const { step, dropped } = asked(5.3).design;
    expect([step, dropped]).toEqual(['mapping', []]);
    const short = asked(5.1).design;
    expect(short.step).toBe('composing');
    const leftUsd = expect.closeTo(2.1);
    const money = { leftUsd, takesUsd: 0.6, keptUsd: 1.6, keptFor: ['composite'] };
    expect(short.dropped).toEqual([{ kind: 'mapping', reason: 'money_used_up', money }]);
    const broke = asked(3.5);
    expect(broke.design.settled).toEqual({ ...UNWRITTEN, at: broke.now });
  });
});

describe('time', () => {
  it('deliberation gives way when later rounds need the rest, by the time of turns so far', () => {
    const world = given().reach('asking');
    const left = () => (deliberationEndOf(world.design) - world.design.startedAt) / MINUTE;
    // Without a proposal there is nothing to give way to.
    expect(left()).toBe(60);
    world.later(2 * MINUTE).everyoneContributes();
    world
      .reach('proposing')
      .later(2 * MINUTE)
      .everyoneContributes();
    // A turn that proposes takes two minutes: 0.8 + 0.7 + 0.6 + 0.2 + 0.6 of it are to come.
    expect(left()).toBeCloseTo(60 - 2 * 2.9, 5);
  });

  it.each([
    [60, 60 - 2 * 2.9],
    [7, 7 - 2 * 0.8],
    [3, 3],
  ])('C21: of %i minutes late writers get as many as leave room for the rest', (minutes, ends) => {
    const settings = { designMs: minutes * MINUTE, questions: 'none' } as const;
    const world = given({ settings })
      .reach('proposing')
      .later(2 * MINUTE);
    world.contributes('subtractor');
    expect((deliberationEndOf(world.design) - world.design.startedAt) / MINUTE).toBeCloseTo(
      ends,
      5,
    );
    expect(world.askedIn()).toHaveProperty('archaeologist');
  });

  it('C21: a proposal that comes when its reserve begins shrinks the reserve, and one a millisecond before does not', () => {
    const endAfterMs = (tookMs: number) => {
      const settings = { designMs: 10_000, synthesisMs: 4_000, questions: 'none' } as const;
      const world = given({ settings }).reach('proposing').later(tookMs);
      world.contributes('subtractor');
      return deliberationEndOf(world.design) - world.design.startedAt;
    };
    // The whole reserve is the four seconds of synthesis.
    expect(endAfterMs(5_999)).toBe(6_000);
    expect(endAfterMs(6_000)).toBeGreaterThan(6_000);
  });

  it('waits for people do not count', () => {
    const world = given().reach('answering');
    const before = deliberationEndOf(world.design);
    world.later(7 * MINUTE).when({ type: 'go_on', by: 'Ana' });
    expect(world.design.waitedForPeopleMs).toBe(7 * MINUTE);
    expect(deliberationEndOf(world.design)).toBe(before + 7 * MINUTE);
  });
});
