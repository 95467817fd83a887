import { describe, expect, it, test } from 'vitest';
import { wereCompared } from '#core/differences/sides.ts';
import { present } from '#core/vocabulary/present.ts';
import type { SubmissionInput } from '#core/vocabulary/submission.ts';
import { writeRecordMarkdown } from '#presentation/record/record.ts';
import { BARE, citePlace } from '../../support/designs/claims.ts';
import { given, of, type World } from '../../support/designs/given.ts';
import type { Script } from '../../support/designs/given-start.ts';
import {
  mapping,
  mappingOf,
  proposal,
  proposalOfReasons,
} from '../../support/designs/given-submission.ts';
import { settlementOf } from '../../support/designs/settlements.ts';

/** A is the migrationist, B the subtractor, C the archaeologist; each proposal has one decision. */
function atMapping(proposals: Script['proposals'] = () => proposal()) {
  return given({ says: { proposals } }).reach('mapping');
}

const impactsIn = ({ design }: World) => design.divergences.map(({ impact }) => impact);

describe('J3: claims become names by the drawn order', () => {
  it('J3: who holds which position is computed by code from its claims', () => {
    const world = atMapping(() => proposalOfReasons());
    const events = world.submits('synthesizer', mapping(['high', 'A', 'CB'], ['low', 'C', 'B']));
    const cost = 'A week of work.';
    const [one, other] = [
      { id: 'P1', statement: 'Answer 1.' },
      { id: 'P2', statement: 'Answer 2.' },
    ];
    expect(of(events, 'divergences_mapped').map(({ divergences }) => divergences)).toEqual([
      [
        {
          id: 'D1',
          description: 'Point 1?',
          cost,
          impact: 'high',
          positions: [
            { ...one, claims: ['A-1'], holders: ['migrationist'] },
            { ...other, claims: ['C-1', 'B-1'], holders: ['subtractor', 'archaeologist'] },
          ],
        },
        {
          id: 'D2',
          description: 'Point 2?',
          cost,
          impact: 'low',
          positions: [
            { ...one, claims: ['C-1'], holders: ['archaeologist'] },
            { ...other, claims: ['B-1'], holders: ['subtractor'] },
          ],
        },
      ],
    ]);
  });
});

describe('A4: references in a mapping', () => {
  test.each([
    [
      'an unknown claim',
      mapping(['high', 'A', 'E']),
      'Difference 1 names E-1; it may name A-1, A-2, B-1, B-2, C-1, C-2.',
    ],
    [
      'several',
      mapping(['high', 'A', 'B'], ['low', 'X', 'YA']),
      'Difference 2 names X-1, Y-1; it may name A-1, A-2, B-1, B-2, C-1, C-2.',
    ],
    [
      'one in an agreement',
      mappingOf(['A-1', 'B-1', 'C-1', 'Z-1']),
      'An agreement names Z-1; it may name A-1, A-2, B-1, B-2, C-1, C-2.',
    ],
    [
      'everything else that is wrong with it',
      mappingOf(['A-1', 'Z-1'], ['high', 'AA', 'B']),
      [
        '- An agreement names Z-1; it may name A-1, A-2, B-1, B-2, C-1, C-2.',
        '- Difference 1 puts A-1 on more than one position; a claim belongs to one.',
        '- These decision claims are in no agreement and on no position: C-1. Put each on a position of a difference, or in an agreement if nobody speaks against it.',
      ].join('\n'),
    ],
  ])('A4: %s is refused with the claims that there are', (_, submission, message) => {
    expect(atMapping().refusesSubmission('synthesizer', submission)).toEqual({
      code: 'unknown_reference',
      message,
    });
  });

  it('A4: a claim of a persona that did not propose is unknown', () => {
    const world = given().reach('proposing');
    world.fails('subtractor');
    world.reach('mapping');
    expect(world.refusesSubmission('synthesizer', mapping(['high', 'A', 'B']))).toEqual({
      code: 'unknown_reference',
      message: 'Difference 1 names B-1; it may name A-1, A-2, C-1, C-2.',
    });
  });
});

describe('J6: positions are made of claims', () => {
  test.each([
    ['on two positions', mapping(['high', 'AB', 'BC'])],
    ['twice on one', mapping(['high', 'ABB', 'C'])],
  ])('J6: a claim that stands %s of one difference is refused', (_, submission) => {
    expect(atMapping().refusesSubmission('synthesizer', submission)).toEqual({
      code: 'invalid',
      message: 'Difference 1 puts B-1 on more than one position; a claim belongs to one.',
    });
  });

  it('J6: claims of one proposal on two positions of one difference are refused', () => {
    const says = { proposals: () => proposal({}, 'One table.', 'No table.') };
    const world = given({ says }).reach('mapping');
    const divided = mappingOf(['B-2', 'C-1', 'C-2'], ['high', 'A', 'B']);
    if (divided.tool !== 'map_divergences') throw new Error('no map');
    divided.input.divergences[0]?.positions[1]?.claims.push('A-2');
    expect(world.refusesSubmission('synthesizer', divided)).toEqual({
      code: 'invalid',
      message:
        'Difference 1 puts claims of proposal A (A-1, A-2) on different positions; a proposal holds at most one. Leave out the claims that do not take its side.',
    });
  });

  test.each([
    ['is empty', mappingOf([]), 'A-1, B-1, C-1'],
    ['leaves one out', mappingOf(['A-1', 'B-1'], ['high', 'A', 'B']), 'C-1'],
  ])('J6: a map that %s is refused with the unplaced decision claims', (_, submission, left) => {
    expect(atMapping().refusesSubmission('synthesizer', submission)).toEqual({
      code: 'incomplete',
      message: `These decision claims are in no agreement and on no position: ${left}. Put each on a position of a difference, or in an agreement if nobody speaks against it.`,
    });
  });

  it('J6: claims of other kinds may stand nowhere', () => {
    const says = {
      proposals: () => proposal({ claims: [{ kind: 'risk', text: 'It may fail.', ...BARE }] }),
    };
    const world = given({ says }).reach('mapping');
    world.submits('synthesizer', mappingOf([]));
    expect(world.design.agreements).toEqual([]);
  });

  test.each([
    ['in the same order', mapping(['high', 'A', 'CB'], ['low', 'C', 'B'], ['medium', 'A', 'CB'])],
    ['in another order', mapping(['high', 'A', 'CB'], ['low', 'C', 'B'], ['medium', 'BC', 'A'])],
  ])('J6: one difference twice, its positions and claims %s, is refused', (_, submission) => {
    expect(atMapping().refusesSubmission('synthesizer', submission)).toEqual({
      code: 'invalid',
      message:
        'Differences 1, 3 have the same positions, made of the same claims; map each difference once. Keep the one that asks what would be decided differently.',
    });
  });
});

describe('J6: differences and their weight', () => {
  type Claim = SubmissionInput<'submit_proposal'>['claims'][number];
  /** Of A, B and C, each with one claim of this kind. */
  const claiming = (...kinds: readonly Claim['kind'][]) =>
    atMapping((design, speaker) => {
      const kind = kinds[design.drawnOrder.indexOf(speaker)] ?? 'reason';
      return proposal({ claims: [{ ...BARE, kind, text: 'One table.' }] });
    });

  it.each([
    ['decisions on two sides', 'decision', 'decision', 'medium'],
    ['a decision on one side', 'decision', 'risk', 'low'],
    ['no decision', 'cost', 'risk', 'low'],
  ] as const)(
    'J6: a difference with %s is recorded as no less than that',
    (_, one, other, impact) => {
      const world = claiming(one, other);
      world.submits('synthesizer', mapping(['low', 'A', 'B']));
      expect(impactsIn(world)).toEqual([impact]);
    },
  );

  it('J6: a high impact is left as it is', () => {
    const world = claiming('decision', 'decision');
    world.submits('synthesizer', mapping(['high', 'A', 'B']));
    expect(impactsIn(world)).toEqual(['high']);
  });

  /** A difference between two positions in these words. */
  const stating = (...words: readonly [string, string]) => {
    const said = mapping(['high', 'A', 'B']);
    if (said.tool !== 'map_divergences') throw new Error('no map');
    const { positions } = present(said.input.divergences[0], 'a difference is mapped');
    for (const [index, position] of positions.entries()) position.statement = words[index] ?? '';
    return said;
  };

  it.each([
    ['the same words', 'Use  redis.', 'use Redis'],
    ['words that the other has too', 'Use Redis', 'Use Redis, for mails'],
  ])('J6: positions of which one has %s are refused', (_, one, other) => {
    expect(atMapping().refusesSubmission('synthesizer', stating(one, other))).toEqual({
      code: 'invalid',
      message: `Difference 1 has a position whose words, “${one}”, are also in another position. Say in each what would be done instead of the other, so that nobody can hold both.`,
    });
  });

  it.each([
    ['It can', 'It cannot'],
    ['可以', '不可以'],
    ['Use C', 'Use D'],
  ])('J6: positions that share letters are two: %s, %s', (one, other) => {
    const world = atMapping();
    world.submits('synthesizer', stating(one, other));
    expect(world.design.divergences).toHaveLength(1);
  });
});

describe('what one proposal alone has found', () => {
  /** A and B cite one line, C another. */
  const found = () => {
    const world = given().reach('proposing');
    for (const { participant, id } of world.openTurns()) {
      const from = participant === 'archaeologist' ? 41 : 12;
      const check = { item: 1, status: 'checked' as const, path: 'ops/load.md', from, to: from };
      const claims = [
        { ...citePlace(`ops/load.md:${from}`), kind: 'fact' as const, text: 'It was measured.' },
      ];
      world.submits(participant, proposal({ claims }), id, [check]);
    }
    return world.reach('mapping');
  };
  const naming = (...claims: string[]) => {
    const map = mappingOf([]);
    if (map.tool !== 'map_divergences') throw new Error('no map');
    return {
      ...map,
      input: { ...map.input, lone: claims.map((claim) => ({ claim, why: 'It halves the load.' })) },
    };
  };

  it('J4: the map says which of it would change the answer', () => {
    const world = found();
    world.submits('synthesizer', naming('C-1'));
    expect(world.design.lone).toEqual([{ claim: 'C-1', why: 'It halves the load.' }]);
    expect(writeRecordMarkdown(world.design)).toContain('It halves the load.');
  });

  it('J4: what others have found as well is refused', () => {
    expect(found().refusesSubmission('synthesizer', naming('A-1', 'C-1'))).toEqual({
      code: 'unknown_reference',
      message: '`lone` names A-1; it may name C-1.',
    });
  });
});

describe('J11: whether proposals were compared', () => {
  it('J11: proposals count as compared once there is a map, also an empty one', () => {
    const world = atMapping();
    expect(wereCompared(world.design)).toBe(false);
    world.submits('synthesizer', mapping());
    expect(wereCompared(world.design)).toBe(true);
  });
});

describe('after a mapping', () => {
  it('differences of low impact are noted and not argued', () => {
    const world = atMapping(() => proposalOfReasons());
    world.submits('synthesizer', mapping(['low', 'A', 'B']));
    expect(world.design.step).toBe('composing');
    expect([impactsIn(world), settlementOf(world)]).toEqual([['low'], null]);
  });

  it('a lone proposal has nothing to differ from, so nothing is mapped', () => {
    const world = given().reach('proposing');
    world.fails('subtractor');
    world.fails('archaeologist');
    world.contributes('migrationist');
    expect(world.design.step).toBe('composing');
    expect(world.design.rounds.map(({ kind }) => kind)).not.toContain('mapping');
  });
});
