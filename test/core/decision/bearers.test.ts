import { describe, expect, test } from 'vitest';
import { attemptsOf, changedAttemptsOf } from '#core/decision/attempts.ts';
import { decidedOf } from '#core/decision/decided.ts';
import { findingsOf } from '#core/decision/findings.ts';
import { listUnsupportedNow } from '#core/decision/grounds.ts';
import { findMentionsFor } from '#core/decision/named-people.ts';
import { isQuotedFrom, listQuotations } from '#core/decision/quotations.ts';
import { findCaveats } from '#core/outcome/caveats/all.ts';
import { outcomeOf } from '#core/outcome/outcome.ts';
import { openRound } from '#core/vocabulary/status.ts';
import type { Decision } from '#core/vocabulary/submission.ts';
import { writeBrief } from '#presentation/decision/brief.ts';
import { writeDecision } from '#presentation/decision/decision-document.ts';
import { plainOf } from '#presentation/format/plain-document.ts';
import { writeTranscript } from '#presentation/history/transcript.ts';
import { bannerOf } from '#presentation/judged/banner.ts';
import { writeRecordMarkdown } from '#presentation/record/record.ts';
import { drawReasons, drawResultMessage } from '#presentation/thread/result.ts';
import { viewOf } from '#presentation/view/view.ts';
import { citePlace } from '../../support/designs/claims.ts';
import { disputed } from '../../support/designs/disputed.ts';
import { given, type World } from '../../support/designs/given.ts';
import {
  audit,
  composite,
  decision,
  finding,
  mapping,
  proposal,
  questions,
  refutingOf,
  revision,
} from '../../support/designs/given-submission.ts';

/** Ana has answered the one question; her words are `R1.1` and `R1.2`, and Ben's are `R2.1`. */
function answered(): World {
  const says = {
    questions: () => questions('Who reads it?'),
    mapping: () => mapping(),
    audit: () => audit('major'),
  };
  const world = given({ personas: ['subtractor'], says }).reach('answering');
  world.replies('Seven of nine run without Postgres. I agree to a move.', 'Ana', 'Q1');
  world.replies('Nobody may lose an invoice.', 'Ben');
  return world.reach('composing');
}

const unquotable = (words: string) =>
  `“${words}” is quoted in sentence 1, and stands in nothing that it may quote; copy the words unchanged, with a “not” beside them, or say it without quotation marks.`;

type Sentence = Decision['sentences'][number];
type Step = Decision['steps'][number];
const sentence = (text: string, ...rests: string[]): Sentence => ({ part: 'why', text, rests });
const drafted = (world: World, ...sentences: Sentence[]) =>
  composite(world.design, {
    decision: decision(world.design, { rests: ['A-1'], steps: [], sentences }),
  });
function textIn({ design }: World): string {
  const decided = decidedOf(design);
  if (decided === null) throw new Error('nothing was drafted');
  return writeDecision(design, decided);
}

const { design } = answered();
const mentions = (author: string, text: string, topic = '') =>
  findMentionsFor({ ...design, startedBy: author, replies: [], proposals: [], topic })(text);

describe('J4: a person of the thread is found in a sentence', () => {
  test.each([
    ['Ana', 'Ana has agreed.'],
    ['Ana', 'ANA has agreed.'],
    ['Ana', 'ana has agreed.'],
    ['Ana', 'It is Ana’s word.'],
    ['ana (terminal)', 'Ana has agreed.'],
    ['Ana, by the API (token ci)', 'Ana has agreed.'],
    ['Ana (2)', 'Ana has agreed.'],
    ['Subtractor (a person)', 'Subtractor has agreed.'],
    ['Ana | Billing', 'Ana has agreed.'],
    ['Ana Silva', 'ana silva has agreed.'],
    ['Ana Silva', 'Ana has agreed.'],
    ['Ana Silva', 'Ms Silva has agreed.'],
    ['José Pérez', 'Jose has agreed.'],
    ['Anne-Marie O’Brien', 'O’Brien has agreed.'],
    ['Анна Петрова', 'Анна согласилась.'],
    ['أحمد علي', 'وافق أحمد على ذلك.'],
    ['अना शर्मा', 'अना सहमत है।'],
    ['山田太郎', '山田さんが同意した。'],
    ['王小明', '王小明已经同意。'],
    ['김민수', '김민수가 동의했다.'],
    ['สมชาย ใจดี', 'สมชายเห็นด้วย'],
    ['გიორგი ბერიძე', 'გიორგი თანახმაა.'],
    ['ben', 'ben has agreed.'],
    ['ben', 'So Ben has agreed.'],
    ['Will Page', 'Nothing is lost, Will says.'],
    ['Will Page', 'Then Page agreed.'],
    ['Will Page', 'Will Page agreed.'],
    ['Ana Silva', 'Decided: Ana agreed.'],
  ])('J4: %s in “%s”', (author, text) => {
    expect(mentions(author, text)).toEqual([[author]]);
  });

  test.each([
    ['Ana', 'Analysis and BanAna go on.', ''],
    ['Will Smith', 'Nothing will be lost.', 'What will move?'],
    ['node', 'Node restarts lose jobs.', 'Does each node need a queue?'],
    ['Vincent van Dam', 'The van is full.', ''],
    ['Will Page', 'Will the page load, and will orders stay?', ''],
    ['Will Page', 'It is open: Will all of it load?', 'What will move?'],
    ['max', 'The max age is five minutes.', ''],
    ['Max Frei', 'The max age is five minutes.', ''],
    ['Max', 'The max age is five minutes.', ''],
    ['Mark Hale', 'Mark the release, and mark the order.', ''],
    ['Grace Young', 'A young queue has a day of grace.', ''],
  ])('J4: not %s in “%s”', (author, text, topic) => {
    expect(mentions(author, text, topic)).toEqual([]);
  });

  test('J4: at the beginning of a sentence a word of a proposal is no name', () => {
    const [sealed] = design.proposals;
    if (sealed === undefined) throw new Error('somebody has proposed');
    const proposals = [
      { ...sealed, proposal: { ...sealed.proposal, summary: 'Each job will stay.' } },
    ];
    const find = findMentionsFor({
      ...design,
      startedBy: 'Will Page',
      replies: [],
      proposals,
      topic: '',
    });
    expect(
      ['Will it load?', 'So Will agreed.', 'Page agreed.'].map((text) => find(text).length),
    ).toEqual([0, 1, 1]);
  });

  test('J4: a topic without capitals does not make a word of a name', () => {
    expect(mentions('Ana', 'Ana has agreed.', 'should ana move it?')).toEqual([['Ana']]);
  });

  test('J4: a name that two people have may mean either', () => {
    const [reply] = design.replies;
    if (reply === undefined) throw new Error('somebody has replied');
    const replies = ['Ana Silva', 'Ana Souza'].map((author) => ({ ...reply, author }));
    const all = { ...design, replies, startedBy: 'Cem' };
    expect(findMentionsFor(all)('Ana and Ana Souza agree.')).toEqual([
      ['Ana Silva', 'Ana Souza'],
      ['Ana Souza'],
    ]);
  });
});

describe('J4: a quotation is found in the marks of every language', () => {
  test.each([
    'He wrote “seven of nine run” here.',
    'Er schrieb „seven of nine run“ dazu.',
    'Napisał „seven of nine run” tutaj.',
    'Hän kirjoitti ”seven of nine run” tähän.',
    'Il a écrit « seven of nine run » ici.',
    'Er schrieb »seven of nine run« dazu.',
    'Er schrieb ›seven of nine run‹ dazu.',
    'Il a écrit ‹seven of nine run› ici.',
    '彼は「seven of nine run」と書いた。',
    '彼は『seven of nine run』と書いた。',
    'He wrote ‘seven of nine run’ here.',
    'He wrote "seven of nine run" here.',
    "He wrote 'seven of nine run' here.",
  ])('J4: %s', (text) => {
    expect(listQuotations(text).map((quotation) => quotation.trim())).toEqual([
      'seven of nine run',
    ]);
  });

  test.each([
    'Three years’ losses cost nine hours, and the team’s two queues are watched.',
    "Three years' losses cost nine hours, and the team's two queues are watched.",
    'The disk of 5" and the one of 7" stay.',
    'The “jobs” table stays.',
    'He wrote “seven of nine and did not close it.',
  ])('J4: none in %s', (text) => {
    expect(listQuotations(text)).toEqual([]);
  });

  test.each([
    ['Seven of nine run without Postgres!', true],
    ['seven of nine … run without Postgres', true],
    ['seven … without Postgres', false],
    ['run without Postgres … seven of nine', false],
    ['seven of nine run … seven of nine', false],
    ['seven of nine run with Postgres', false],
    ['even of nine run', false],
  ])('J4: “%s” stands in what was said: %s', (quotation, isThere) => {
    expect(isQuotedFrom(quotation, ['Seven of nine run **without** Postgres.'])).toBe(isThere);
  });
});

describe('J4: a quotation does not cut off what turns it round', () => {
  test.each([
    ['No job may be lost.', '… job may be lost'],
    ['No job may be lost.', 'job may be lost'],
    ['Nobody may lose an invoice.', 'may lose an invoice'],
    ["We don't lose any invoice.", 'lose any invoice'],
    ['The queue can **not** move in June.', 'move in June … the queue'],
    ['The queue can **not** move in June.', 'the queue can …'],
    ['The queue can **not** move in June.', 'The queue can … move in June'],
    ['Kein Auftrag darf verloren gehen.', 'Auftrag darf verloren gehen'],
    ['Wir verlieren die Aufträge nicht.', 'Wir verlieren die Aufträge'],
    ['On ne perd pas les commandes.', 'perd pas les commandes'],
    ['Ningún pedido se puede perder.', 'pedido se puede perder'],
    ['Non si perdono gli ordini.', 'si perdono gli ordini'],
    ['Nenhum pedido pode ser perdido.', 'pedido pode ser perdido'],
    ['Er mag geen opdracht verloren gaan.', 'opdracht verloren gaan'],
  ])('J4: of “%s” not “%s”', (text, quotation) => {
    expect(isQuotedFrom(quotation, [text])).toBe(false);
  });

  test.each([
    ['No job may be lost.', 'No job may be lost'],
    ['No, jobs may be lost.', 'jobs may be lost'],
    ['Is it known? No. Jobs may be lost.', 'jobs may be lost'],
    ['A knot of jobs may be lost.', 'of jobs may be lost'],
    ['Not all: no job may be lost, and a job may be lost.', 'job may be lost'],
  ])('J4: of “%s” also “%s”', (text, quotation) => {
    expect(isQuotedFrom(quotation, [text])).toBe(true);
  });
});

describe('J4: each sentence is told with what bears it', () => {
  test('J4: a person by name, the question, a claim without a source, or nothing', () => {
    const world = answered();
    const sentences = [
      sentence('Seven of nine do.', 'A-1', 'R1.1'),
      sentence('It is asked.', 'T.1'),
      sentence('It is so.', 'A-1', 'A-2'),
      sentence('It is certain.'),
    ];
    world.submits('synthesizer', drafted(world, ...sentences));
    expect(textIn(world)).toContain(
      'Seven of nine do. *(Ana; a claim, no source given)* It is asked. *(the question)* It is so. *(a claim, no source given)* It is certain. *(unsupported)*',
    );
  });

  test('A4: what bears a sentence is a claim or a sentence of a person, else it is refused', () => {
    const world = answered();
    const draft = drafted(world, sentence('So it is.', 'R7.1', 'Z-9'));
    expect(world.refusesSubmission('synthesizer', draft)).toEqual({
      code: 'unknown_reference',
      message: '`rests` names R7.1, Z-9; it may name A-1, A-2.',
    });
  });

  test('A2: a decision that rests on nothing stands at the last try, and is marked', () => {
    const world = answered();
    const { tool, input } = drafted(world, sentence('So it is.', 'A-1'));
    const groundless = { tool, input: { ...input, decision: { ...input.decision, rests: [] } } };
    expect(world.refusesSubmission('synthesizer', groundless).code).toBe('incomplete');
    world.submitsLast('synthesizer', groundless);
    expect(textIn(world)).toContain('**The queue moves in steps.** *(unsupported)*');
  });

  test.each([
    [
      'Ben has agreed to a move.',
      ['A-1', 'R1.2'],
      'Ben is named in sentence 1, which rests on nothing that Ben said; say what is so, or name a sentence of theirs in `rests`.',
    ],
    [
      'Nobody may lose an order, Ben says: “nobody may lose an order”.',
      ['R2.1'],
      unquotable('nobody may lose an order'),
    ],
    [
      'Ben says: “Seven of nine run without Postgres”.',
      ['R2.1'],
      unquotable('Seven of nine run without Postgres'),
    ],
  ])('J4: “%s” is refused, and marked at the last try', (text, rests, message) => {
    const world = answered();
    const draft = drafted(world, sentence(text, ...rests));
    expect(world.refusesSubmission('synthesizer', draft)).toEqual({ code: 'invalid', message });
    world.submitsLast('synthesizer', draft);
    expect(textIn(world)).toContain(`${text} *(unsupported)*`);
  });

  test('J4: what its author has edited may be quoted no more', () => {
    const world = answered();
    const [, { id: replyId = '' } = {}] = world.design.replies;
    world.when({ type: 'revise_reply', replyId, author: 'Ben', text: 'Nobody may lose an order.' });
    const draft = drafted(world, sentence('It is “nobody may lose an invoice”.', 'A-1'));
    expect(world.refusesSubmission('synthesizer', draft)).toEqual({
      code: 'invalid',
      message: unquotable('nobody may lose an invoice'),
    });
    world.submits(
      'synthesizer',
      drafted(world, sentence('It is “nobody may lose an order”.', 'A-1')),
    );
    expect(world.design.composites).toHaveLength(1);
  });

  test.each([
    ['failed', false],
    ['checked', true],
  ] as const)('J4: a cited line whose look-up says %s may be quoted: %s', (status, isAllowed) => {
    const world = given({ personas: ['subtractor'], says: { mapping: () => mapping() } }).reach(
      'proposing',
    );
    const claim = citePlace('q.ts:1', 'all jobs are kept here');
    const citation = { item: 1, status, path: 'q.ts', from: 1, to: 1 };
    world.submits(
      'subtractor',
      proposal({ claims: [{ ...claim, kind: 'decision', text: 'It holds.' }] }),
      undefined,
      [citation],
    );
    world.reach('composing');
    const draft = drafted(world, sentence('It says “all jobs are kept here”.', 'A-1'));
    if (isAllowed) world.submits('synthesizer', draft);
    else
      expect(world.refusesSubmission('synthesizer', draft)).toEqual({
        code: 'invalid',
        message: unquotable('all jobs are kept here'),
      });
    expect(world.design.composites).toHaveLength(isAllowed ? 1 : 0);
  });

  test('J4: words of a person who is named may be quoted', () => {
    const world = answered();
    const text = 'Ana says: “I agree to a move”.';
    world.submits('synthesizer', drafted(world, sentence(text, 'R1.2')));
    expect(textIn(world)).toContain(`${text} *(Ana)*`);
  });

  test('J9: what is taken back carries nothing in the next text, and the one before it stays', () => {
    const world = answered();
    world.submits(
      'synthesizer',
      drafted(world, sentence('Seven of nine do.', 'R1.1'), sentence('She agrees.', 'R1.2')),
    );
    world.reach('revising');
    const before = textIn(world);
    expect(before).toContain('Seven of nine do. *(Ana)* She agrees. *(Ana)*');
    const [{ id: replyId = '' } = {}] = world.design.replies;
    const edit = { author: 'Ana', text: 'I agree to a move. Three of nine do.' };
    world.when({ type: 'revise_reply', replyId, ...edit });
    expect(textIn(world)).toBe(before);
    const step = { part: 'step', number: '', how: 'insert' } as const;
    const fields = ['title', 'detail', 'undo'].map((name) => ({ name, text: 'Count them.' }));
    const changes = [{ ...step, fields, rests: ['A-1'], answers: ['F1'] }];
    world.submits('synthesizer', revision(world.design, { changes }));
    expect(textIn(world)).toContain('Seven of nine do. *(unsupported)* She agrees. *(Ana)*');
  });

  test('J9: so is a step that rests on nothing else', () => {
    const world = answered();
    const { tool, input } = drafted(world, sentence('So it is.', 'A-1'));
    const [step] = decision(world.design).steps;
    const steps = step === undefined ? [] : [{ ...step, rests: ['R1.1'] }];
    world.submits('synthesizer', {
      tool,
      input: { ...input, decision: { ...input.decision, steps } },
    });
    world.reach('revising');
    const [{ id: replyId = '' } = {}] = world.design.replies;
    world.when({ type: 'revise_reply', replyId, author: 'Ana', text: 'I agree to a move.' });
    const change = { part: 'risk', number: '', how: 'insert' } as const;
    const fields = ['risk', 'signal'].map((name) => ({ name, text: 'It lags.' }));
    const changes = [{ ...change, rests: [], answers: ['F1'], fields }];
    world.submits('synthesizer', revision(world.design, { changes }));
    expect(textIn(world)).toContain(
      '1. **Write to both.** Behind a switch. *Undo:* Turn the switch off. *(unsupported)*',
    );
  });
});

describe('J13: words that their author gave up for another’s carry nothing', () => {
  const SAYS = 'There were three incidents.';
  const resting = ({ design: drafting }: World) => {
    const [step] = decision(drafting).steps;
    const steps = step === undefined ? [] : [{ ...step, rests: ['R1.1'] }, step];
    const sentences = [sentence(SAYS, 'R1.1'), sentence('So it is.', 'A-1')];
    return composite(drafting, {
      decision: decision(drafting, { rests: ['A-1'], steps, sentences }),
    });
  };

  test('J13: given up while the text is written, they are refused', () => {
    const world = disputed({ mapping: () => mapping() }).reach('composing');
    const draft = resting(world);
    world.takes('Ben', 'Cem', 'U-cem');
    expect(world.refusesSubmission('synthesizer', draft)).toEqual({
      code: 'unknown_reference',
      message: [
        '- `rests` names R1.1; it may name A-1, A-2, B-1, B-2, C-1, C-2.',
        '- Assumption 1 is about Q1, which was answered; leave it out, and rest the decision on the answer.',
      ].join('\n'),
    });
  });

  test.each(['auditing', 'signing'] as const)(
    'J13: given up later, at %s, its parts are marked',
    (step) => {
      const world = disputed({ mapping: () => mapping() }).reach('composing');
      world.submits('synthesizer', resting(world));
      world.reach(step);
      expect(listUnsupportedNow(world.design)).toEqual([]);
      world.takes('Ben', 'Cem', 'U-cem');
      expect(listUnsupportedNow(world.design)).toEqual(['sentence 1', 'step 1']);
      const told = findCaveats(world.design).flatMap((each) =>
        each.kind === 'not_carried' ? each.words : [],
      );
      expect(told).toEqual([SAYS, 'Write to both']);
    },
  );
});

describe('J4: the audit tries the sentences of the decision', () => {
  const trying = (count: number, steps = 0) => {
    const sentences = Array.from({ length: count }, (_, index) => ({
      ...sentence(`Sentence ${index} says so.`, 'A-1', ...(index === 2 ? [] : ['A-2'])),
      part: index < 3 ? ('context' as const) : index < 13 ? ('why' as const) : ('harder' as const),
    }));
    const [first] = decision(design).steps;
    const says = {
      questions: () => questions('Who reads it?'),
      mapping: () => mapping(),
      composite: (drafting: World['design']) =>
        composite(drafting, {
          decision: decision(drafting, {
            rests: ['A-1'],
            steps:
              first === undefined
                ? []
                : Array.from({ length: steps }, () => ({ ...first, rests: ['A-1'] })),
            sentences: [
              ...sentences,
              sentence('It is certain.'),
              sentence('Seven do.', 'R1.1', 'A-1'),
            ],
          }),
        }),
    };
    const world = given({ personas: ['subtractor'], says }).reach('answering');
    world.replies('Seven of nine run without Postgres.', 'Ana', 'Q1');
    return attemptsOf(world.reach('auditing').design).map(({ name }) => name);
  };

  test('J4: its own sentence first, then those on people’s words and on one claim; none that nothing bears', () => {
    expect(trying(4)).toEqual([
      'A-1',
      ...['decision', 'sentence 6', 'sentence 3', 'sentence 1', 'sentence 2', 'sentence 4'],
    ]);
  });

  test('J4: of claims, steps, ways and sentences together it tries at most 24', () => {
    expect(trying(16, 15)).toHaveLength(24);
    expect(trying(12, 15)).toHaveLength(1 + 8 + 14);
  });

  test('J11: what it did not try, and what it could not tell, is counted in the small print', () => {
    const says = {
      mapping: () => mapping(),
      audit: (auditing: World['design']) => {
        const { tool, input } = audit();
        const holds = 'cannot_tell' as const;
        const tried = attemptsOf(auditing).flatMap(({ name: what }) =>
          what === 'sentence 1' ? [{ what, attempt: 'No line says so.', holds }] : [],
        );
        return { tool, input: { ...input, tried } };
      },
    };
    const facts = bannerOf(outcomeOf(given({ says }).reachEnd().design)).facts;
    expect(facts).toContain('audit: 1 part not judged');
  });

  test('J11: claims, steps and ways beyond its room count too, and the record names them', () => {
    const says = {
      proposals: () => proposal({}, 'One.', 'Two.', 'Three.', 'Four.'),
      mapping: () => mapping(),
      audit: () => audit(),
      composite: (drafting: World['design']) => {
        const [first] = decision(drafting).steps;
        const steps = Array.from(
          { length: 9 },
          (__, at) => ({ ...first, title: `Do ${at + 1}` }) as Step,
        );
        const rests = ['A-1', 'A-2', 'A-3', 'A-4'];
        return composite(drafting, { decision: decision(drafting, { rests, steps }) });
      },
    };
    const { design: ended } = given({ personas: ['subtractor'], says }).reachEnd();
    expect(bannerOf(outcomeOf(ended)).facts.join()).toContain('audit: 2 parts not judged');
    const record = writeRecordMarkdown(ended);
    expect(record).toContain(
      '### Not judged\n\n- **A-4:** Four. *Not tried.*\n- **Step 9:** Do 9 *Not tried.*\n',
    );
  });

  test('J11: the transcript counts what was refuted, and not what could not be told', () => {
    const [first, second] = attemptsOf(answered().reach('auditing').design).map(({ name }) => name);
    const { tool, input } = audit('minor');
    const tried = [
      { what: first ?? '', attempt: 'It says the opposite.', holds: 'no' as const },
      { what: second ?? '', attempt: 'Nothing says so.', holds: 'cannot_tell' as const },
    ];
    const says = { mapping: () => mapping(), audit: () => ({ tool, input: { ...input, tried } }) };
    const world = given({ says }).reach('revising');
    expect(writeTranscript(world.design, world.history)).toContain(
      'audited the draft: 2 findings.',
    );
  });

  test('J11: a step that was changed since the audit is not counted, one that moved keeps its row', () => {
    const says = {
      mapping: () => mapping(),
      audit: (auditing: World['design']) => {
        const { tool, input } = audit('major');
        const tried = attemptsOf(auditing).flatMap(({ name: what }) =>
          what === 'step 1' ? [] : [{ what, attempt: `${what} holds.`, holds: 'yes' as const }],
        );
        return { tool, input: { ...input, tried } };
      },
    };
    const world = given({ says }).reach('auditing');
    world.submitsLast('auditor', says.audit(world.design));
    const left = () => outcomeOf(world.design).auditLeft.untried.map(({ name }) => name);
    expect(left()).toEqual(['step 1']);
    world.reach('revising');
    const base = { part: 'step' as const, rests: ['A-1'], answers: ['F1'] };
    const fields = ['title', 'detail', 'undo'].map((name) => ({ name, text: `Another ${name}` }));
    const changes = [{ ...base, number: '1', how: 'insert' as const, fields }];
    world.submits('synthesizer', revision(world.design, { changes }));
    expect(left()).toEqual(['step 2']);
  });
});

describe('J4: what bears a sentence and holds no more is marked outside the signed text', () => {
  /** The pages that people read, after the signed text. */
  const read = ({ design: current }: World) => {
    const view = viewOf(current);
    const thread = [drawResultMessage(view), drawReasons(view)].flatMap(
      (each) => each?.sections.map(plainOf) ?? [],
    );
    return { thread: thread.join('\n'), brief: writeBrief(current) ?? '' };
  };

  test.each([
    ['beside another bearer', ['R1.1', 'A-1'], '(Ana, who took it back; '],
    ['alone', ['R1.1'], '(unsupported: Ana, who took it back)'],
  ])(
    'J4: a person who took back what bears a sentence %s keeps no name without a mark',
    (_, rests, mark) => {
      const says = {
        mapping: () => mapping(),
        composite: (drafting: World['design']) => {
          const sentences = [sentence('Seven run without it.', ...rests)];
          return composite(drafting, { decision: decision(drafting, { sentences }) });
        },
        audit: () => audit(),
      };
      const world = given({ personas: ['subtractor'], says }).reach('answering');
      world.replies('Seven of nine run without Postgres.', 'Ana', 'Q1');
      world.reach('signing');
      const [said] = world.design.replies;
      const before = textIn(world);
      expect(read(world).brief).not.toContain('took it back');
      world.when({
        type: 'revise_reply',
        replyId: said?.id ?? '',
        author: 'Ana',
        text: 'I do not know.',
      });
      world.reachEnd();
      expect(textIn(world)).toBe(before);
      const { thread, brief } = read(world);
      expect(brief).toContain(before.trim());
      expect(brief).toContain(`- Seven run without it. *${mark}`);
      expect(thread).toContain(`Seven run without it. ${mark}`);
    },
  );

  test('J4: a refuted claim is marked under each sentence on it, also if no revision followed', () => {
    const says = { mapping: () => mapping(), audit: () => refutingOf('A-1') };
    const world = given({ says }).reach('revising');
    const before = textIn(world);
    for (
      let round = openRound(world.design);
      round?.kind === 'revision';
      round = openRound(world.design)
    )
      world.deadline(`round:${round.id}`);
    world.reachEnd();
    expect(textIn(world)).toBe(before);
    const { thread, brief } = read(world);
    const marks = (text: string) =>
      text.match(/(refuted by the audit|the audit refuted it)/g)?.length ?? 0;
    expect(marks(before)).toBe(0);
    expect(marks(brief)).toBeGreaterThan(1);
    expect(marks(thread)).toBeGreaterThan(0);
  });
});

describe('J4: what the audit refuted carries nothing', () => {
  const refuted = (...names: string[]) => {
    const says = { mapping: () => mapping(), audit: () => refutingOf(...names) };
    return given({ says });
  };

  test('J4: it is a major finding, in the words of the sentence', () => {
    const { design: revising } = refuted('sentence 2').reach('revising');
    const about = 'One store is easier to run than two.';
    expect(findingsOf(revising)).toEqual([
      {
        ...finding({ severity: 'major', text: `“${about}”: sentence 2 says the opposite.` }),
        kind: 'refuted',
        about,
        id: 'F1',
        check: null,
        answer: null,
        standing: 'open',
      },
    ]);
  });

  test.each([
    [
      'says it in other words',
      { fields: [{ name: 'text', text: 'One store is enough.' }], rests: ['A-1'] },
      [],
    ],
    ['rests it on another claim', { fields: [], rests: ['B-1'] }, ['sentence 2']],
    ['rests it on fewer', { fields: [], rests: ['A-1'] }, ['sentence 2']],
    [
      'puts a sentence before it',
      {
        how: 'insert',
        number: '1',
        rests: ['A-1'],
        fields: [
          { name: 'part', text: 'why' },
          { name: 'text', text: 'It is so.' },
        ],
      },
      ['sentence 3'],
    ],
  ] as const)('J4: a revision that %s marks %#', (_, change, unsupported) => {
    const says = {
      mapping: () => mapping(),
      composite: (drafting: World['design']) => {
        const sentences = decision(drafting).sentences.map((each) => ({
          ...each,
          rests: ['A-1', 'A-2'],
        }));
        return composite(drafting, { decision: decision(drafting, { sentences }) });
      },
      audit: () => refutingOf('sentence 2'),
    };
    const world = given({ says }).reach('revising');
    const base = {
      part: 'sentence' as const,
      number: '2',
      how: 'replace' as const,
      answers: ['F1'],
    };
    const changes = [{ ...base, ...change, fields: [...change.fields], rests: [...change.rests] }];
    world.submitsLast('synthesizer', revision(world.design, { changes }));
    expect(decidedOf(world.design)?.unsupported ?? []).toEqual(unsupported);
  });

  test('J4: a sentence that held is tried again where it rests on less', () => {
    const says = {
      mapping: () => mapping(),
      composite: (drafting: World['design']) => {
        const sentences = decision(drafting).sentences.map((each) => ({
          ...each,
          rests: ['A-1', 'A-2'],
        }));
        return composite(drafting, { decision: decision(drafting, { sentences }) });
      },
      audit: () => audit('major'),
    };
    const world = given({ says }).reach('revising');
    const about = {
      part: 'sentence' as const,
      number: '2',
      how: 'replace' as const,
      answers: ['F1'],
    };
    const changes = [{ ...about, fields: [], rests: ['A-1'] }];
    world.submits('synthesizer', revision(world.design, { changes }));
    expect(changedAttemptsOf(world.design).map(({ name }) => name)).toEqual(['sentence 2']);
  });

  test('J4: a sentence on nothing but refuted claims has nothing to rest on', () => {
    const world = refuted('A-1', 'B-1', 'C-1').reach('revising');
    const findings = findingsOf(world.design).map(({ id }) => {
      return { finding: id, where: 'It stays.', done: 'left_open' as const };
    });
    world.submits('synthesizer', revision(world.design, { changes: [], findings }));
    expect(decidedOf(world.design)?.unsupported).toEqual([
      ...['A-1', 'B-1', 'C-1', 'decision', 'sentence 1', 'sentence 2', 'sentence 3'],
    ]);
  });
});
