import { describe, expect, it } from 'vitest';
import { findSaidAbout } from '#core/questions/replies/answers-given.ts';
import { isBy, isSameAuthor } from '#core/questions/replies/author.ts';
import { openGate } from '#core/vocabulary/status.ts';
import { carryOver } from '#engine/starting/carried.ts';
import { viewOf } from '#presentation/view/view.ts';
import { caveatsOf } from '../../support/designs/caveats-of.ts';
import { BEN_SAYS, CEM_SAYS, disputed, judging } from '../../support/designs/disputed.ts';
import { of, type World } from '../../support/designs/given.ts';
import { composite, decision, differ, matching } from '../../support/designs/given-submission.ts';

const endOf = ({ design }: World) => [design.end?.status, design.end?.stoppedBecause];
const fatesIn = (world: World) =>
  caveatsOf(world, 'people_differ').map(({ answers }) => answers.map(({ fate }) => fate));

describe('J13: two people who differ, of whom neither has given way', () => {
  it('J13: they open one gate, when signing is done, and are named first in its heading', () => {
    const world = disputed().reach('deciding');
    expect(of(world.history, 'gate_opened')).toHaveLength(1);
    expect(world.design.signatures.length).toBeGreaterThan(0);
    const { gate } = viewOf(world.design);
    expect(gate?.reasons).toEqual(['people_differ']);
    expect(gate?.heading).toBe('The draft is ready and needs you: Cem and Ben differ on Q1.');
    world.decidesGate('accept');
    expect(world.reachEnd().design.gates).toHaveLength(1);
  });

  it('J13: they are one caveat, which has what each of them says', () => {
    expect(caveatsOf(disputed().reach('deciding'), 'people_differ')).toEqual([
      {
        kind: 'people_differ',
        question: 'Q1',
        answers: [
          { by: 'Cem', words: CEM_SAYS, fate: 'taken' },
          { by: 'Ben', words: BEN_SAYS, fate: 'taken' },
        ],
      },
    ]);
  });

  it('J13: where nobody decides at gates, the design ends for review', () => {
    const world = disputed({}, { settings: { gates: 'none' } }).reachEnd();
    expect(endOf(world)).toEqual(['needs_review', 'finished']);
    expect(world.design.gates).toEqual([]);
  });

  it('J13: without a choice in time, it ends undecided', () => {
    const world = disputed().reach('deciding');
    world.deadline('gate:gate-1');
    expect(endOf(world.reachEnd())).toEqual(['needs_review', 'gate_unanswered']);
  });
});

describe('J13: whose word the decision takes', () => {
  it.each([
    [
      'the one that it reflects',
      { 'R1.1': 'contradicted' },
      ['not_taken', 'taken'],
      'takes Ben’s word',
    ],
    [
      'neither',
      { 'R1.1': 'contradicted', 'R2.1': 'not_used' },
      ['not_taken', 'not_taken'],
      'takes neither’s word',
    ],
    [
      'neither, which makes no difference',
      { 'R1.1': 'does_not_matter', 'R2.1': 'does_not_matter' },
      ['not_taken', 'not_taken'],
      'takes neither’s word',
    ],
    ['both', {}, ['taken', 'taken'], 'takes the words of Cem and Ben'],
  ] as const)('J13: %s', (_, fates, expected, words) => {
    const world = disputed({ audit: judging(fates) }).reach('auditing');
    world.contributes('auditor');
    expect(fatesIn(world)).toEqual([expected]);
    expect(
      viewOf(disputed({ audit: judging(fates) }, { settings: { gates: 'none' } }).reachEnd().design)
        .caveats[0]?.text,
    ).toContain(`the decision ${words}`);
  });

  it('J13: where no auditor judged their answers, it is not looked at, and said so', () => {
    const world = disputed().reach('auditing');
    while (world.design.step === 'auditing') world.fails(world.turn().participant);
    world.reach('deciding');
    expect(fatesIn(world)).toEqual([['not_looked_at', 'not_looked_at']]);
    expect(viewOf(world.design).caveats[0]?.text).toContain(
      'nobody checked whose word the decision takes',
    );
  });

  it('J13: without an audit, a text that rests on a sentence of one takes that one’s word', () => {
    const world = disputed({
      composite: (design) => {
        const { rests } = decision(design);
        return composite(design, { decision: decision(design, { rests: [...rests, 'R2.1'] }) });
      },
    }).reach('auditing');
    while (world.design.step === 'auditing') world.fails(world.turn().participant);
    expect(fatesIn(world)).toEqual([['not_looked_at', 'taken']]);
  });

  it('J13: no revision is asked to do what both say', () => {
    const world = disputed({ audit: judging({ 'R1.1': 'contradicted' }) }).reach('auditing');
    world.contributes('auditor');
    expect(world.design.step).toBe('signing');
  });
});

/** The steps that the design has entered since then. */
const stepsSince = ({ history }: World, index: number) =>
  of(history.slice(index), 'status_changed').map(({ step }) => step);
const answersTo = ({ design }: World) =>
  findSaidAbout(design, { id: 'Q1' }).answers.map(({ author, quote }) => `${author}: ${quote}`);

describe('J13: one of two who differ gives way, or who may decide says whose word holds', () => {
  it.each([
    ['one who gives way', 'Ben', 'Cem', 'U-cem', [`Ben: ${BEN_SAYS}`]],
    ['the other who gives way', 'Cem', 'Ben', 'U-ben', [`Cem: ${CEM_SAYS}`]],
    ['a person who may decide', 'Ben', 'Ana', 'U-ana', [`Ben: ${BEN_SAYS}`]],
  ])(
    'J9: at a gate, %s has the text revised and signed again, once',
    (_, whose, by, byId, left) => {
      const world = disputed().reach('deciding');
      const before = world.history.length;
      world.takes(whose, by, byId);
      expect(world.design.gates.map(({ decision }) => decision)).toEqual([
        { choice: 'settle', note: '', by },
      ]);
      expect(answersTo(world)).toEqual(left);
      expect(world.design.questions[0]?.status).toBe('answered');
      world.reach('writing');
      expect(stepsSince(world, before)).toEqual(['revising', 'signing', 'writing']);
      const { settled } = world.design;
      expect([settled?.status, settled?.caveats]).toEqual(['completed', []]);
    },
  );

  it('J13: before there is a text, no turn has to read it', () => {
    const world = disputed();
    world.takes('Ben', 'Cem', 'U-cem');
    expect(world.openTurns()).toEqual([]);
    expect(world.design.questions[0]?.status).toBe('answered');
    expect(world.reachEnd().design.gates).toEqual([]);
  });

  it('J13: what was given up is in the record, and nobody expects it of the text', () => {
    const audit = judging({ 'R1.1': 'contradicted' });
    const world = disputed({ audit });
    world.takes('Ben', 'Cem', 'U-cem');
    expect(endOf(world.reachEnd())).toEqual(['completed', 'finished']);
    const { caveats, peopleSaid } = viewOf(world.design);
    expect(caveats).toEqual([]);
    expect(peopleSaid.filter(({ words }) => words === CEM_SAYS)).toEqual([
      {
        author: 'Cem',
        words: CEM_SAYS,
        sentence: 'Jobs are lost at a restart.',
        fate: 'contradicted',
        why: 'It is not what R1.1 says.',
        standing: 'given_up',
        isOwed: true,
        isRead: true,
        isLate: false,
        isTopic: false,
        isToCompare: false,
      },
    ]);
  });

  it('J13: two people behind one token are two, by the names that they claim', () => {
    const world = disputed();
    for (const author of ['Dana', 'Eve'])
      world.when({
        ...{ type: 'record_reply', replyId: author, author, authorId: 'console/ci' },
        ...{ via: { way: 'console', token: 'ci' }, text: 'Q2: Nobody.', questionId: null },
      } as const);
    const [dana, eve] = world.design.replies.slice(-2);
    expect(dana !== undefined && eve !== undefined && isSameAuthor(dana, eve)).toBe(false);
    expect(isBy(dana ?? eve ?? { author: '' }, { id: 'console/ci', name: 'Dana' })).toBe(true);
    expect(isBy(dana ?? eve ?? { author: '' }, { id: 'console/ci', name: 'Eve' })).toBe(false);
  });

  it('J13: of both who give way at once the first does, and the second is told so', () => {
    const world = disputed().reach('deciding');
    world.takes('Ben', 'Cem', 'U-cem');
    const second = {
      type: 'take_answer',
      questionId: 'Q1',
      answer: 'Cem',
      by: 'Ben',
      byId: 'U-ben',
    } as const;
    const late = {
      code: 'not_open',
      message: 'Nobody differs on Q1 any more. Cem has taken Ben’s word.',
    };
    expect(world.outcome(second)).toEqual(late);
    // The same press that comes again.
    const again = { ...second, answer: 'Ben', by: 'Cem', byId: 'U-cem' };
    expect(world.outcome(again)).toEqual(late);
  });

  it('J13: who gives way on a question that nobody differs on is told so', () => {
    const press = { type: 'take_answer', answer: 'Cem', by: 'Ben', byId: 'U-ben' } as const;
    expect(
      disputed()
        .reach('deciding')
        .outcome({ ...press, questionId: 'Q2' }),
    ).toEqual({
      code: 'not_open',
      message: 'Nobody differs on Q2.',
    });
  });

  it('J13: an answer that was changed meanwhile is not taken in its old words', () => {
    const world = disputed();
    world.says('m3', 'None at all.', 'Dana', 'U-dana');
    const all = differ(matching(['Q1', 'R3', 'None']), 'Q1', 'R1', 'R2', 'R3');
    world.submits('synthesizer', all);
    const since = String(world.design.replies[1]?.since);
    world.when({ type: 'revise_reply', replyId: 'm2', author: 'Ben', text: 'Two, I think.' });
    const command = {
      type: 'take_answer',
      questionId: 'Q1',
      answer: since,
      by: 'Cem',
      byId: 'U-cem',
    } as const;
    expect(world.outcome(command)).toEqual({
      code: 'unknown_reference',
      field: 'answer',
      message:
        'This is no answer to Q1 any more. Cem and Dana differ on it: choose one of these answers.',
    });
  });

  it('J13: where three differ and one gives way, the others still do', () => {
    const world = disputed();
    world.says('m3', 'None at all.', 'Dana', 'U-dana');
    world.submits('synthesizer', differ(matching(['Q1', 'R3', 'None']), 'Q1', 'R1', 'R2', 'R3'));
    world.takes('Ben', 'Cem', 'U-cem');
    const { differing } = viewOf(world.design).questions[0] ?? {};
    expect(differing?.map(({ author }) => author)).toEqual(['Ben', 'Dana']);
    world.takes('Dana', 'Ana');
    expect(answersTo(world)).toEqual(['Dana: None at all.']);
  });

  it('J13: what a third person answered stands as it was', () => {
    const world = disputed();
    world.says('m3', 'Legal has a list.', 'Dana', 'U-dana');
    world.submits('synthesizer', matching(['Q1', 'R3', 'Legal has a list']));
    world.takes('Ben', 'Ana', 'U-ana');
    expect(answersTo(world)).toEqual([`Ben: ${BEN_SAYS}`, 'Dana: Legal has a list.']);
  });

  it('J13: a reading that was under way brings the dispute back by no words from before', () => {
    const world = disputed();
    world.says('m3', 'By the way, it is late.', 'Dana', 'U-dana');
    world.takes('Ben', 'Cem', 'U-cem');
    const stale = differ(matching(), 'Q1', 'R1', 'R2');
    expect(world.refusesSubmission('synthesizer', stale)).toEqual({
      code: 'invalid',
      message:
        '`differ` takes two answers to Q1: match the words of each reply that you name, or leave this out.',
    });
    world.submits('synthesizer', matching());
    expect(answersTo(world)).toEqual([`Ben: ${BEN_SAYS}`]);
  });

  it('J13: who takes part in the dispute and may decide can hold their own answer against the other', () => {
    const world = disputed().reach('deciding');
    world.takes('Cem', 'Cem', 'U-cem');
    expect(answersTo(world)).toEqual([`Cem: ${CEM_SAYS}`]);
  });

  it('J13: a text that could not be revised after it does not reflect what was settled', () => {
    const world = disputed({ audit: judging({ 'R2.1': 'not_used' }) }).reach('deciding');
    world.takes('Ben', 'Ana', 'U-ana');
    while (world.design.step === 'revising') world.fails(world.turn().participant);
    world.reach('deciding');
    expect(caveatsOf(world, 'contradicts_person')).toEqual([
      {
        kind: 'contradicts_person',
        by: 'Ana',
        source: 'settlement',
        words: BEN_SAYS,
        about: world.design.questions[0]?.text,
      },
    ]);
  });

  it('J13: a later run knows what was given up', () => {
    const world = disputed();
    world.takes('Ben', 'Cem', 'U-cem');
    const { replies } = carryOver(world.reach('proposing').design);
    const all = (text: string) => {
      return { questionId: 'Q1', text, spans: [{ from: 0, to: text.length }] };
    };
    const read = (text: string) => ({ ...all(text), source: 'read' });
    expect(replies.map(({ takes, givenUp, answers }) => ({ takes, givenUp, answers }))).toEqual([
      { givenUp: [read(CEM_SAYS)], answers: [] },
      { answers: [read(BEN_SAYS)] },
      { takes: 'm2', answers: [all(BEN_SAYS)] },
    ]);
  });
});

it('J13: an edit of one answer at the gate ends the dispute, and the gate says what is left', () => {
  const world = disputed().reach('deciding');
  world.when({ type: 'revise_reply', replyId: 'm2', author: 'Ben', text: 'Cem is right.' });
  expect(world.design.questions[0]?.status).toBe('answered');
  expect(viewOf(world.design).gate?.heading).toContain('Ben’s last words were not considered');
  world.contributes('synthesizer');
  expect(viewOf(world.design).gate?.heading).toBe(
    'The draft is ready and needs you: 1 message of Ben’s changed nothing.',
  );
  expect(openGate(world.design)?.id).toBe('gate-1');
  world.decidesGate('accept');
  expect(world.reachEnd().design.end?.status).toBe('completed');
});
