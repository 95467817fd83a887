import { describe, expect, it, test } from 'vitest';
import { decidedIn } from '../../../src/core/decision/decided.ts';
import { fatesIn } from '../../../src/core/decision/fates.ts';
import { decisionMarkdown } from '../../../src/core/presentation/decision/decision-document.ts';
import { viewOf } from '../../../src/core/presentation/web/design-view.ts';
import type { Decision } from '../../../src/core/vocabulary/submission.ts';
import { BARE, cited } from '../../support/claims.ts';
import { given, type World } from '../../support/given.ts';
import { NAMES, pointsFor, type Script } from '../../support/given-start.ts';
import {
  type Account,
  argument,
  audit,
  changesTo,
  composite,
  decision,
  dissent,
  mapping,
  mappingOf,
  proposal,
  questions,
  rejected,
  revision,
  signature,
} from '../../support/given-submission.ts';

const STEP = { title: 't', detail: 'd', undo: 'u' };

/** One decision claim each: A-1, B-1 and C-1, all agreed upon. */
const AGREED: Script = { proposals: () => proposal(), mapping: () => mapping() };
/** Nobody gives way on a difference of high impact between A and the others. */
const OPEN: Script = {
  mapping: () => mapping(['high', 'A', 'BC']),
  argument: (design, speaker) => argument(...pointsFor(design, speaker)),
};
/** Of four, A and B give way to C, which decides, and E, whose reason moved them both (J2). */
function conceding(): World {
  const says: Script = {
    mapping: () => mappingOf(['A-1', 'B-1', 'C-1', 'E-1'], ['high', 'AB', 'CE']),
    argument: (design, speaker) => {
      const [point] = pointsFor(design, speaker);
      return argument(...pointsFor(design, speaker, point?.now === '1a' ? '>b' : ''));
    },
  };
  return given({ personas: [...NAMES, 'outsider'], says }).reach('composing');
}

function composing(says: Script = AGREED): World {
  return given({ says }).reach('composing');
}

/** What is said to a composite with these accounts, and with the decision changed so. */
function refusal(world: World, accounts: readonly Account[], changes: Partial<Decision> = {}) {
  const input = { decision: decision(world.design, accounts, changes) };
  return world.refusesSubmission('synthesizer', composite(world.design, accounts, input));
}

/** What became of each claim in a composite with these accounts, and with the decision changed so. */
function fates(world: World, accounts: readonly Account[], changes: Partial<Decision> = {}) {
  const input = { decision: decision(world.design, accounts, changes) };
  world.submits('synthesizer', composite(world.design, accounts, input));
  const decided = decidedIn(world.design);
  if (decided === null) throw new Error('nothing was composed');
  return Object.fromEntries(fatesIn(world.design, decided).map(({ claim, fate }) => [claim.id, fate]));
}

const unresolved = (claim: string): Account => ({
  claim,
  reason: 'Nobody knows.',
  disposition: 'unresolved',
});

describe('J9: a decision and its steps rest on claims that can hold', () => {
  test.each<[string, Partial<Decision>, readonly Account[]]>([
    ['a decision on one', { rests: ['Z-1'] }, []],
    ['a step on one', { steps: [{ ...STEP, rests: ['Z-1'] }] }, []],
    ['an account of one', {}, [rejected('Z-1')]],
  ])('A4: %s that nobody has claimed is refused with the claims that there are', (_, changes, accounts) => {
    expect(refusal(composing(), accounts, changes)).toEqual({
      code: 'unknown_reference',
      message: 'There is no claim Z-1; the claims are A-1, B-1, C-1.',
    });
  });

  test.each<[string, Partial<Decision>, readonly Account[], string]>([
    ['rests on nothing', { rests: [] }, [], 'The decision rests on no claim'],
    ['has a step on nothing', { steps: [{ ...STEP, rests: [] }] }, [], 'Step 1 rests on no claim'],
    ['rests on what it rejects', { rests: ['B-1'] }, [rejected('B-1')], 'are rejected, but the decision'],
    [
      'has a step on what it rejects',
      { steps: [{ ...STEP, rests: ['B-1'] }] },
      [rejected('B-1')],
      'not reject these: B-1.',
    ],
    ['accounts twice for one', {}, [rejected('B-1'), rejected('B-1')], 'more than once: B-1.'],
    ['leaves open what is not', {}, [unresolved('B-1')], 'no position of a difference in `open`'],
  ])('J9: a decision that %s is refused', (_, changes, accounts, words) => {
    expect(refusal(composing(), accounts, changes).message).toContain(words);
  });

  it('A2: all faults are reported at once', () => {
    const says: Script = { ...AGREED, questions: () => questions('How many?') };
    const wrong = {
      steps: [{ ...STEP, rests: [] }],
      assumptions: [{ question: 'Q9', text: 't', ifWrong: 'i' }],
      open: [{ text: 't', difference: '7' }],
    };
    const told = refusal(composing(says), [], wrong).message.split('\n');
    expect(told).toHaveLength(4);
    expect(told[1]).toBe('- Q9 is not a question with an assumption; they are Q1, Q2, Q3.');
  });
});

describe('J4: code tells what became of each claim', () => {
  it('J4: adopted is what the decision or a step rests on, and what agrees with that; all else is not used', () => {
    expect(fates(composing(), [], { rests: ['A-1'], steps: [] })).toEqual({
      'A-1': 'adopted',
      'B-1': 'adopted',
      'C-1': 'adopted',
    });
  });

  it('J4: a claim of nothing that the decision takes is not used, and one with an account is rejected', () => {
    const claims = ['decision', 'reason', 'reason'] as const;
    const world = composing({
      proposals: () => proposal({ claims: claims.map((kind) => ({ ...BARE, kind, text: 'It moves.' })) }),
      mapping: () => mapping(),
    });
    expect(fates(world, [rejected('B-3')], { rests: ['A-1', 'A-2'], steps: [] })).toMatchObject({
      'A-2': 'adopted',
      'A-3': 'not_used',
      'B-3': 'rejected',
    });
  });

  const claims = [
    { ...BARE, kind: 'decision' as const, text: 'It moves.' },
    { ...cited('src/queue.ts:12-14'), kind: 'reason' as const, text: 'It stands there.' },
  ];
  const FOUND: Script = {
    mapping: () => mapping(),
    proposals: (_, speaker) => (speaker === 'migrationist' ? proposal({ claims }) : proposal()),
  };

  it('J4: what one proposal alone has found, with a source, is not passed over', () => {
    expect(refusal(composing(FOUND), [], { rests: ['A-1'], steps: [] })).toEqual({
      code: 'incomplete',
      message:
        'Only one proposal found these, with a source; rest the decision or a step on each, or reject it with a reason: A-2.',
    });
  });

  it('J4: it may be adopted, or rejected with a reason, and what two have found may be left out', () => {
    const only = { rests: ['A-1'], steps: [] };
    expect(fates(composing(FOUND), [], { ...only, rests: ['A-2'] })).toMatchObject({ 'A-2': 'adopted' });
    expect(fates(composing(FOUND), [rejected('A-2')], only)).toMatchObject({ 'A-2': 'rejected' });
    const both: Script = { ...FOUND, proposals: () => proposal({ claims }) };
    expect(fates(composing(both), [], only)).toMatchObject({ 'A-2': 'not_used', 'B-2': 'not_used' });
  });
});

describe('J6: a difference that is open stays open', () => {
  it('J6: claims that decide it are unresolved, whatever else is said', () => {
    expect(fates(composing(OPEN), [])).toMatchObject({ 'A-1': 'unresolved', 'B-1': 'unresolved' });
  });

  it('J6: the draft cannot adopt one, nor reject one', () => {
    expect(refusal(composing(OPEN), [], { rests: ['A-1'] }).message).toContain(
      'The decision rests on A-1, but difference 1 is open; leave it to people',
    );
    expect(refusal(composing(OPEN), [rejected('A-1')]).message).toContain(
      'These decide an open difference, which is for people; leave them unresolved instead of rejecting them: A-1.',
    );
  });

  it('J6: a step that carries out one side says that it waits, and leaves the claim unresolved', () => {
    const world = composing(OPEN);
    const steps = [{ ...STEP, rests: ['B-1'] }];
    expect(fates(world, [], { steps })).toMatchObject({ 'B-1': 'unresolved' });
    const decided = decidedIn(world.design);
    if (decided === null) throw new Error('nothing was composed');
    expect(decisionMarkdown(world.design, decided)).toContain('**Waits for your decision:** Point 1?');
  });

  it('J6: an unsettled difference stands in `open`, by its number', () => {
    expect(refusal(composing(OPEN), [], { open: [] }).message).toContain(
      '`open` says nothing about the open difference 1.',
    );
    const open = [{ text: 't', difference: '7' }];
    expect(refusal(composing(OPEN), [], { open }).message).toContain(
      'There is no open difference 7; they are 1.',
    );
  });
});

describe('J8: settled differences hold', () => {
  it('J8: nothing rests on the side that gave way', () => {
    expect(refusal(conceding(), [], { rests: ['A-1', 'C-1'] }).message).toBe(
      'Difference 1 is settled for 1b, but the decision or a step rests on claims against 1b (A-1); decide for 1b.',
    );
  });

  it('J8: something rests on the side that holds', () => {
    const rests = { rests: ['E-1'], steps: [] };
    expect(refusal(conceding(), [], rests).message).toBe(
      'Difference 1 is settled for 1b, but nothing rests on that position; rest the decision or a step on at least one of C-1.',
    );
  });

  it('J8: the side that a person has settled it for holds', () => {
    const world = conceding();
    world.settles('D1', '1a', '', 'Zoe');
    expect(refusal(world, [], { rests: ['E-1'], steps: [] }).message).toContain(
      'Difference 1 is settled for 1a by Zoe, but nothing',
    );
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
    const changed = decision(world.design, [], about('Q3', '', 'Q1'));
    world.submits('synthesizer', composite(world.design, [], { decision: changed }));
    expect(world.design.step).toBe('auditing');
  });

  it('J11: a decision that has somebody look until a day that is over is refused; another day or an event is not', () => {
    const fact = { fact: 'The table grows.', where: 'The size graph' };
    const until = (day: string) => ({ revisitIf: [{ ...fact, until: day }] });
    expect(refusal(composing(), [], until('2026-11-19')).message).toBe(
      '`revisitIf` says until 2026-11-19, which has passed: today is 2026-11-20. Name a later day, or an event.',
    );
    for (const day of ['2026-11-20', 'Step 3 is begun.']) {
      const world = composing();
      const input = { decision: decision(world.design, [], until(day)) };
      world.submits('synthesizer', composite(world.design, [], input));
      expect(decidedIn(world.design)?.decision.revisitIf[0]?.until).toBe(day);
    }
  });

  it('A4: a decision that is silent about an assumption is refused with the list', () => {
    expect(refusal(assumed(), [], about('Q1'))).toEqual({
      code: 'incomplete',
      message: '`assumptions` says nothing about Q3.',
    });
  });

  it('A4: a decision that names a question that was answered, or never asked, is refused with those that count', () => {
    expect(refusal(assumed(), [], about('Q1', 'Q2', 'Q9', 'Q3'))).toEqual({
      code: 'unknown_reference',
      message: 'Q2, Q9 is not a question with an assumption; they are Q1, Q3.',
    });
  });
});

describe('J9: the revision answers the audit', () => {
  const TWO: Script = { ...AGREED, audit: () => audit('blocking', 'minor') };
  const answer = (finding: string) => ({ finding, where: 'In step 1.', done: 'acted_on' as const });

  test.each([
    ['ignores a finding', [answer('F1')], '`findings` says nothing about F2'],
    ['answers one twice', [answer('F1'), answer('F2'), answer('F1')], 'answered more than once: F1'],
    ['answers one that nobody has found', [answer('F1'), answer('F2'), answer('F3')], 'no finding F3'],
  ])('J9: a revision that %s is refused', (_, findings, words) => {
    const world = given({ says: TWO }).reach('revising');
    const refused = world.refusesSubmission('synthesizer', revision(world.design, { findings }));
    expect(refused.message).toContain(words);
  });

  it('J9: a revision is held to the checks of a composite, and an account falls where the new text rests on its claim', () => {
    const world = given({
      says: {
        ...TWO,
        composite: (design) => composite(design, [rejected('B-1')]),
      },
    }).reach('revising');
    const rests = (...ids: string[]) => changesTo(world.design, decision(world.design, [], { rests: ids }));
    const accounts = [rejected('A-1')];
    const refused = world.refusesSubmission(
      'synthesizer',
      revision(world.design, { accounts, changes: rests('A-1') }),
    );
    expect(refused.message).toContain('are rejected, but the decision or a step rests on them');
    world.submits('synthesizer', revision(world.design, { changes: rests('A-1', 'B-1') }));
    expect(decidedIn(world.design)?.accounts).toEqual([]);
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
      says: { signing: (_, speaker) => (speaker === 'subtractor' ? dissent('No.') : signature({}, speaker)) },
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
