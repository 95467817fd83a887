import { describe, expect, test } from 'vitest';
import { outcomeOf } from '../../../src/core/outcome/outcome.ts';
import { chosenByOrder } from '../../../src/core/synthesis/choices.ts';
import { decidedIn } from '../../../src/core/synthesis/decided.ts';
import { reservationWords } from '../../../src/core/telling/facts/reservation.ts';
import { recordMarkdown } from '../../../src/core/telling/paper/record.ts';
import { linePlain } from '../../../src/core/telling/render/plain.ts';
import { tellEvent } from '../../../src/core/telling/tell-event.ts';
import type { Settings } from '../../../src/core/vocabulary/events.ts';
import { ROUND_KINDS } from '../../../src/core/vocabulary/sets.ts';
import { given, of, type World } from '../../support/given.ts';
import {
  type Account,
  adopted,
  audit,
  changesTo,
  composite,
  decision,
  mapping,
  merged,
  rejected,
  revision,
} from '../../support/given-submission.ts';

/** Quick, so that nobody argues: what the map holds is left to the composer. A-1 is on 1a, B-1 with C-1 on 1b; C-1 is a reason. */
function composing(
  settings: Partial<Settings> = {},
  ...differences: (readonly ['low' | 'medium', string, string])[]
): World {
  return given({
    settings: { depth: 'quick', method: { composing: 'two_orders' }, ...settings },
    says: { mapping: () => mapping(...differences) },
  }).reach('composing');
}

const apartOnOne = () => composing({}, ['medium', 'A', 'BC']);

const FIRST = [adopted('A-1'), rejected('B-1', 'It is dearer.'), rejected('C-1', 'It is dearer.')];
const OTHER_SIDE = [rejected('A-1', 'It cannot be taken back.'), adopted('B-1'), merged('C-1', 'B-1')];

/** Both composites, one after the other. */
function composed(world: World, first: readonly Account[], second: readonly Account[]): World {
  world.submits('synthesizer', composite(world.design, first));
  world.submits('synthesizer', composite(world.design, second));
  return world;
}

const apartOf = ({ design }: World) =>
  chosenByOrder(design).map((each) =>
    each.kind === 'agreed'
      ? each.claim.id
      : `${each.divergence.id} ${each.ours || '-'} ${each.theirs || '-'}`,
  );
const reserved = ({ design }: World) =>
  outcomeOf(design)
    .reservations.filter(({ kind }) => kind === 'depends_on_order')
    .map(reservationWords);

describe('a second composite from another order', () => {
  test('is asked of the synthesizer once there is a first, which stays the decision', () => {
    const world = composing();
    world.submits('synthesizer', composite(world.design, FIRST));
    expect(world.design.rounds.at(-1)).toMatchObject({ kind: 'second_composite', asked: ['synthesizer'] });
    world.submits('synthesizer', composite(world.design, OTHER_SIDE));
    expect(world.design.step).toBe('auditing');
    expect(world.design.composites).toHaveLength(1);
    expect(world.design.composites[0]?.composite.accounts).toEqual(FIRST);
    expect(world.design.secondComposite?.composite.accounts).toEqual(OTHER_SIDE);
  });

  test('is asked of nobody in a usual design, and where no map gives ids', () => {
    const usual = given().reachEnd();
    expect(usual.design.rounds.map(({ kind }) => kind)).not.toContain('second_composite');
    const unmapped = given({ settings: { method: { composing: 'two_orders' }, replacement: 'disabled' } });
    unmapped.reach('mapping');
    while (unmapped.design.step === 'mapping') unmapped.fails(unmapped.openTurns()[0]?.participant ?? '');
    unmapped.reachEnd();
    expect(unmapped.design.rounds.map(({ kind }) => kind)).not.toContain('second_composite');
  });

  test('A4: is checked like the first', () => {
    const world = composing();
    world.submits('synthesizer', composite(world.design, FIRST));
    expect(world.refusesSubmission('synthesizer', composite(world.design, FIRST.slice(1)))).toEqual({
      code: 'incomplete',
      message: 'These claims are not accounted for: A-1.',
    });
  });

  test('is left out first when money is short, and that is no reason for a gate', () => {
    const expected = ROUND_KINDS.map((kind) => ({ kind, usd: 0.1, ms: 1_000 }));
    const settings = {
      depth: 'quick',
      questions: 'none',
      budgetUsd: 1.1,
      method: { composing: 'two_orders' },
    } as const;
    const world = given({ settings, start: { expected } }).reach('composing');
    // What is left is enough for the audit with what follows from it, and for no second composite beside that.
    world.spends('synthesizer', 0.45);
    world.reachEnd();
    expect(world.design.dropped.map(({ kind }) => kind)).toEqual(['second_composite']);
    expect(outcomeOf(world.design)).toMatchObject({ status: 'completed', reasons: [] });
    expect(recordMarkdown(world.design)).toMatch(
      /Of that left out, to keep .*: the composite from another order/,
    );
  });

  test('that fails leaves the decision as it is, and the record says so', () => {
    const world = composing({ replacement: 'disabled' });
    world.submits('synthesizer', composite(world.design, FIRST));
    while (world.design.step === 'composing') world.fails(world.openTurns()[0]?.participant ?? '');
    expect(world.design.secondComposite).toBeNull();
    world.reachEnd();
    const kinds = outcomeOf(world.design).reservations.map(({ kind }) => kind);
    expect(kinds).not.toContain('not_waited_for');
    expect(recordMarkdown(world.design)).toContain('was not waited for in the composite from another order');
  });
});

describe('J11: two composites are compared by the ids of the map', () => {
  test.each([
    ['the same', FIRST, FIRST, []],
    [
      'the same, merged otherwise',
      OTHER_SIDE,
      [...OTHER_SIDE.slice(0, 1), merged('B-1', 'C-1'), adopted('C-1')],
      [],
    ],
    ['the other side', FIRST, OTHER_SIDE, ['D1 P1 P2']],
    [
      'a side where the first leaves it open',
      ['A-1', 'B-1', 'C-1'].map((claim) => ({
        claim,
        disposition: 'unresolved' as const,
        into: '',
        reason: '',
      })),
      OTHER_SIDE,
      ['D1 - P2'],
    ],
  ] as const)('J11: a second composite that chooses %s', (_, first, second, apart) => {
    expect(apartOf(composed(apartOnOne(), first, second))).toEqual(apart);
  });

  test('J11: a decision that nobody spoke against, and that one of them leaves out, is told by its claim', () => {
    const all = ['A-1', 'B-1', 'C-1'].map(adopted);
    const [a, , c] = all;
    const fewer = [a, rejected('B-1', 'Not needed.'), c].filter((each) => each !== undefined);
    const world = composed(composing(), all, fewer);
    expect(apartOf(world)).toEqual(['B-1']);
    expect(reserved(world)).toEqual([
      'another order of the proposals led to another choice on “One table holds the jobs.”',
    ]);
  });

  test('J11: another choice on what weighs something is a reservation, in the words of the matter', () => {
    const world = composed(apartOnOne(), FIRST, OTHER_SIDE);
    expect(reserved(world)).toEqual(['another order of the proposals led to another choice on “Point 1?”']);
    expect(recordMarkdown(world.design)).toContain(
      'Point 1?: the decision takes 1a (Answer 1.), the second composite takes 1b (Answer 2.)',
    );
  });

  test('J11: another choice on what is of low impact stands in the record alone', () => {
    const apart = [rejected('A-1', 'It is dearer.'), adopted('B-1'), adopted('C-1')];
    const world = composed(composing({}, ['low', 'A', 'C']), ['A-1', 'B-1', 'C-1'].map(adopted), apart);
    expect(reserved(world)).toEqual([]);
    expect(recordMarkdown(world.design)).toContain('the second composite takes no side');
  });

  test('J11: what a revision has chosen otherwise since is owed to no order, whether or not the composites agreed', () => {
    for (const second of [FIRST, OTHER_SIDE]) {
      const world = composed(apartOnOne(), FIRST, second);
      world.submits('auditor', audit('major'));
      const changes = changesTo(world.design, decision(world.design, OTHER_SIDE));
      world.submits('synthesizer', revision(world.design, { accounts: [...OTHER_SIDE], changes }));
      expect(decidedIn(world.design)?.accounts).toEqual(OTHER_SIDE);
      expect([apartOf(world), reserved(world)]).toEqual([[], []]);
    }
  });

  test('J8: what a person has settled is theirs, whatever the order', () => {
    const world = composed(apartOnOne(), FIRST, OTHER_SIDE);
    world.settles('D1', '1a');
    expect(apartOf(world)).toEqual([]);
    expect(reserved(world)).toEqual([]);
  });

  test('the transcript tells the comparison where it was made', () => {
    const world = composed(apartOnOne(), FIRST, OTHER_SIDE);
    const [event] = of(world.history, 'second_composite_submitted');
    if (event === undefined) throw new Error('there is no second composite');
    const told = tellEvent(event, world.design);
    expect(linePlain(told?.line ?? [])).toContain(
      'composed once more, from another order of the proposals, and chose otherwise on 1 point',
    );
  });
});
