import { findMentionsFor } from '#core/decision/named-people.ts';
import { listToCompare } from '#core/decision/pairs.ts';
import { listSaidWithFates } from '#core/decision/people.ts';
import type { Design } from '#core/vocabulary/design.ts';
import { REPLIES, type Words } from '../case.ts';
import {
  auditing,
  caveat,
  confirming,
  gate,
  type Mode,
  type Modes,
  READY,
  refuses,
  type Scene,
  type Script,
} from '../mode.ts';
import { changesBeside, inserts, removes, replaces } from './changes.ts';
import { rewrites } from './content.ts';
import { contradicts, judges, leavesOut } from './said.ts';

/** Said by Ana, and written into the third sentence of the text, which is said to reflect it. */
type Pair = readonly [said: string, written: string];

const BEN = REPLIES.filter(({ author }) => author === 'Ben');
const withAna = (said: string): readonly Words[] => [{ author: 'Ana', text: said }, ...BEN];

const onSentence = (numberOf: (name: string) => string): Script => {
  const rows = <Row extends { readonly said: string; readonly fate: string }>(
    said: readonly Row[],
  ) =>
    said.map((row) => (row.fate === 'reflected' ? { ...row, sentence: numberOf(row.said) } : row));
  return {
    audit: auditing((input) => ({ ...input, said: rows(input.said) })),
    confirmation: confirming((input) => ({ ...input, said: rows(input.said) })),
  };
};
/** Ana's words by the sentence that was written for them, and the others by the first. */
const BY_THE_WRITTEN = onSentence((name) => (name.startsWith('R1') ? '3' : '1'));

const isToCompare = (design: Design, said: string): boolean =>
  listToCompare(listSaidWithFates(design), {
    mentionsIn: findMentionsFor(design),
    hasCapitalNouns: false,
  }).some(({ text }) => text === said);

const paired = ([said, written]: Pair): Omit<Mode, 'id' | 'expected'> => {
  return { replies: withAna(said), given: BY_THE_WRITTEN, says: rewrites({ harder: written }) };
};
const onPage = ([said, written]: Pair, mark = '') => {
  return { ...READY, page: `“${said}” *In the decision:* “${written}”${mark}` };
};
const markedOnPage = (pair: Pair) => onPage(pair, ' *(please compare)*');
const looksAt = (said: string) => {
  return { turn: 'audit' as const, says: contradicts(said), expected: gate('contradicts_person') };
};
const findsLeftOut = (said: string) => {
  return { turn: 'audit' as const, says: leavesOut(said), expected: caveat('not_reflected') };
};

/** The written sentence lacks a figure that was said, or has none of the names. */
const MARKED: Readonly<Record<string, Pair>> = {
  'a-pair-with-another-figure': [
    'There are 40 refunds a day.',
    'The table bears 400 refunds a day.',
  ],
  'a-pair-without-the-figure': [
    'Keep finished jobs for 90 days.',
    'Finished jobs are kept for a while.',
  ],
  'a-pair-with-another-share': ['It may fail for 1 % of them.', 'It may fail for 10 % of them.'],
  'a-pair-with-another-month': [
    'The old queue may stay until March.',
    'The old queue stays until May.',
  ],
  'a-pair-with-another-year': ['The contract ends in 2028.', 'The contract ends in 2030.'],
  'a-pair-with-another-name': ['It may be read only in Berlin.', 'It may be read only in Paris.'],
  'a-pair-without-the-name': ['It runs only in Italy.', 'It runs in all shops.'],
  'a-pair-with-words-on-something-else': ['There are 40 refunds a day.', 'Two stores are written.'],
  'a-pair-without-the-condition': [
    'There are 40 orders a day, but only in Italy.',
    'All shops together have 40 orders a day.',
  ],
  'a-pair-in-another-currency': ['It may cost 300 EUR a month.', 'It costs 300 USD a month.'],
  'a-pair-with-the-same-day-of-another-month': [
    'It may stay until 31 March.',
    'It stays until 31 May.',
  ],
  'a-pair-with-another-version': ['We have to stay on Redis 6.', 'It moves to Redis 7.'],
  'a-pair-with-one-of-two-figures': ['Between 10 and 40 jobs fail.', 'At most 10 jobs fail.'],
};

/** Right, and marked all the same: a reader looks once more. */
const RIGHT_AND_MARKED: Readonly<Record<string, Pair>> = {
  'a-right-pair-with-the-figure-in-words': [
    'It may take 12 weeks.',
    'It takes at most twelve weeks.',
  ],
  'a-right-pair-with-the-name-in-another-script': [
    'Это работает только в Москве.',
    'Only Moscow has it.',
  ],
  'a-right-pair-with-the-day-written-otherwise': [
    'It may stay until 31 March.',
    'It stays until 03-31.',
  ],
  'a-right-pair-with-a-shorter-name': ['Only Great Britain has it.', 'Only the UK has it.'],
};

/** The figures and a name are the same, or there is none: only the row tells. */
const UNMARKED: Readonly<Record<string, Pair>> = {
  'a-pair-in-another-unit': ['There are 40 refunds a day.', 'There are 40 refunds a second.'],
  'a-pair-with-at-most': ['Keep them for at least 90 days.', 'They are kept for at most 90 days.'],
  'a-pair-with-one-of-two-names': ['Only Berlin and Rome may see it.', 'Only Rome sees it.'],
  'a-pair-with-figures-the-other-way-round': [
    'Write for 2 weeks, read for 5.',
    'Write for 5, read for 2.',
  ],
  'a-pair-with-the-figure-of-something-else': [
    'Keep 12 replicas.',
    'In 12 weeks two replicas are left.',
  ],
  'a-pair-with-a-guess-as-a-fact': [
    'I guess that a job has 4 kB.',
    'A job has 4 kB, as was measured.',
  ],
  'a-pair-with-a-plan-as-a-fact': [
    'We hope to be on Redis 7 by then.',
    'By then it is on Redis 7.',
  ],
  'a-pair-with-the-opposite': ['Never move the invoices first.', 'The invoices are moved first.'],
  'a-pair-with-may-for-must': ['Every job has to be kept.', 'Every job may be kept.'],
  'a-pair-without-the-exception': ['All kinds but invoices may move.', 'All kinds may move.'],
  'a-pair-with-before-for-after': [
    'Wait for the audit in June.',
    'It begins before the audit in June.',
  ],
  'a-pair-with-an-answer-for-a-question': ['Does finance have to sign?', 'Finance has signed.'],
  'a-pair-with-a-hope-for-an-order': [
    'Nobody may deploy that week.',
    'It would be good to deploy little.',
  ],
  'a-pair-in-another-language': [
    'Rechnungen gehen nie verloren.',
    'Invoices may be lost and sent again.',
  ],
  'a-pair-with-less-than-was-said': [
    'Reports may be late, invoices never.',
    'Reports may be late.',
  ],
};

/** Nothing is wrong, and nothing is marked. */
const RIGHT: Readonly<Record<string, Pair>> = {
  'a-pair-with-the-figure-written-otherwise': [
    'There were 1,700 refunds.',
    'It bears 1 700 refunds.',
  ],
  'a-pair-with-the-name-written-otherwise': ['It runs only in Italy.', 'ITALY alone has it.'],
  'a-pair-without-figures-and-names': [
    'Nobody may deploy that week.',
    'Nothing is deployed that week.',
  ],
  'a-pair-with-digits-of-another-script': ['كل دقيقة ٩٠٠ طلب', 'There are 900 requests a minute.'],
};

const FOUR =
  'There are 40 refunds a day. Only Italy has them. Nobody may deploy at Easter. Keep them for 90 days.';
const FORTY: Pair = ['There are 40 refunds a day.', 'The table bears 40 refunds a day.'];

const reads = (
  change: (rows: readonly { readonly said: string }[]) => readonly object[],
): Script => ({
  audit: auditing((input) => ({ ...input, said: change(input.said) })),
});
const WITHOUT_BEN = (rows: readonly { readonly said: string }[]) =>
  rows.filter(({ said }) => !said.startsWith('R2'));
const isOfText = ({ ask }: Scene): boolean => ask.confirming !== null && ask.confirming.length > 0;

/** What a person said beside the sentence that is said to reflect it. */
export const PAIRS: Modes = {
  ...Object.fromEntries(
    Object.entries(MARKED).map(([id, pair]) => [
      id,
      {
        ...{ ...paired(pair), sees: 'marked', expected: markedOnPage(pair) },
        seenBy: looksAt(pair[0]),
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(UNMARKED).map(([id, pair]) => [
      id,
      { ...paired(pair), sees: 'said', expected: onPage(pair), seenBy: looksAt(pair[0]) },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(RIGHT_AND_MARKED).map(([id, pair]) => [
      id,
      { ...paired(pair), sees: 'nothing', expected: markedOnPage(pair) },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(RIGHT).map(([id, pair]) => [
      id,
      {
        ...{ ...paired(pair), sees: 'nothing', expected: onPage(pair) },
        holds: (design) => !isToCompare(design, pair[0]),
      },
    ]),
  ),
  'four-sentences-in-one': {
    replies: [{ author: 'Ana', text: FOUR }],
    given: onSentence(() => '3'),
    says: rewrites({ harder: 'There are 40 refunds a day.' }),
    ...{
      sees: 'marked',
      expected: markedOnPage(['Only Italy has them.', 'There are 40 refunds a day.']),
    },
    seenBy: findsLeftOut('Nobody may deploy at Easter'),
  },
  'everything-in-the-decision-itself': {
    replies: [{ author: 'Ana', text: FOUR }],
    says: onSentence(() => '4'),
    ...{ sees: 'marked', expected: { ...READY, page: 'in two steps.” *(please compare)*' } },
    seenBy: findsLeftOut('Nobody may deploy at Easter'),
  },
  // It is reflected, in another sentence than the row names.
  'a-pair-with-the-sentence-beside-it': {
    ...paired(FORTY),
    given: onSentence((name) => (name.startsWith('R1') ? '2' : '3')),
    ...{ sees: 'marked', expected: { ...READY, page: '*(please compare)*' } },
  },
  'a-condition-is-read-as-nothing': {
    replies: withAna('There are 40 refunds a day. Finance has to sign them.'),
    says: judges(
      { fate: 'does_not_matter', why: 'It is said of something else.', sentence: '' },
      'Finance',
    ),
    ...{ sees: 'said', expected: READY },
    seenBy: findsLeftOut('Finance'),
  },
  'a-pair-whose-sentence-is-changed-for-a-finding': {
    ...paired(FORTY),
    says: {
      ...rewrites({ harder: FORTY[1] }),
      revision: changesBeside(
        replaces('sentence', '3', { text: 'The table bears 40 refunds a year.' }, ['B-1']),
      ),
    },
    ...{ sees: 'said', expected: READY },
    seenBy: {
      turn: 'confirmation',
      says: { confirmation: contradicts(FORTY[0]).confirmation },
      expected: gate('contradicts_person'),
    },
  },
  'a-pair-whose-sentence-goes-for-a-finding': {
    ...paired(FORTY),
    says: {
      ...rewrites({ harder: FORTY[1] }),
      revision: changesBeside(removes('sentence', '3')),
      confirmation: confirming((input) => ({ ...input, said: [] }), isOfText),
    },
    isStubborn: true,
    ...{ sees: 'code', expected: caveat('not_reflected') },
  },
  'a-pair-with-words-that-stand-nowhere': {
    ...refuses('R2.1', judges({ sentence: 'Nobody is answered at all.' }, 'No job may be lost')),
    sees: 'code',
  },
  'a-pair-with-a-number-beyond-the-text': {
    ...refuses(
      'R1.1',
      reads((rows) => rows.map((row) => (row.said === 'R1.1' ? { ...row, sentence: '400' } : row))),
    ),
    sees: 'code',
  },
  'a-sentence-reflected-and-contradicted': {
    ...refuses(
      'R1.1',
      reads((rows) => [
        ...rows,
        ...rows.slice(0, 1).map((row) => ({ ...row, fate: 'contradicted' })),
      ]),
    ),
    sees: 'code',
  },
  'a-person-gets-no-row-however-often': {
    says: {
      ...reads(WITHOUT_BEN),
      confirmation: confirming((input) => ({ ...input, said: WITHOUT_BEN(input.said) })),
    },
    isStubborn: true,
    ...{ sees: 'code', expected: caveat('not_reflected') },
  },
  'a-row-for-a-sentence-that-nobody-said': {
    ...refuses(
      'R9.9',
      reads((rows) => [...rows, { ...rows[0], said: 'R9.9' }]),
    ),
    sees: 'code',
  },
  'two-people-of-one-name': {
    replies: ['There are 40 refunds a day.', 'There are 60 refunds a day.'].map((text, index) => ({
      ...{ author: 'Ana', text },
      authorId: `ana-${index}`,
    })),
    says: rewrites({ harder: 'There are 40 refunds a day.' }),
    given: onSentence(() => '3'),
    ...{
      sees: 'marked',
      expected: markedOnPage(['There are 60 refunds a day.', 'There are 40 refunds a day.']),
    },
    seenBy: looksAt('There are 60 refunds a day.'),
  },
  'a-person-named-like-a-persona-is-reflected': {
    replies: [{ author: 'Subtractor', text: 'Only Italy has it.' }],
    says: rewrites({ harder: 'All shops have it.' }),
    given: onSentence((name) => (name.startsWith('R1') ? '3' : '1')),
    ...{
      sees: 'marked',
      expected: { ...READY, page: 'Subtractor (a person): “Only Italy has it.”' },
    },
    seenBy: looksAt('Only Italy has it.'),
  },
  'a-promise-is-added-for-a-finding': {
    ...paired(FORTY),
    says: {
      ...rewrites({ harder: FORTY[1] }),
      revision: changesBeside(
        inserts('sentence', { part: 'why', text: 'Ana is content with 40.' }, ['R1.1']),
      ),
    },
    ...{ sees: 'changed', expected: READY },
    seenBy: {
      turn: 'confirmation',
      says: {
        confirmation: confirming((input) => ({
          ...input,
          changes: input.changes.map((row, at) =>
            at === 0
              ? row
              : { ...row, verdict: 'harms' as const, reason: 'She has not said this.' },
          ),
        })),
      },
      expected: caveat('finding_open'),
    },
  },
};
