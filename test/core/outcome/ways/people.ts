import { decidedOf } from '#core/decision/decided.ts';
import { listSentencesToJudge } from '#core/decision/people.ts';
import type { World } from '#test/support/designs/given.ts';
import { pointsFor, type Script, THREE_QUESTIONS } from '#test/support/designs/given-start.ts';
import {
  argument,
  audit,
  confirmation,
  differ,
  leavingOpen,
  matching,
  questions,
  reading,
  refuting,
} from '#test/support/designs/given-submission.ts';
import { asking, ended, held, type Way } from './story.ts';

const STOP = 'Stop: the contract forbids a second vendor until 2028.';
/**
 * The turn that reads what was said finds that it bears on the sentence of the decision, which no
 * revision changes.
 */
const bearing: Script = {
  reading: (design) => reading(design, { R1: decidedOf(design)?.decision.sentence ?? '' }),
};
/** As in the audit: no step names what Ana said. */
const notUsedYet: NonNullable<Script['confirmation']> = (design) => {
  const { tool, input } = confirmation(design);
  const said = input.said.map((row) =>
    row.said === 'R1.1'
      ? { ...row, why: 'No step names it.', sentence: '', fate: 'not_used' as const }
      : row,
  );
  return { tool, input: { ...input, said } };
};
/** Words from before the audit get their fate there. */
const notUsing: NonNullable<Script['audit']> = (design) => {
  const { tool, input } = audit('major');
  const row = { said: 'R1.1', why: 'No step names it.', sentence: '', fate: 'not_used' as const };
  const asked = design.rounds.slice(-1).flatMap((round) => listSentencesToJudge(design, round));
  const isSaid = asked.some(({ name }) => name === row.said);
  return refuting(design, { tool, input: { ...input, said: isSaid ? [row] : [] } });
};
const alreadyThere: NonNullable<Script['reading']> = (design) => {
  const read = reading(design, { R1: decidedOf(design)?.decision.sentence ?? '' });
  if (read.tool !== 'match_answers') throw new Error('a reading matches answers');
  const bearing = read.input.bearing.map((each) => ({
    ...each,
    verdict: 'already_there' as const,
  }));
  return { ...read, input: { ...read.input, bearing } };
};
const saidWhile = (step: Parameters<World['reach']>[0], says: Script, words = STOP): World => {
  const world = held(says).reach(step);
  world.says('m1', words, 'Ana');
  return world.reachEnd();
};
const unread = (words: string): World => {
  const world = held(THREE_QUESTIONS).reach('answering');
  world.says('m1', words);
  world.fails('synthesizer');
  world.when({ type: 'go_on', by: 'Ana' });
  world.fails('synthesizer');
  return world.reachEnd();
};
/** Ben says this, of which a turn takes these words for the answer to the first question. */
const answered = (words: string, quote: string): World => {
  const world = asking();
  world.says('m1', words);
  world.submits('synthesizer', matching(['Q1', 'R1', quote]));
  return world.reachEnd();
};
const staying: NonNullable<Script['argument']> = (design, speaker) =>
  argument(...pointsFor(design, speaker));

const LATE: readonly string[] = ['revising', 'signing'];

/** What people say, and what becomes of it. */
export const OF_PEOPLE: readonly Way[] = [
  ...(['mapping', 'composing', 'auditing', 'revising', 'signing'] as const).flatMap(
    (step): Way[] => [
      {
        rule: 'J8',
        way: `a prohibition said while it is ${step}, which the text does not answer`,
        told: () => saidWhile(step, { ...bearing, audit: notUsing, confirmation: notUsedYet }),
        caveat: 'not_reflected',
      },
      {
        rule: 'J8',
        way: `words said while it is ${step} that do not bear on it`,
        told: () => saidWhile(step, {}, 'Thanks, take your time.'),
        // What the auditor reads later has its judgement.
        caveat: LATE.includes(step) ? 'not_reflected' : null,
        stands: ['Thanks, take your time.'],
      },
    ],
  ),
  {
    rule: 'J8',
    way: 'an answer that no part of the decision uses',
    told: () => saidWhile('mapping', { audit: notUsing }),
    caveat: 'not_reflected',
    stands: [`What Ana said is not in the decision: “${STOP}”`],
  },
  {
    rule: 'J8',
    way: 'a prohibition that is wrongly read as said in the decision',
    told: () => saidWhile('signing', { reading: alreadyThere }),
    caveat: 'not_reflected',
    stands: [STOP],
  },
  {
    rule: 'J8',
    way: 'a prohibition that is wrongly read as changing nothing, which people can see',
    told: () => saidWhile('signing', {}),
    caveat: 'not_reflected',
    stands: ['1 message of Ana’s changed nothing', STOP],
  },
  {
    rule: 'J8',
    way: 'words in the last second, of which the reading fails',
    told: () => {
      const world = held().reach('signing');
      world.says('m1', STOP, 'Ana');
      world.everyoneContributes();
      world.fails('synthesizer');
      return world.reachEnd();
    },
    caveat: 'unread_words',
  },
  {
    rule: 'J8',
    way: 'words that nobody is left to read',
    told: () => {
      const world = held().reach('signing');
      world.dies('synthesizer');
      world.says('m1', STOP, 'Ana');
      return world.reachEnd();
    },
    caveat: 'unread_words',
  },
  {
    rule: 'J10',
    way: 'an answer under Skip that no turn could read',
    told: () => unread('We have about nine hundred.'),
    caveat: 'unread_words',
  },
  {
    rule: 'J10',
    way: '“Q3: je ne sais pas” that no turn could read',
    told: () => unread('Q3: je ne sais pas'),
    caveat: 'unread_words',
    stands: ['Ben: “je ne sais pas” *Not read*'],
    standsNot: ['✓'],
  },
  {
    rule: 'J10',
    way: '“Q1: je ne sais pas” that was read',
    told: () => {
      const world = asking();
      world.says('m1', 'Q1: je ne sais pas');
      world.when({ type: 'go_on', by: 'Ana' });
      world.submits('synthesizer', leavingOpen(['Q1', 'R1', 'je ne sais pas']));
      return world.reachEnd();
    },
    caveat: 'nobody_answered',
  },
  {
    rule: 'J11',
    way: 'questions that nobody answered (R10)',
    told: () => asking().reachEnd(),
    caveat: 'nobody_answered',
    stands: ['> **One caveat: every answer is an assumption of the personas.**'],
  },
  {
    rule: 'J11',
    way: 'questions of which one was answered (R10)',
    told: () => {
      const world = held(THREE_QUESTIONS).reach('answering');
      world.says('m1', 'Q2: none of them does');
      world.when({ type: 'go_on', by: 'Ana' });
      world.submits('synthesizer', matching(['Q2', 'R1', 'none of them does']));
      return world.reachEnd();
    },
    caveat: null,
  },
  {
    rule: 'J8',
    way: 'a point that a person settled, and that no revision took up',
    told: () => {
      const world = held({ argument: staying }, { settings: { gates: 'ask' } }).reach('deciding');
      world.settles('D1', '1a');
      while (world.design.step === 'revising') world.fails(world.turn().participant);
      return world.reachEnd();
    },
    caveat: 'contradicts_person',
  },
  {
    rule: 'J13',
    way: 'two people who differ on one question',
    told: () => {
      const world = asking();
      world.says('m1', 'There are 3 incidents.', 'Ana');
      world.submits('synthesizer', matching(['Q1', 'R1', '3 incidents']));
      world.says('m2', 'No, 1 incident.', 'Ben');
      world.submits('synthesizer', differ(matching(['Q1', 'R2', '1 incident']), 'Q1', 'R1', 'R2'));
      return world.reachEnd();
    },
    caveat: 'people_differ',
    stands: [
      'Ana and Ben differ on Q1: the decision takes the words of Ana and Ben (Ana: “There are 3 incidents”; Ben: “No, 1 incident”).',
      '“No, 1 incident.” The decision takes the words of Ana and Ben.',
    ],
    standsNot: ['✓', '.”.'],
  },
  {
    rule: 'J8',
    way: 'a third person’s answer to a question on which two differ, which no part of the decision uses',
    told: () => {
      const world = asking({ audit: notUsing });
      world.says('m0', 'Legal allows none.', 'Cem');
      world.submits('synthesizer', matching(['Q1', 'R1', 'Legal allows none']));
      world.says('m1', 'There are 3 incidents.', 'Ana');
      world.submits('synthesizer', matching(['Q1', 'R2', '3 incidents']));
      world.says('m2', 'No, 1 incident.', 'Ben');
      world.submits('synthesizer', differ(matching(['Q1', 'R3', '1 incident']), 'Q1', 'R2', 'R3'));
      return world.reachEnd();
    },
    caveat: 'not_reflected',
    stands: ['- What Cem said is not in the decision: “Legal allows none.”'],
  },
  {
    rule: 'J10',
    way: 'words that are cut to their opposite',
    told: () => answered('We must in no case use Redis. Sorry.', 'use Redis'),
    caveat: null,
    stands: ['We must in no case use Redis.'],
    standsNot: ['“use Redis”'],
  },
  {
    rule: 'D6',
    way: 'a question that asks for a password',
    told: () => ended({ questions: () => questions('What is the password of the database?') }),
    caveat: null,
    isRefused: true,
  },
];
