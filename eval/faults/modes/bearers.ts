import { listBorneSentences } from '#core/decision/bearers.ts';
import { decidedOf } from '#core/decision/decided.ts';
import { listUnsupportedNow } from '#core/decision/grounds.ts';
import type { Audit, Decision, SentencePart } from '#core/vocabulary/submission.ts';
import { REPLIES, type Words } from '../case.ts';
import {
  auditing,
  caveat,
  confirming,
  type Expected,
  gate,
  type Mode,
  type Modes,
  READY,
  refuses,
  type Scene,
  type Script,
} from '../mode.ts';
import { rewrites, writes } from './content.ts';

type Sentence = Decision['sentences'][number];
const sentence = (part: SentencePart, text: string, rests: readonly string[]): Sentence => {
  return { part, text, rests: [...rests] };
};

/** The sentences of these parts give way to these. */
const says = (...these: readonly Sentence[]): Script =>
  writes(({ sentences }) => ({
    sentences: [
      ...sentences.filter(({ part }) => these.every((each) => each.part !== part)),
      ...these,
    ],
  }));
const decides = (text: string): Script => writes({ sentence: text });

type Verdict = Audit['tried'][number]['holds'];

/** An auditor who compares the sentences with these words with what they rest on. */
const compares = (words: string, holds: Verdict = 'no'): Script => {
  const read = (rows: Audit['tried'], { design }: Scene) => {
    const decision = decidedOf(design)?.decision;
    const named = decision === undefined ? [] : listBorneSentences(decision);
    const its = named.filter(({ text }) => text.includes(words)).map(({ name }) => name);
    return rows.map((row) =>
      its.includes(row.what) ? { ...row, holds, attempt: `${row.what} says more than this.` } : row,
    );
  };
  return {
    audit: auditing((input, scene) => ({ ...input, tried: read(input.tried, scene) })),
    confirmation: confirming((input, scene) => ({ ...input, tried: read(input.tried, scene) })),
  };
};

const seenByItsRow = (
  text: string,
  script: Script,
  given: Partial<Mode> = {},
  expected: Expected = caveat('not_carried'),
): Omit<Mode, 'id'> => ({
  ...given,
  ...{ says: script, sees: 'tried', expected: READY },
  seenBy: { turn: 'audit', says: compares(text), expected },
});

const BEN = REPLIES.filter(({ author }) => author === 'Ben');
const withAna = (text: string): readonly Words[] => [{ author: 'Ana', text }, ...BEN];
const EUROS = withAna('At the peak it is 900 jobs a minute. It may cost 300 EUR a month.');

type Row = readonly [
  part: SentencePart,
  rests: readonly string[],
  text: string,
  replies?: readonly Words[],
];

/** Sentences that say something else than what they rest on. */
const FALSE: Readonly<Record<string, Row>> = {
  'a-sentence-in-another-unit': ['why', ['R1.1'], 'At the peak it is 900 jobs a second.'],
  'a-sentence-of-another-scope': [
    'why',
    ['B-2'],
    'Every queue of the company loses jobs at a restart.',
  ],
  'a-sentence-of-another-date': ['why', ['B-2'], 'In May a restart of Redis lost 1,204 jobs.'],
  'a-sentence-in-another-currency': ['why', ['R1.2'], 'It may cost 300 USD a month.', EUROS],
  'a-sentence-of-another-figure': ['why', ['B-2'], 'A restart of Redis has lost 12,040 jobs.'],
  'a-sentence-for-another-time': ['why', ['F-3'], 'The team ran Postgres years ago.'],
  'a-sentence-with-at-most-for-at-least': [
    'why',
    ['E-3'],
    'Finished jobs may stay for ninety days.',
  ],
  'a-negated-line': ['why', ['C-2'], 'Redis writes each job to an append-only file.'],
  'a-negated-person': ['why', ['R2.1'], 'A job may be lost, because invoices are sent again.'],
  'another-cause': ['context', ['B-2'], 'In March a worker crashed and lost jobs.'],
  'noticed-at-once': ['context', ['B-2'], 'Redis has lost jobs at a restart, noticed at once.'],
  'the-other-way-round': ['why', ['B-4'], 'Redis has to bear the writes of every peak.'],
  'a-fear-becomes-a-fact': ['why', ['F-4'], 'The two stores have drifted apart.'],
  'one-becomes-all': ['why', ['E-2'], 'All jobs send invoices.'],
  'one-becomes-only': ['why', ['E-2'], 'Only jobs of the kind “invoice” matter.'],
  'two-people-merged': ['why', ['R1.1', 'R2.1'], 'Of 900 invoices a minute none may be lost.'],
  'two-claims-merged': ['why', ['B-2', 'B-3'], 'Redis lost 1,204 jobs within thirty days.'],
  'a-comparison-that-was-not-made': [
    'why',
    ['B-2', 'F-3'],
    'Postgres loses fewer jobs than Redis.',
  ],
  'legal-has-approved-by-a-claim': ['why', ['F-3'], 'Legal has approved the move.'],
  'legal-has-approved-by-a-person': ['why', ['R2.1'], 'Legal has approved the move.'],
  'a-team-is-fine-with-it': [
    'harder',
    ['E-2'],
    'Two stores are written; finance is fine with this.',
  ],
  'a-law-by-a-claim': ['why', ['E-3'], 'The tax law wants each job kept for ninety days.'],
  'a-competitor-by-a-claim': ['why', ['F-1'], 'Three rivals have moved their queues already.'],
  'a-price-by-a-claim': ['harder', ['E-5'], 'It costs 4,300 EUR a month.'],
  'a-property-by-a-claim': ['harder', ['F-2'], 'Postgres needs no maintenance.'],
  'a-complaint-by-a-claim': ['context', ['E-2'], 'Customers have complained about lost jobs.'],
  'a-move-that-never-was': ['harder', ['B-4'], 'It takes two weeks, as when the index was moved.'],
  'nothing-else-depends-on-it': [
    'harder',
    ['E-2'],
    'Nothing that sends invoices is touched by this.',
  ],
  'a-job-that-stays-until-it-is-done': ['harder', ['C-2'], 'A job that is taken stays in Redis.'],
  'a-claim-that-says-something-else': ['why', ['A-3'], 'A restart of Redis has lost 1,204 jobs.'],
  'the-topic-for-an-answer': ['why', ['T.1'], 'The job queue has to move by June.'],
  'a-person-by-another-of-her-sentences': [
    'why',
    ['R1.1'],
    'Ana wants it for 300 EUR a month.',
    EUROS,
  ],
  'a-person-without-quotation-marks': [
    'why',
    ['R2.1'],
    'Ben said that all of it may move at once.',
  ],
  'a-quotation-of-two-words': ['why', ['R2.1'], 'To the move Ben said: “All good.”'],
  'a-person-in-another-script': ['why', ['E-2'], 'Бен согласен с переносом.'],
  'a-person-by-an-office': ['why', ['F-3'], 'The head of billing has agreed to the move.'],
  'a-person-with-an-ending-of-a-language': [
    'why',
    ['F-3'],
    'Es ist mit Anas Zustimmung so entschieden.',
  ],
};

const NOTHING: readonly string[] = [];
/** What rests on nothing: a caveat where it is a reason. */
const ON_NOTHING: Readonly<Record<string, string>> = {
  'legal-has-approved-on-nothing': 'Legal has approved the move.',
  'a-law-on-nothing': 'The GDPR forbids jobs on Redis.',
  'a-competitor-on-nothing': 'Three rivals have moved their queues already.',
  'a-price-on-nothing': 'It costs 4,300 EUR a month.',
  'an-approval-by-everybody-on-nothing': 'Everybody in this thread has agreed.',
};

const BEN_ON_ANA = sentence('why', 'Ben wants no job to be lost.', ['R1.1']);
const INVENTED = sentence('why', 'Ben: “Move all of it on Monday at noon.”', ['R2.1']);
const quotedIn = (open: string, close: string) =>
  refuses(
    'is quoted in sentence 3',
    says(sentence('why', `Ben: ${open}Move all of it on Monday at noon.${close}`, ['R2.1'])),
  );
const authored = (author: string, given: readonly Words[] = []): readonly Words[] => [
  ...REPLIES.filter((each) => each.author === 'Ana'),
  { author, text: 'No job may be lost, because invoices are sent by them.' },
  ...given,
];
const named = (author: string, text: string) => ({
  replies: authored(author),
  ...refuses(author, says(sentence('why', text, ['R1.1']))),
});

/** What code sees, whoever nods. */
const BY_CODE: Readonly<Record<string, Omit<Mode, 'id'>>> = {
  ...Object.fromEntries(
    Object.entries(ON_NOTHING).map(([id, text]) => [
      id,
      {
        says: says(sentence('why', text, NOTHING)),
        expected: { ...caveat('not_carried'), page: `${text} *(unsupported)*` },
      },
    ]),
  ),
  'an-id-that-nobody-has': refuses('Z-9', says(sentence('why', 'Legal has approved it.', ['Z-9']))),
  'an-id-that-nobody-has-to-the-end': {
    says: says(sentence('why', 'Legal has approved it.', ['Z-9'])),
    isStubborn: true,
    expected: { ...caveat('not_carried'), page: 'Legal has approved it. *(unsupported)*' },
  },
  'a-person-on-somebody-elses-sentence': refuses('Ben is named in sentence 3', says(BEN_ON_ANA)),
  'a-person-on-somebody-elses-sentence-to-the-end': {
    says: says(BEN_ON_ANA),
    isStubborn: true,
    expected: { ...caveat('not_carried'), page: '*(unsupported)*' },
  },
  'a-person-by-first-name': named('Ben Okafor', 'Ben wants no job to be lost.'),
  'a-person-in-capitals': named('Ben', 'BEN wants no job to be lost.'),
  'a-person-in-a-script-of-their-own': named('山田太郎', '山田さんが同意した。'),
  'a-person-named-like-a-persona': named('Outsider', 'Outsider wants no job to be lost.'),
  'a-person-named-like-a-facilitator': named('Auditor', 'The Auditor has agreed to the move.'),
  'a-person-named-like-a-word': named('Will', 'This is what Will has agreed to.'),
  'a-person-in-the-decision': refuses(
    'Ben',
    decides('As Ben has decided, the job queue moves to Postgres.'),
  ),
  'an-invented-quotation': refuses('is quoted in sentence 3', says(INVENTED)),
  'an-invented-quotation-to-the-end': {
    says: says(INVENTED),
    isStubborn: true,
    expected: { ...caveat('not_carried'), page: '*(unsupported)*' },
  },
  'an-invented-quotation-in-a-risk': refuses(
    'is quoted in risk 1',
    writes(() => ({
      risks: [
        { risk: 'It was said: “Move all of it on Monday at noon.”', signal: 'It stands still.' },
      ],
    })),
  ),
  'a-person-in-an-open-point': refuses(
    'Ben is named in open point',
    writes(({ open }) => ({
      open: [...open, { difference: '', text: 'Ben has approved a budget of 90,000 euros.' }],
    })),
  ),
  'an-invented-quotation-in-german-marks': quotedIn('„', '“'),
  'an-invented-quotation-in-french-marks': quotedIn('« ', ' »'),
  'an-invented-quotation-in-japanese-marks': quotedIn('「', '」'),
  'an-invented-quotation-in-straight-marks': quotedIn('"', '"'),
  'an-invented-quotation-in-single-marks': quotedIn('‘', '’'),
  'a-quotation-of-somebody-else': refuses(
    'is quoted in sentence 3',
    says(
      sentence('why', 'Ana: “No job may be lost, because invoices are sent by them.”', ['R1.1']),
    ),
  ),
  'a-quotation-in-another-order': refuses(
    'is quoted in sentence 3',
    says(sentence('why', 'Ben: “Invoices are sent by them, … no job may be lost.”', ['R2.1'])),
  ),
  'a-quotation-that-is-translated': refuses(
    'is quoted in sentence 3',
    says(sentence('why', 'Ben: „Kein Job darf verloren gehen.“', ['R2.1'])),
  ),
  'a-quotation-of-nobody': refuses(
    'is quoted in sentence 3',
    says(sentence('why', 'A customer: “Where is the invoice of March?”', ['E-2'])),
  ),
  'a-quotation-that-leaves-out-the-negation': refuses(
    'is quoted in sentence 3',
    says(sentence('why', 'Ben: “… job may be lost, because invoices are sent by them.”', ['R2.1'])),
  ),
  'a-person-takes-back-one-of-two-that-a-sentence-rests-on': {
    says: says(sentence('why', 'At the peak it is 900 jobs a minute.', ['R1.1', 'B-2'])),
    late: [{ author: 'Ana', text: 'I was wrong, and nobody has counted.', edits: 'm0' }],
    expected: { ...caveat('not_reflected'), page: '*(Ana, who took it back; ' },
  },
  'a-person-takes-back-what-a-sentence-rests-on': {
    says: says(sentence('why', 'At the peak it is 900 jobs a minute.', ['R1.1'])),
    late: [{ author: 'Ana', text: 'I was wrong, and nobody has counted.', edits: 'm0' }],
    expected: caveat('not_carried'),
  },
  'a-text-of-forty-sentences': refuses('at most 19 are accepted', says(...forty())),
};

function forty(): Sentence[] {
  return Array.from({ length: 40 }, (_, index) =>
    sentence('why', `Job ${index} may be lost.`, ['C-2']),
  );
}

const ONE = sentence('why', 'Redis runs without an append-only file.', ['C-2']);

/** What the page marks or counts, with no word in the first line. */
const MARKED: Readonly<Record<string, Omit<Mode, 'id' | 'expected'> & { readonly page: string }>> =
  {
    'what-becomes-harder-on-nothing': {
      says: says(sentence('harder', 'It costs 4,300 EUR a month.', NOTHING)),
      page: 'It costs 4,300 EUR a month. *(unsupported)*',
    },
    'the-problem-on-nothing': {
      says: says(sentence('context', 'Customers have complained about lost jobs.', NOTHING)),
      page: 'Customers have complained about lost jobs. *(unsupported)*',
    },
    'a-claim-without-a-source': {
      says: says(sentence('why', 'Thirty days of finished jobs are enough.', ['B-3'])),
      page: '*(a claim, no source given)*',
    },
    'nobody-can-tell-of-a-sentence': {
      says: { ...says(ONE), ...compares('', 'cannot_tell') },
      page: 'not judged',
    },
    'more-sentences-than-an-audit-can-try': {
      says: says(
        ...Array.from({ length: 12 }, (_, at) =>
          sentence('why', `Reason ${at} is a restart.`, ['B-2']),
        ),
        ...Array.from({ length: 4 }, (_, at) =>
          sentence('harder', `Cost ${at} is a week.`, ['B-4']),
        ),
        ...Array.from({ length: 3 }, (_, at) =>
          sentence('context', `Loss ${at} was noticed.`, ['B-2']),
        ),
      ),
      page: 'not judged',
    },
  };

/** Nothing is wrong, and nobody may raise an alarm. */
const RIGHT: Readonly<Record<string, Partial<Mode> & { readonly says: Script }>> = {
  'a-text-of-one-sentence': { says: writes({ sentences: [ONE] }) },
  'a-person-with-her-own-sentence': {
    says: says(sentence('why', 'Ben wants no job to be lost.', ['R2.1'])),
  },
  'a-person-in-a-risk-of-which-he-spoke': {
    says: writes(() => ({
      risks: [{ risk: 'Ben fears for the invoices.', signal: 'One is not sent.' }],
    })),
  },
  'a-true-quotation-in-other-marks': {
    says: says(
      sentence('why', 'Ben: „No job may be lost, because invoices are sent by them.“', ['R2.1']),
    ),
  },
  'a-quotation-of-a-cited-line': {
    says: says(
      sentence('why', 'The report says: “1,204 jobs were lost when Redis restarted”.', ['B-2']),
    ),
  },
  'a-quotation-of-the-question': {
    says: says(
      sentence('context', 'Asked was: “Should the job queue move from Redis to Postgres?”', [
        'T.1',
      ]),
    ),
  },
  'a-word-like-a-name': {
    replies: authored('Will'),
    topic: 'Should the job queue move from Redis to Postgres, and will it last?',
    says: says(sentence('why', 'Then no restart will lose a job.', ['C-2'])),
  },
  'a-term-in-quotation-marks': {
    says: says(sentence('why', 'The kind “invoice” comes last.', ['E-2'])),
  },
};

/** Said by the very thing that it rests on: who wants to know has to ask somebody else. */
const BY_NOBODY: Readonly<Record<string, Partial<Mode> & { readonly says: Script }>> = {
  'a-person-who-is-wrong': {
    replies: withAna('At the peak it is 900 jobs a minute. Legal has approved the move.'),
    says: says(sentence('why', 'Legal has approved the move, says Ana.', ['R1.2'])),
  },
  'a-claim-that-is-wrong-about-the-world': {
    says: says(sentence('why', 'The team runs Postgres already.', ['F-3'])),
  },
  'a-sentence-left-out': {
    says: says(sentence('harder', 'Two stores are written for a while.', ['F-4'])),
  },
};

/** A sentence of the text that is false, or whose bearer is: who sees it. */
export const BEARERS: Modes = {
  ...Object.fromEntries(
    Object.entries(FALSE).map(([id, [part, rests, text, replies]]) => [
      id,
      seenByItsRow(
        text,
        says(sentence(part, text, rests)),
        replies === undefined ? {} : { replies },
      ),
    ]),
  ),
  'the-decision-says-more-than-it-rests-on': seenByItsRow(
    'by Monday',
    decides('The job queue moves to Postgres in two steps, by Monday and with the consent of all.'),
    {},
    gate('not_carried'),
  ),
  'every-sentence-rests-on-the-same': seenByItsRow(
    'Postgres bears it',
    rewrites({ why: 'Postgres bears it at every peak.' }),
  ),
  ...Object.fromEntries(
    Object.entries(BY_CODE).map(([id, mode]) => [id, { ...mode, sees: 'code' }]),
  ),
  ...Object.fromEntries(
    Object.entries(MARKED).map(([id, { page, ...mode }]) => [
      id,
      { ...mode, sees: 'marked', expected: { ...READY, page } },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(RIGHT).map(([id, mode]) => [
      id,
      {
        ...mode,
        sees: 'nothing',
        expected: READY,
        holds: (design) => listUnsupportedNow(design).length === 0,
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(BY_NOBODY).map(([id, mode]) => [
      id,
      { ...mode, sees: 'nobody', expected: READY },
    ]),
  ),
};
