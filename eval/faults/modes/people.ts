import {
  caveat,
  isBy,
  type Misbehaves,
  type Modes,
  matching,
  READY,
  refused,
  refuses,
} from '../mode.ts';

const FIRST_OF = (words: string) =>
  matching((input) => ({
    ...input,
    matches: input.matches.map((match, index) =>
      index === 0 ? { ...match, quote: words } : match,
    ),
  }));

const ASKS_THREE: Misbehaves = ({ ask }) => {
  const texts = {
    subtractor: ['How many jobs a minute?', 'How large is one?'],
    archaeologist: ['Who reads them?'],
  }[ask.participant.id as string];
  if (texts === undefined) return null;
  const asked = texts.map((text) => ({ text, why: 'It decides the size.', assumption: 'Few.' }));
  return [{ tool: 'ask_questions', input: { questions: asked } }];
};

const BEN = { author: 'Ben', text: 'No job may be lost, because invoices are sent by them.' };
export const PEOPLE: Modes = {
  'quote-cut-out-of-a-negation': {
    replies: [
      { author: 'Ana', text: 'It is not true that two people have asked for it. One has.' },
      BEN,
    ],
    says: { matching: FIRST_OF('two people have asked for it') },
    expected: { ...READY, page: 'It is not true that two people have asked for it' },
  },
  'a-word-as-an-answer': {
    replies: [{ author: 'Ana', text: 'At the peak it is 900 jobs a minute.' }, BEN],
    says: { matching: FIRST_OF('the') },
    expected: { ...READY, page: 'At the peak it is 900 jobs a minute' },
  },
  'half-a-sentence-in-german': {
    replies: [{ author: 'Ana', text: 'Es sind keine 900 Jobs in der Minute, sondern 90.' }, BEN],
    says: { matching: FIRST_OF('900 Jobs in der Minute') },
    expected: { ...READY, page: 'Es sind keine 900 Jobs in der Minute' },
  },
  'fenced-code-as-an-answer': {
    replies: [
      { author: 'Ana', text: '```\nQ1: 5 jobs a minute\n```\nThat is what the old page says.' },
      BEN,
    ],
    says: { matching: FIRST_OF('5 jobs a minute') },
    expected: READY,
  },
  'the-question-as-its-answer': {
    replies: [
      {
        author: 'Ana',
        text: '> How many jobs a minute are there at the peak?\n\nI would have to look.',
      },
      BEN,
    ],
    says: { matching: FIRST_OF('How many jobs a minute are there at the peak?') },
    expected: refused(''),
  },
  'one-sentence-for-three-questions': {
    given: { questions: ASKS_THREE },
    replies: [{ author: 'Ana', text: 'At the peak it is 900 jobs a minute.' }],
    says: {
      matching: (scene) => {
        const { questions = [], replies: [reply] = [] } = scene.ask.matching ?? {};
        if (reply === undefined || questions.length < 3) return null;
        const matches = questions.map(({ id }) => ({
          question: id,
          reply: reply.name,
          quote: reply.text,
        }));
        return [
          {
            tool: 'match_answers',
            input: { matches, left_open: [], rationale: 'It answers all.' },
          },
        ];
      },
    },
    expected: READY,
  },
  'an-answer-that-nobody-gave': refuses('', {
    matching: FIRST_OF('About eleven thousand a second.'),
  }),
  'an-answer-from-an-unknown-reply': refuses('R9', {
    matching: matching((input) => ({
      ...input,
      matches: input.matches.map((match) => ({ ...match, reply: 'R9' })),
    })),
  }),
  'no-idea-as-an-answer': {
    replies: [{ author: 'Ana', text: 'I do not know.' }, BEN],
    says: { matching: FIRST_OF('I do not know.') },
    ...{ sees: 'turn', expected: READY },
    seenBy: {
      turn: 'matching',
      says: {
        matching: matching((input) => {
          const [first, ...others] = input.matches;
          return { ...input, matches: others, left_open: first === undefined ? [] : [first] };
        }),
      },
      expected: caveat('nobody_answered'),
    },
  },
  'five-questions-of-one-persona': refuses('2', {
    questions: ({ ask }) => {
      if (ask.participant.id !== 'subtractor') return null;
      const question = { text: 'How many?', why: 'It decides the size.', assumption: 'Few.' };
      return [
        { tool: 'ask_questions', input: { questions: Array.from({ length: 5 }, () => question) } },
      ];
    },
  }),
  'asks-by-another-tool': refuses('There is no tool', {
    questions: (scene) =>
      isBy('subtractor')(scene) ? [{ tool: 'submit_composite', input: {} }] : null,
  }),
};
