import { describe, expect, it, test } from 'vitest';
import { checkWays } from '#core/decision/check-base.ts';
import { decidedOf } from '#core/decision/decided.ts';
import { listFates } from '#core/decision/fates.ts';
import type { Refusal } from '#core/vocabulary/commands.ts';
import type { ClaimId } from '#core/vocabulary/ids.ts';
import type { Composite, Decision, Impact } from '#core/vocabulary/submission.ts';
import { writeDecision } from '#presentation/decision/decision-document.ts';
import { viewOf } from '#presentation/view/view.ts';
import { given, type World } from '../../support/designs/given.ts';
import { NAMES, pointsFor, type Script } from '../../support/designs/given-start.ts';
import {
  argument,
  audit,
  changesTo,
  composite,
  decision,
  dissent,
  mapping,
  mappingOf,
  pass,
  proposal,
  questions,
  rejecting,
  revision,
  signature,
} from '../../support/designs/given-submission.ts';
import { findingsSilentAbout } from '../../support/designs/refusals.ts';

const STEP = { title: 't', detail: 'd', undo: 'u' };
const BASE_REJECTED = 'A is the base and is rejected; reject other ways, or choose another base.';

/** One decision claim each, A-1, B-1 and C-1, all agreed upon, and one against it. */
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

/** Of drafts in which the decision rests on A-1 alone, and all decision claims agree. */
const ADOPTED = {
  'A-1': 'adopted',
  'A-2': 'not_used',
  'B-1': 'adopted',
  'B-2': 'not_used',
  'C-1': 'adopted',
  'C-2': 'not_used',
};
/** The same while nobody gives way. */
const UNRESOLVED = { ...ADOPTED, 'A-1': 'unresolved', 'B-1': 'unresolved' };

function composing(says: Script = AGREED): World {
  return given({ says }).reach('composing');
}

/** What is said to a draft with its decision changed so. */
function refusal(world: World, changes: Partial<Decision> = {}, others: Partial<Composite> = {}) {
  const draft = composite(world.design, { decision: decision(world.design, changes), ...others });
  return world.refusesSubmission('synthesizer', draft);
}

/** What became of each claim in a draft with its decision changed so. */
function fates(world: World, changes: Partial<Decision> = {}, others: Partial<Composite> = {}) {
  const draft = composite(world.design, { decision: decision(world.design, changes), ...others });
  world.submits('synthesizer', draft);
  const decided = decidedOf(world.design);
  if (decided === null) throw new Error('nothing was drafted');
  return Object.fromEntries(
    listFates(world.design, decided).map(({ claim, fate }) => [claim.id, fate]),
  );
}

describe('J9: a decision and its steps rest on claims that can hold', () => {
  const all = '`rests` names Z-1; it may name A-1, A-2, B-1, B-2, C-1, C-2.';
  const groundless = 'Step 1 rests on no claim; name one, or leave the step out.';

  test.each<[string, Partial<Decision>, Partial<Composite>, string]>([
    ['a decision on one', { rests: ['Z-1'] }, {}, all],
    ['a step on one', { steps: [{ ...STEP, rests: ['Z-1'] }] }, {}, all],
    [
      'a change taken from one',
      {},
      { taken: [{ why: 'It is safer.', claim: 'Z-1' }] },
      '`taken` names Z-1; it may name B-1, B-2, C-1, C-2.',
    ],
  ])(
    'A4: %s that nobody has claimed is refused with the claims that there are',
    (_, changes, others, message) => {
      const code = 'unknown_reference';
      expect(refusal(composing(), changes, others)).toEqual({ code, message });
    },
  );

  test.each<[string, Partial<Decision>, string]>([
    [
      'rests on nothing',
      { rests: [] },
      'The decision rests on no claim; name its claims in `rests`.',
    ],
    ['has a step on nothing', { steps: [{ ...STEP, rests: [] }] }, groundless],
  ])('J9: a decision that %s is refused', (_, changes, message) => {
    expect(refusal(composing(), changes)).toEqual({ code: 'incomplete', message });
  });

  it('A2: all faults are reported at once', () => {
    const says: Script = { ...AGREED, questions: () => questions('How many?') };
    const wrong = {
      steps: [{ ...STEP, rests: [] }],
      assumptions: [{ question: 'Q9', text: 't', ifWrong: 'i' }],
      open: [{ text: 't', difference: '7' }],
    };
    expect(refusal(composing(says), wrong)).toEqual({
      code: 'unknown_reference',
      message: [
        '- `assumptions` names Q9; it may name Q1, Q2, Q3.',
        '- `assumptions` says nothing about Q1, Q2, Q3.',
        '- `open` names 7; there is nothing to name.',
        `- ${groundless}`,
      ].join('\n'),
    });
  });
});

describe('J12: a draft chooses one proposal and says what it rejects', () => {
  const taken = [{ why: 'It is safer.', claim: 'A-1' }];
  const best = { best: 'It is done at once.', against: 'It cannot be taken back.' };
  const weighing = (letters: string) => ({
    weighed: [...letters].map((proposal) => ({ ...best, proposal })),
  });
  const baseNames = (named: string) =>
    ['unknown_reference', `\`base\` names ${named}; choose one of A, B, C.`] as const;

  test.each<[string, Partial<Decision>, Partial<Composite>, Refusal['code'], string]>([
    ['no base', {}, { base: '' }, ...baseNames('no proposal')],
    ['a base that nobody proposed', {}, { base: 'Z' }, ...baseNames('“Z”')],
    ['two bases', {}, { base: 'A, B' }, ...baseNames('“A, B”')],
    ['its base rejected', { rejected: rejecting(['A', 'B', 'C']) }, {}, 'invalid', BASE_REJECTED],
    [
      'a way rejected of nobody',
      { rejected: rejecting(['B', 'C', 'Z']) },
      {},
      'unknown_reference',
      '`rejected` names Z; it may name A, B, C.',
    ],
    [
      'a way rejected twice',
      { rejected: rejecting(['B', 'B']) },
      {},
      'invalid',
      '`rejected` names B more than once.',
    ],
    [
      'its own claim taken',
      {},
      { taken },
      'unknown_reference',
      '`taken` names A-1; it may name B-1, B-2, C-1, C-2.',
    ],
    [
      'a proposal weighed twice',
      {},
      weighing('AABC'),
      'invalid',
      '`weighed` names A more than once.',
    ],
    [
      'a proposal not weighed',
      {},
      weighing('AC'),
      'incomplete',
      '`weighed` says nothing about B; give its best reason and what stands against it.',
    ],
  ])('J12: a draft with %s is refused', (_, changes, others, code, message) => {
    expect(refusal(composing(), changes, others)).toEqual({ code, message });
  });

  const unrejected = (letters: string) => ({
    code: 'incomplete',
    message: `\`rejected\` says nothing about ${letters}; give the best reason of each way, and what outweighed it.`,
  });

  it('J4: each proposal is the base, has something adopted, or is rejected', () => {
    expect(refusal(conceding(), { rejected: [] }, { base: 'C' })).toEqual(unrejected('A, B'));
    expect(fates(composing(), { rejected: [] })).toEqual(ADOPTED);
  });

  test.each<[string, Impact, string[]]>([
    ['need not stand', 'low', []],
    ['stands', 'medium', ['C']],
  ])(
    'J12: who loses, and of whom something is taken, %s in what is rejected where the impact is %s',
    (_, impact, owed) => {
      const world = composing({ mapping: () => mapping([impact, 'AB', 'C']) });
      const text = decision(world.design, { rejected: [], open: [] });
      const told = checkWays(world.design, {
        decision: text,
        base: 'A',
        taken: ['B-1', 'C-1'] as ClaimId[],
      });
      expect(told).toEqual(owed.map(unrejected));
    },
  );

  it('J8: what a person settles says which side is rejected, also where the base is on that side', () => {
    const world = conceding();
    world.settles('D1', '1a');
    const only = { rests: ['A-1'], rejected: [] };
    expect(refusal(world, only, { base: 'C' })).toEqual(unrejected('E'));
  });

  it('J12: the one proposal that there is can be the base, with nothing rejected', () => {
    const world = given({
      personas: NAMES.slice(0, 1),
      says: { questions: pass, mapping: () => mappingOf(['A-1']) },
    });
    world.reach('auditing');
    const decided = decidedOf(world.design);
    expect([decided?.base, decided?.decision.rejected]).toEqual(['A', []]);
  });
});

describe('J4: code tells what became of each claim', () => {
  const only = { rests: ['A-1'], steps: [] };

  it('J4: what the decision or a step rests on, and what agrees, is adopted; all else is unused', () => {
    expect(fates(composing(), only)).toEqual(ADOPTED);
  });

  it('J4: a claim that bears a sentence alone is adopted', () => {
    const sentences = [
      { part: 'harder' as const, text: 'One store has to bear it.', rests: ['B-2'] },
    ];
    expect(fates(composing(), { ...only, sentences })).toEqual({ ...ADOPTED, 'B-2': 'adopted' });
  });

  it('J4: a claim that is taken into the base is adopted', () => {
    const taken = [{ why: 'It is watched.', claim: 'B-2' }];
    expect(fates(composing(), only, { taken })).toEqual({ ...ADOPTED, 'B-2': 'adopted' });
  });

  it('J4: a claim may be taken into the base for two reasons', () => {
    const taken = ['It is watched.', 'It is cheap.'].map((why) => ({ why, claim: 'B-2' }));
    expect(fates(composing(), only, { taken })).toEqual({ ...ADOPTED, 'B-2': 'adopted' });
  });
});

describe('J6: a difference that is open stays open', () => {
  it('J6: claims that decide it are unresolved, whatever else is said', () => {
    expect(fates(composing(OPEN))).toEqual(UNRESOLVED);
  });

  it('J6: the draft cannot adopt one', () => {
    expect(refusal(composing(OPEN), { rests: ['A-1'] })).toEqual({
      code: 'invalid',
      message:
        'The decision rests on A-1, but difference 1 is open; leave it to people, or name the claims in `rests` of a step, which then waits for people.',
    });
  });

  it('J6: a step that carries out one side says that it waits, and leaves the claim unresolved', () => {
    const world = composing(OPEN);
    const steps = [{ ...STEP, rests: ['B-1'] }];
    expect(fates(world, { steps })).toEqual(UNRESOLVED);
    const decided = decidedOf(world.design);
    if (decided === null) throw new Error('nothing was composed');
    expect(writeDecision(world.design, decided)).toContain('**Waits for your decision:** Point 1?');
  });

  it('J6: an unsettled difference stands in `open`, by its number', () => {
    expect(refusal(composing(OPEN), { open: [] })).toEqual({
      code: 'incomplete',
      message: '`open` says nothing about 1.',
    });
    const open = ['1', '7'].map((difference) => ({ text: 't', difference }));
    expect(refusal(composing(OPEN), { open })).toEqual({
      code: 'unknown_reference',
      message: '`open` names 7; it may name 1.',
    });
  });
});

describe('J8: settled differences hold', () => {
  it('J8: nothing rests on the side that gave way', () => {
    expect(refusal(conceding(), { rests: ['A-1', 'C-1'] })).toEqual({
      code: 'invalid',
      message:
        'Difference 1 is settled for 1b, but the decision or a step rests on claims against 1b (A-1); decide for 1b.',
    });
  });

  const beside = (side: string, claims: string) => ({
    code: 'incomplete',
    message: `Difference 1 is settled for ${side}, but nothing rests on that position; rest the decision or a step on at least one of ${claims}.`,
  });
  const elsewhere = { rests: ['E-1'], steps: [] };

  it('J8: something rests on the side that holds', () => {
    expect(refusal(conceding(), elsewhere)).toEqual(beside('1b', 'C-1'));
  });

  it('J8: the side that a person has settled it for holds', () => {
    const world = conceding();
    world.settles('D1', '1a', '', 'Zoe');
    expect(refusal(world, elsewhere)).toEqual(beside('1a by Zoe', 'A-1, B-1'));
  });
});

describe('A4: a decision speaks of every assumption', () => {
  /** Q1 and Q3 are assumed, Q2 is answered. */
  function assumed(): World {
    const world = given({ says: { ...AGREED, questions: () => questions('Which?') } }).reach(
      'answering',
    );
    world.replies('Q2: the second');
    return world.reach('composing');
  }
  const about = (...ids: string[]) => ({
    assumptions: ids.map((question) => ({ question, text: 't', ifWrong: 'It would wait.' })),
  });

  it('A4: a decision that names each assumption, and others of its own, is taken', () => {
    const world = assumed();
    const changed = decision(world.design, about('Q3', '', 'Q1'));
    world.submits('synthesizer', composite(world.design, { decision: changed }));
    expect(world.design.step).toBe('auditing');
  });

  const until = (day: string) => ({
    revisitIf: [{ fact: 'The table grows, by the size graph.', until: day }],
  });

  it('J11: a decision to look again by a past day is refused', () => {
    expect(refusal(composing(), until('2026-11-19'))).toEqual({
      code: 'invalid',
      message:
        '`revisitIf` says until 2026-11-19, which has passed: today is 2026-11-20. Name a later day, or an event.',
    });
  });

  it.each([
    ['today', '2026-11-20'],
    ['at a day that is not in the calendar, as at an event,', '2026-02-30'],
    ['at an event', 'Step 3 is begun.'],
  ])('J11: a decision to look again %s is taken', (_, day) => {
    const world = composing();
    const input = { decision: decision(world.design, until(day)) };
    world.submits('synthesizer', composite(world.design, input));
    expect(decidedOf(world.design)?.decision.revisitIf).toEqual(until(day).revisitIf);
  });

  it('A4: a decision that is silent about an assumption is refused with the list', () => {
    expect(refusal(assumed(), about('Q1'))).toEqual({
      code: 'incomplete',
      message: '`assumptions` says nothing about Q3.',
    });
  });

  it('A4: a decision that names a question that was never asked is refused with those that were', () => {
    expect(refusal(assumed(), about('Q1', 'Q9', 'Q3'))).toEqual({
      code: 'unknown_reference',
      message: '`assumptions` names Q9; it may name Q1, Q2, Q3.',
    });
  });
});

describe('J9: the revision answers the audit', () => {
  const TWO: Script = { ...AGREED, audit: () => audit('blocking', 'major') };

  test.each<[string, string[], Refusal['code'], string]>([
    ['ignores a finding', ['F1'], 'incomplete', findingsSilentAbout('F2')],
    ['answers one twice', ['F1', 'F2', 'F1'], 'invalid', '`findings` names F1 more than once.'],
    [
      'answers one that nobody has found',
      ['F1', 'F2', 'F3'],
      'unknown_reference',
      '`findings` names F3; it may name F1, F2.',
    ],
  ])('J9: a revision that %s is refused', (_, names, code, message) => {
    const world = given({ says: TWO }).reach('revising');
    const done = 'left_open' as const;
    const findings = names.map((finding) => ({ finding, where: 'It is so.', done }));
    const revised = revision(world.design, { changes: [], findings });
    expect(world.refusesSubmission('synthesizer', revised)).toEqual({ code, message });
  });

  it('J9: a revision is held to the checks of a draft', () => {
    const world = given({ says: TWO }).reach('revising');
    const changes = changesTo(
      world.design,
      decision(world.design, { rejected: rejecting(['A', 'C']) }),
    );
    expect(world.refusesSubmission('synthesizer', revision(world.design, { changes }))).toEqual({
      code: 'invalid',
      message: BASE_REJECTED,
    });
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
    const other = {
      type: 'submit',
      turnId,
      submission: signature(),
      sha256: 'b'.repeat(64),
    } as const;
    expect(world.outcome({ ...other, citations: [], latencyMs: 0 })).toEqual({
      code: 'not_open',
      message: 'The text you were shown is no longer the current decision, so it is not signed.',
    });
    expect(world.design.signatures).toEqual([]);
  });

  it('J9: each signature names the text by its hash, and the API shows who signed which', () => {
    const world = given({
      says: {
        signing: (_, speaker) =>
          speaker === 'subtractor' ? dissent('No.') : signature({}, speaker),
      },
    }).reachEnd();
    const sha256 = decidedOf(world.design)?.sha256;
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
