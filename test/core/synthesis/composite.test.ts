import { describe, expect, it, test } from 'vitest';
import { given, of, type World } from '../../support/given.ts';
import {
  type Account,
  adopted,
  composite,
  mappingOf,
  merged,
  proposal,
  rejected,
} from '../../support/given-submission.ts';

/** The claims are, B-1 and C-1. */
function composing(): World {
  const says = {
    proposals: (_: unknown, speaker: string) =>
      speaker === 'migrationist' ? proposal({}, 'first', 'second') : proposal(),
    // They differ in nothing, so that each account stands for itself.
    mapping: () => mappingOf(['A-1', 'A-2', 'B-1', 'C-1']),
  };
  return given({ says }).reach('composing');
}

function refusal(...accounts: Account[]) {
  const world = composing();
  return world.refusesSubmission('synthesizer', composite(world.design, accounts));
}

const B = adopted('B-1');
const C = adopted('C-1');

describe('A4: a composite accounts for every claim of every proposal', () => {
  it('A4: a composite that accounts for every claim once is taken', () => {
    const world = composing();
    const accounts = [
      adopted('A-1'),
      merged('A-2', 'A-1'),
      rejected('B-1', 'It cannot be taken back.'),
      { claim: 'C-1', disposition: 'unresolved', into: '', reason: '' } as const,
    ];
    world.submits('synthesizer', composite(world.design, accounts));
    expect(of(world.history, 'composite_submitted')[0]?.composite.accounts).toEqual(accounts);
    expect(world.design.step).toBe('auditing');
  });

  test.each([
    ['one', [adopted('A-1'), B, C], 'A-2'],
    ['several', [B], 'A-1, A-2, C-1'],
    ['all', [], 'A-1, A-2, B-1, C-1'],
  ])('A4: a composite that forgets %s is refused with the forgotten claims', (_, accounts, forgotten) => {
    expect(refusal(...accounts)).toEqual({
      code: 'incomplete',
      message: `These claims are not accounted for: ${forgotten}.`,
    });
  });

  test.each([
    ['a claim of nobody', [adopted('A-1'), adopted('A-2'), B, C, adopted('A-3')], 'A-3'],
    ['a letter of nobody', [adopted('A-1'), adopted('A-2'), B, C, adopted('D-1')], 'D-1'],
    ['a target of nobody', [adopted('A-1'), merged('A-2', 'Z-1'), B, C], 'Z-1'],
    ['a target without a name', [adopted('A-1'), merged('A-2', ''), B, C], ''],
  ])(
    'A4: a composite that refers to %s is refused with the claims that there are',
    (_, accounts, unknown) => {
      expect(refusal(...accounts)).toEqual({
        code: 'unknown_reference',
        message: `There is no claim ${unknown}; the claims are A-1, A-2, B-1, C-1.`,
      });
    },
  );

  it('A4: a composite that accounts for a claim twice is refused', () => {
    expect(refusal(adopted('A-1'), adopted('A-2'), B, C, rejected('B-1', 'No.'))).toEqual({
      code: 'invalid',
      message: 'These claims are accounted for more than once: B-1.',
    });
  });

  it('A4: a claim merged into itself is refused', () => {
    expect(refusal(merged('A-1', 'A-1'), adopted('A-2'), B, C)).toEqual({
      code: 'invalid',
      message: 'A claim cannot be merged into itself: A-1.',
    });
  });

  it('A4: claims merged in a ring are refused: none of them would be left', () => {
    const message = refusal(
      merged('A-1', 'B-1'),
      merged('A-2', 'A-1'),
      merged('B-1', 'C-1'),
      merged('C-1', 'A-1'),
    );
    expect(message).toMatchObject({ code: 'invalid' });
    expect(message.message).toContain('A-1, A-2, B-1, C-1');
  });

  it('claims may be merged in a chain that ends somewhere', () => {
    const world = composing();
    world.submits(
      'synthesizer',
      composite(world.design, [merged('A-1', 'A-2'), merged('A-2', 'B-1'), rejected('B-1', 'Too early.'), C]),
    );
    expect(world.design.composites).toHaveLength(1);
  });

  test.each([
    ['one', [rejected('A-1', ''), adopted('A-2'), B, C], 'A-1'],
    ['two', [rejected('A-1', ''), rejected('A-2', ''), B, C], 'A-1, A-2'],
  ])('A4: a composite that rejects %s without a reason is refused', (_, accounts, list) => {
    expect(refusal(...accounts)).toEqual({
      code: 'incomplete',
      message: `These claims are rejected without a reason: ${list}.`,
    });
  });

  it('A4: the claims of a participant that died after the reveal are owed an account as well', () => {
    const world = composing();
    world.dies('migrationist');
    expect(world.refusesSubmission('synthesizer', composite(world.design, [B, C])).message).toContain(
      'A-1, A-2',
    );
  });

  it('A4: claims of a persona that never proposed need no account', () => {
    const world = given().reach('proposing');
    world.fails('migrationist');
    world.reach('composing');
    world.submits('synthesizer', composite(world.design));
    expect(world.design.composites[0]?.composite.accounts.map(({ claim }) => claim)).toEqual(['B-1', 'C-1']);
  });
});
