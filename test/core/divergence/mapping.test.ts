import { describe, expect, it, test } from 'vitest';
import { given, of } from '../../support/given.ts';
import { mapping } from '../../support/given-submission.ts';

/** A is the migrationist, B the subtractor, C the archaeologist. */
function atMapping() {
  return given().reach('mapping');
}

describe('J3: letters become names by the drawn order', () => {
  it('J3: who holds which position is filled in by code', () => {
    const world = atMapping();
    world.submits('synthesizer', mapping(['high', 'A', 'CB'], ['low', 'B', 'C']));
    expect(of(world.history, 'divergences_mapped')[0]?.divergences).toMatchObject([
      {
        id: 'D1',
        impact: 'high',
        positions: [
          { id: 'P1', holders: ['migrationist'] },
          { id: 'P2', holders: ['archaeologist', 'subtractor'] },
        ],
      },
      {
        id: 'D2',
        impact: 'low',
        positions: [
          { id: 'P1', holders: ['subtractor'] },
          { id: 'P2', holders: ['archaeologist'] },
        ],
      },
    ]);
  });

  it('J3: another order drawn gives other names to the same letters', () => {
    const world = given({ drawnOrder: ['archaeologist', 'subtractor', 'migrationist'] }).reach('mapping');
    world.submits('synthesizer', mapping(['high', 'A', 'B']));
    expect(world.design.divergences[0]?.positions.map(({ holders }) => holders)).toEqual([
      ['archaeologist'],
      ['subtractor'],
    ]);
  });
});

describe('A4: what a mapping may refer to', () => {
  test.each([
    ['an unknown letter', mapping(['high', 'A', 'D']), 'divergence 1 names D; the proposals are A, B, C.'],
    [
      'several',
      mapping(['high', 'A', 'B'], ['low', 'X', 'YA']),
      'divergence 2 names X, Y; the proposals are A, B, C.',
    ],
    ['a small letter', mapping(['high', 'a', 'B']), 'divergence 1 names a; the proposals are A, B, C.'],
  ])('A4: %s is refused with the letters that there are', (_, submission, message) => {
    expect(atMapping().refusesSubmission('synthesizer', submission)).toEqual({
      code: 'unknown_reference',
      message,
    });
  });

  it('A4: the letter of a persona that did not propose is unknown', () => {
    const world = given().reach('proposing');
    world.dies('subtractor');
    world.reach('mapping');
    const refusal = world.refusesSubmission('synthesizer', mapping(['high', 'A', 'B']));
    expect(refusal.message).toBe('divergence 1 names B; the proposals are A, C.');
  });

  test.each([
    ['two positions', mapping(['high', 'AB', 'BC'])],
    ['one position twice', mapping(['high', 'AA', 'B'])],
  ])('A4: a proposal that is put into %s of one divergence is refused', (_, submission) => {
    expect(atMapping().refusesSubmission('synthesizer', submission)).toEqual({
      code: 'invalid',
      message: 'divergence 1 puts one proposal into two positions; each holds one at most.',
    });
  });

  it('one proposal may hold positions in several divergences, and none in some', () => {
    const world = atMapping();
    world.submits('synthesizer', mapping(['medium', 'A', 'B'], ['medium', 'A', 'C']));
    expect(world.design.divergences).toHaveLength(2);
  });
});

describe('what a mapping leads to', () => {
  it('without a divergence nothing is argued', () => {
    const world = atMapping();
    world.submits('synthesizer', mapping());
    expect(world.design.step).toBe('composing');
  });

  it('differences of low impact are noted and not argued', () => {
    const world = atMapping();
    world.submits('synthesizer', mapping(['low', 'A', 'B']));
    expect(world.design.step).toBe('composing');
    expect(world.design.divergences).toMatchObject([{ impact: 'low', settlement: null }]);
  });

  it('a lone proposal has nothing to differ from, so nothing is mapped', () => {
    const world = given().reach('proposing');
    world.dies('subtractor');
    world.dies('archaeologist');
    world.contributes('migrationist');
    expect(world.design.step).toBe('composing');
    expect(world.design.rounds.map(({ kind }) => kind)).not.toContain('mapping');
  });
});
