import { describe, expect, it, test } from 'vitest';
import { MAX_MERGED_INTO_ONE } from '../../../src/core/synthesis/check-accounts.ts';
import { decidedIn, findingsOf } from '../../../src/core/synthesis/decided.ts';
import { viewOf } from '../../../src/core/telling/design-view.ts';
import { type Decision, NOBODY_NAMED } from '../../../src/core/vocabulary/submission.ts';
import { BARE, cited } from '../../support/claims.ts';
import { given, type World } from '../../support/given.ts';
import { pointsFor, type Script } from '../../support/given-start.ts';
import {
  type Account,
  adopted,
  argument,
  audit,
  changesTo,
  composite,
  decision,
  dissent,
  mapping,
  merged,
  proposal,
  questions,
  rejected,
  revision,
  signature,
} from '../../support/given-submission.ts';

const STEP = { title: 't', detail: 'd', undo: 'u', owner: '', date: '', named: NOBODY_NAMED };
const RISK = { risk: 'r', signal: 's' };

/** One decision claim each: A-1, B-1 and C-1, all agreed upon. */
const AGREED: Script = { proposals: () => proposal(), mapping: () => mapping() };

function composing(says: Script = AGREED): World {
  return given({ says }).reach('composing');
}

/** What is said to a composite with these accounts, and with the decision changed so. */
function refusal(world: World, accounts: readonly Account[], changes: Partial<Decision> = {}) {
  const input = { decision: decision(world.design, accounts, changes) };
  return world.refusesSubmission('synthesizer', composite(world.design, accounts, input));
}

const CHOSEN = { name: 'n', verdict: 'chosen' as const, covers: [], for: '', against: '' };

const ALL = [adopted('A-1'), adopted('B-1'), adopted('C-1')];

describe('J9: each part of a decision rests on claims that hold in it', () => {
  test.each<[string, Partial<Decision>]>([
    ['a step', { steps: [{ ...STEP, rests: ['Z-1'] }] }],
    ['a risk', { risks: [{ ...RISK, rests: ['Z-1'] }] }],
    ['an open point', { open: [{ text: 't', difference: '', rests: ['Z-1'] }] }],
    [
      'an option',
      { options: [{ name: 'n', verdict: 'open', covers: [], for: '', against: '', claims: ['Z-1'] }] },
    ],
  ])('A4: %s that rests on a claim of nobody is refused with the claims that there are', (_, changes) => {
    expect(refusal(composing(), ALL, changes)).toEqual({
      code: 'unknown_reference',
      message: 'There is no claim Z-1; the claims are A-1, B-1, C-1.',
    });
  });

  it('A2: all faults are reported at once, and those of steps only once the accounts are in order', () => {
    const says: Script = { ...AGREED, questions: () => questions('How many?') };
    const wrong = {
      steps: [
        { ...STEP, rests: ['B-1'] },
        { ...STEP, rests: [] },
      ],
      assumptions: [{ question: 'Q9', text: 't', ifWrong: 'i' }],
      open: [{ text: 't', difference: '7', rests: [] }],
    };
    const others = [
      'Q9 is not a question with an assumption; they are Q1, Q2, Q3.',
      '`assumptions` says nothing about Q1, Q2, Q3.',
      'There is no difference 7; there is none.',
    ];
    const said = (accounts: readonly Account[]) =>
      refusal(composing(says), accounts, wrong)
        .message.split('\n')
        .map((line) => line.replace('- ', ''));
    expect(said([adopted('A-1'), adopted('A-1'), rejected('C-1', '')])).toEqual([
      'These claims are accounted for more than once: A-1.',
      'These claims are not accounted for: B-1.',
      'These claims are rejected without a reason: C-1.',
      ...others,
    ]);
    expect(said([adopted('A-1'), rejected('B-1', 'No.'), rejected('C-1', 'No.')])).toEqual([
      'Step 1 rests on B-1, rejected in `accounts`; rest it on what is adopted, or adopt it.',
      'Step 2 rests on no claim that is adopted; name one, or leave it out: what nobody has claimed and what is still open is not decided here.',
      'No step and no chosen option rests on A-1, adopted as a decision; name each where it is carried out, or account for it otherwise.',
      ...others,
    ]);
  });

  it('J9: a step on a claim that is rejected, or merged into one, is refused', () => {
    const steps = [{ ...STEP, rests: ['A-1', 'B-1', 'C-1'] }];
    const accounts = [adopted('A-1'), rejected('B-1', 'Too early.'), merged('C-1', 'B-1')];
    expect(refusal(composing(), accounts, { steps })).toEqual({
      code: 'invalid',
      message: 'Step 1 rests on B-1, C-1, rejected in `accounts`; rest it on what is adopted, or adopt it.',
    });
  });

  test.each<[string, Partial<Decision>]>([
    ['Step 1', { steps: [{ ...STEP, rests: [] }] }],
    ['Step 1', { steps: [{ ...STEP, rests: ['A-1'] }] }],
    ['The chosen option n', { steps: [], options: [{ ...CHOSEN, claims: ['A-1'] }] }],
    ['The chosen option n', { steps: [], options: [{ ...CHOSEN, claims: [] }] }],
  ])(
    'J9: %s that rests on nothing that is adopted is refused: what is open is not decided by it',
    (name, changes) => {
      const accounts = ['A-1', 'B-1', 'C-1'].map((claim) => ({
        ...adopted(claim),
        disposition: 'unresolved' as const,
      }));
      expect(refusal(composing(), accounts, changes)).toMatchObject({
        code: 'incomplete',
        message: expect.stringContaining(`${name} rests on no claim that is adopted`),
      });
    },
  );

  it('J9: a chosen option on a claim that is rejected is refused', () => {
    const accounts = [adopted('A-1'), rejected('B-1', 'Too early.'), adopted('C-1')];
    const options = [{ ...CHOSEN, claims: ['A-1', 'B-1'] }];
    expect(refusal(composing(), accounts, { options }).message).toContain('The chosen option n rests on B-1');
  });

  it('J9: a decision that is adopted and carried out nowhere is refused, by its claim', () => {
    const steps = [{ ...STEP, rests: ['A-1'] }];
    expect(refusal(composing(), ALL, { steps })).toMatchObject({
      code: 'incomplete',
      message: expect.stringContaining('No step and no chosen option rests on B-1, C-1'),
    });
  });

  it('J9: a chosen option carries a decision out, a rejected one does not', () => {
    const option = { name: 'n', covers: [], for: '', against: '', claims: ['A-1', 'B-1', 'C-1'] };
    const steps: Decision['steps'] = [];
    const rejectedOption = { steps, options: [{ ...option, verdict: 'rejected' as const }] };
    expect(refusal(composing(), ALL, rejectedOption).message).toContain('A-1, B-1, C-1');
    const world = composing();
    const chosen = decision(world.design, ALL, { steps, options: [{ ...option, verdict: 'chosen' }] });
    world.submits('synthesizer', composite(world.design, ALL, { decision: chosen }));
    expect(world.design.step).toBe('auditing');
  });
});

describe('J6: exclusive positions are not decided together', () => {
  const DIFFER: Script = {
    proposals: () => proposal(),
    mapping: () => mapping(['medium', 'A', 'BC']),
    argument: (design, speaker) => argument(...pointsFor(design, speaker)),
  };

  it('J6: decisions of two positions of one difference, both adopted, are refused', () => {
    expect(refusal(composing(DIFFER), ALL)).toEqual({
      code: 'invalid',
      message:
        'A-1 and B-1, C-1 stand on opposite positions of difference 1 and are adopted together; adopt one side, and reject the other for a reason or leave both unresolved.',
    });
  });

  it('J6: merging one side into the other does not make them one', () => {
    const accounts = [adopted('A-1'), merged('B-1', 'A-1'), rejected('C-1', 'No.')];
    expect(refusal(composing(DIFFER), accounts).message).toContain('A-1 and B-1 stand on opposite');
  });

  it('J6: an unsettled difference stands in `open`, by its number', () => {
    const STUBBORN: Script = {
      mapping: () => mapping(['high', 'A', 'BC']),
      argument: (design, speaker) => argument(...pointsFor(design, speaker)),
    };
    const world = composing(STUBBORN);
    const { accounts } = composite(world.design).input as { accounts: Account[] };
    expect(refusal(world, accounts, { open: [] })).toEqual({
      code: 'incomplete',
      message: '`open` says nothing about the open difference 1.',
    });
    const open = [{ text: 't', difference: '7', rests: [] }];
    expect(refusal(world, accounts, { open }).message).toBe(
      '- There is no difference 7; they are 1.\n- `open` says nothing about the open difference 1.',
    );
  });
});

describe('J8: settled differences hold', () => {
  /** A gives way to B, which decides, and C, whose reason moved it. */
  const CONCEDED: Script = { mapping: () => mapping(['high', 'A', 'BC']) };

  it('J8: the side that gave way is not adopted', () => {
    const accounts = [adopted('A-1'), rejected('B-1', 'No.'), rejected('C-1', 'No.')];
    expect(refusal(composing(CONCEDED), accounts).message).toBe(
      'Difference 1 is settled for 1b, and A-1 is adopted against it; reject it, and decide as it was settled.',
    );
  });

  it.each([
    ['rejected', [rejected('A-1', 'No.'), rejected('B-1', 'No.'), rejected('C-1', 'No.')]],
    [
      'left open',
      ['A-1', 'B-1', 'C-1'].map((claim) => ({ ...adopted(claim), disposition: 'unresolved' as const })),
    ],
  ])('J8: the side that holds is not %s as a whole', (_, accounts) => {
    expect(refusal(composing(CONCEDED), accounts).message).toBe(
      'Difference 1 is settled for 1b, and nothing that it decides is adopted; adopt at least one of B-1.',
    );
  });

  it('J8: the side that a person has settled it for is not rejected as a whole', () => {
    const world = composing(CONCEDED);
    world.settles('D1', '1a', '', 'Zoe');
    const accounts = [rejected('A-1', 'No.'), rejected('B-1', 'No.'), rejected('C-1', 'No.')];
    expect(refusal(world, accounts).message).toContain('Difference 1 is settled for 1a by Zoe, and nothing');
  });
});

describe('J4: facts found by one proposal are not merged away', () => {
  const claims = (place: string) => [
    { ...BARE, kind: 'decision' as const, text: 'It moves.' },
    { ...cited(place), kind: 'reason' as const, text: 'It stands there.' },
  ];
  const FOUND: Script = {
    mapping: () => mapping(),
    proposals: (_, speaker) =>
      speaker === 'migrationist' ? proposal({ claims: claims('src/queue.ts:12-14') }) : proposal(),
  };

  it('J4: a fact that only one proposal has found is not merged into a claim without its citation', () => {
    expect(refusal(composing(FOUND), [...ALL, merged('A-2', 'B-1')])).toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/^Only one proposal has found these, .*: A-2\.$/),
    });
  });

  it('J4: such a fact is not left open where no difference is open about it', () => {
    const open = { ...adopted('A-2'), disposition: 'unresolved' as const };
    expect(refusal(composing(FOUND), [...ALL, open])).toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(
        /no open difference has them; adopt each, or reject it with a reason: A-2\.$/,
      ),
    });
  });

  it('J4: such a fact may be merged into a claim that cites the same lines, and rejected for a reason', () => {
    const both = composing({
      ...FOUND,
      proposals: (_, speaker) =>
        speaker === 'subtractor' ? proposal() : proposal({ claims: claims('src/queue.ts:12-14') }),
    });
    both.submits('synthesizer', composite(both.design, [...ALL, adopted('A-2'), merged('C-2', 'A-2')]));
    expect(both.design.step).toBe('auditing');
    const alone = composing(FOUND);
    alone.submits('synthesizer', composite(alone.design, [...ALL, rejected('A-2', 'It is older.')]));
    expect(alone.design.step).toBe('auditing');
  });

  it('J4: thirty-four claims merged into one are refused, and six are not', () => {
    const many = (count: number): Script => ({
      mapping: () => mapping(),
      proposals: () =>
        proposal({
          claims: Array.from({ length: count }, (_, index) => ({
            ...BARE,
            kind: index === 0 ? ('decision' as const) : ('reason' as const),
            text: `Claim ${index}`,
          })),
        }),
    });
    const intoOne = (most: number) =>
      ['A', 'B', 'C'].flatMap((letter) =>
        Array.from({ length: 12 }, (_, index) => `${letter}-${index + 1}`).map((id, index) =>
          id === 'A-1' || ['A', 'B', 'C'].indexOf(letter) * 12 + index > most
            ? adopted(id)
            : merged(id, 'A-1'),
        ),
      );
    const world = composing(many(12));
    expect(refusal(world, intoOne(34))).toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(`More than ${MAX_MERGED_INTO_ONE} claims are merged`),
    });
    world.submits('synthesizer', composite(world.design, intoOne(MAX_MERGED_INTO_ONE)));
    expect(world.design.step).toBe('auditing');
  });
});

describe('A4: a decision speaks of every assumption', () => {
  /** Q1 and Q3 are assumed, Q2 is answered. */
  function assumed(): World {
    const world = given({ says: { ...AGREED, questions: () => questions('Which?') } }).reach('answering');
    world.replies('Q2: the second');
    return world.reach('composing');
  }
  const about = (...ids: string[]) => ({
    assumptions: ids.map((question) => ({ question, text: 't', ifWrong: 'It would wait.' })),
  });

  it('A4: a decision that names each assumption, and others of its own, is taken', () => {
    const world = assumed();
    const changed = decision(world.design, ALL, about('Q3', '', 'Q1'));
    world.submits('synthesizer', composite(world.design, ALL, { decision: changed }));
    expect(world.design.step).toBe('auditing');
  });

  it('A4: a decision that is silent about an assumption is refused with the list', () => {
    expect(refusal(assumed(), ALL, about('Q1'))).toEqual({
      code: 'incomplete',
      message: '`assumptions` says nothing about Q3.',
    });
  });

  it('A4: a decision that names a question that was answered, or never asked, is refused with those that count', () => {
    expect(refusal(assumed(), ALL, about('Q1', 'Q2', 'Q9', 'Q3'))).toEqual({
      code: 'unknown_reference',
      message: 'Q2, Q9 is not a question with an assumption; they are Q1, Q3.',
    });
  });
});

describe('J9: the revision answers the audit', () => {
  const TWO: Script = { ...AGREED, audit: () => audit('blocking', 'minor') };
  const answer = (finding: string) => ({ finding, done: 'acted_on' as const, where: 'In step 1.' });

  test.each([
    ['ignores a finding', [answer('F1')], '`findings` says nothing about F2'],
    ['answers one twice', [answer('F1'), answer('F2'), answer('F1')], 'answered more than once: F1'],
    ['answers one that nobody has found', [answer('F1'), answer('F2'), answer('F3')], 'no finding F3'],
  ])('J9: a revision that %s is refused', (_, findings, words) => {
    const world = given({ says: TWO }).reach('revising');
    const refused = world.refusesSubmission('synthesizer', revision(world.design, { findings }));
    expect(refused.message).toContain(words);
  });

  it('J9: a revision is held to the checks of a composite, with the accounts that it changes', () => {
    const world = given({ says: TWO }).reach('revising');
    const accounts = [rejected('B-1', 'The audit is right.')];
    const refused = world.refusesSubmission('synthesizer', revision(world.design, { accounts }));
    expect(refused.message).toContain('Step 1 rests on B-1, rejected');
    const all = [adopted('A-1'), ...accounts, adopted('C-1')];
    const changes = changesTo(world.design, decision(world.design, all, { paragraph: 'Other words.' }));
    world.submits('synthesizer', revision(world.design, { accounts, changes }));
    expect(decidedIn(world.design)?.accounts).toHaveLength(3);
    expect(decidedIn(world.design)?.accounts).toContainEqual(accounts[0]);
  });

  it('J9: each finding is on record with the action on it', () => {
    const world = given({ says: TWO }).reach('signing');
    expect(findingsOf(world.design).map(({ id, answer: end }) => [id, end?.done])).toEqual([
      ['F1', 'left_open'],
      ['F2', 'acted_on'],
    ]);
  });

  it('J9: an audit without findings leaves nothing to revise, and the composite is signed', () => {
    const world = given({ says: { ...AGREED, audit: () => audit() } }).reach('signing');
    expect(world.design.revisions).toEqual([]);
    expect(world.reachEnd().design.end?.status).toBe('completed');
  });
});

describe('J9: no name stands under a text that its owner has not seen', () => {
  it('J9: a signature under any text but the present one is refused', () => {
    const world = given().reach('signing');
    const turnId = world.turn('subtractor').id;
    const other = { type: 'submit', turnId, submission: signature(), sha256: 'b'.repeat(64) } as const;
    expect(world.refuses({ ...other, citations: [], latencyMs: 0 })).toMatchObject({ code: 'not_open' });
    expect(world.design.signatures).toEqual([]);
  });

  it('J9: each signature names the text by its hash, and the API shows who signed which', () => {
    const world = given({
      says: { signing: (_, speaker) => (speaker === 'subtractor' ? dissent('No.') : signature()) },
    }).reachEnd();
    const sha256 = decidedIn(world.design)?.sha256;
    expect(world.design.signatures.map((each) => each.sha256)).toEqual([sha256, sha256, sha256]);
    expect(viewOf(world.design).decision).toEqual({
      sentence: 'The queue moves in steps.',
      sha256,
      signedBy: ['archaeologist', 'migrationist'],
      dissents: [{ persona: 'subtractor', dissent: 'No.' }],
    });
    expect(viewOf(given().reach('proposing').design).decision).toBeNull();
  });
});
