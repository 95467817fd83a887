import { untakenWordsOf } from '#core/questions/quoting/unused-words.ts';
import { findSaidAbout } from '#core/questions/replies/answers-given.ts';
import type { Design } from '#core/vocabulary/design.ts';
import type { QuestionId } from '#core/vocabulary/ids.ts';
import { readMarkdown } from '#surfaces/discord/incoming/marks.ts';
import { answering } from '../../support/designs/given.ts';
import { matching } from '../../support/designs/given-submission.ts';

/**
 * Forty replies in three languages, as Discord shows them, each with a turn that cuts it as badly
 * as it can, and what stands under whose name afterwards.
 */
export interface Case {
  readonly what: string;
  /**
   * Words that the scripted turn quotes stand between these marks: the first for Q1, the second for
   * Q2, the third for Q3.
   */
  readonly replies: readonly { readonly by: string; readonly marked: string }[];
  /** The words that then stand as each answer, in their order; none where code refuses the cut. */
  readonly shown: readonly string[];
  /** All replies answer Q1, and contradict each other. */
  readonly differs: boolean;
}

const [CUT, CUT_END] = ['⟪', '⟫'];

/** The reply as a whole stands as the answer. */
const WHOLE = '';

export const REPLIES: readonly Case[] = [
  cut('a denial', 'It is simply not true that ⟪two people have asked for it⟫.', WHOLE),
  cut(
    'a denial, and more behind it',
    'It is simply not true that ⟪two people have asked for it⟫. One did.',
    'It is simply not true that two people have asked for it.',
  ),
  cut('a denial at the end', '⟪Two people have asked⟫, or so they say, which is false.', WHOLE),
  cut('a denial in its last word', 'Well, no. ⟪We lose jobs⟫ never.', 'We lose jobs never.'),
  cut(
    'a denial with an abbreviation',
    'It is not true that Dr. ⟪Miller has asked for it⟫. Thanks!',
    'It is not true that Dr. Miller has asked for it.',
  ),
  cut('a denial with a number', 'We do not lose 3.5 or ⟪1,150 jobs a day⟫.', WHOLE),
  cut('a denial over two lines', 'It is simply not true that\n⟪two people have asked⟫', WHOLE),
  cut(
    'a denial that a program has wrapped',
    'Es stimmt nicht, was neulich jemand aus dem Vertrieb erzählte, dass\n⟪Zwei Kunden gefragt haben⟫.',
    WHOLE,
  ),
  cut(
    'a denial above a list',
    'None of this is true:\n- ⟪two people have asked⟫\n- it is fast',
    'None of this is true:\n- two people have asked',
  ),
  cut(
    'the second item below a denial',
    'None of this is true:\n- two people have asked\n- ⟪it is fast⟫',
    'None of this is true: … it is fast',
  ),
  cut('a condition', 'If we ever sell to banks, ⟪the exports go into the audit log⟫.', WHOLE),
  cut('an exception', '⟪Everybody reads the keys⟫, except the warehouse.', WHOLE),
  cut('somebody else’s opinion', 'Cem thinks ⟪it happens every week⟫, and I do not.', WHOLE),
  cut('a question that its author answers', '⟪Jobs are lost⟫? Never.', WHOLE),
  cut('an article', 'Since ⟪the⟫ spring of 2024.', WHOLE),
  cut('two answers in one sentence', '⟪About 900⟫, and ⟪only at night⟫.', WHOLE, WHOLE),
  cut('two halves of one sentence', 'Not ⟪900⟫ but ⟪some 90⟫ a minute.', WHOLE, WHOLE),
  cut(
    'a sentence for three questions',
    'Nobody has ⟪ever⟫ asked ⟪for it⟫ since ⟪March⟫.',
    WHOLE,
    WHOLE,
    WHOLE,
  ),
  cut(
    'answers on lines of their own',
    '⟪about 900⟫\n⟪fast⟫\n⟪since march⟫',
    'about 900',
    'fast',
    'since march',
  ),
  cut(
    'answers on lines of their own with full stops',
    '⟪About 900.⟫\n⟪Fast.⟫\n⟪Since march.⟫',
    'About 900.',
    'Fast.',
    'Since march.',
  ),
  cut(
    'items of a list',
    'My answers\n1. ⟪900⟫\n2. ⟪fast⟫',
    'My answers\n1. 900',
    'My answers … fast',
  ),
  cut(
    'items of a list below a denial that ends with a full stop',
    'None of these is true.\n- ⟪two people asked for it⟫',
    'None of these is true.\n- two people asked for it',
  ),
  cut(
    'a sentence below a colon and an empty line',
    'That is wrong:\n\n⟪Two people have asked for it.⟫',
    'That is wrong:\n\nTwo people have asked for it.',
  ),
  cut(
    'an item behind one that goes on in a second line',
    'None of these is true:\n1. One.\n   Two people have asked.\n2. ⟪it is slow⟫',
    'None of these is true: … it is slow',
  ),
  cut(
    'words across two sentences',
    'It is not so. ⟪Two asked. Nobody⟫ came.',
    'Two asked. Nobody came.',
  ),
  cut(
    'a very long sentence',
    `It is simply not true, ${'whatever was said about it, '.repeat(90)}that ⟪two people have asked⟫.`,
    WHOLE,
  ),
  cut(
    'a number in front of a denial',
    'Q2: it is not true that ⟪two asked⟫',
    'it is not true that two asked',
    'it is not true that two asked',
  ),
  cut(
    'fenced code',
    '```\n⟪two people have asked⟫\n```\nThat is from the log.',
    '```\ntwo people have asked\n```',
  ),
  cut('fenced code with a number', '```\nQ1: ⟪500⟫\n```', WHOLE),
  cut('code behind the words that lead to it', 'This is wrong:\n```\nretry: ⟪never⟫\n```', WHOLE),
  cut('a fence that is never closed', 'See:\n```\nQ1: ⟪500⟫', '500'),
  cut('tildes', 'See:\n~~~\nQ1: ⟪500⟫', '500'),
  cut('fenced code on one line', '```Q1: ⟪500⟫```', WHOLE),
  cut('a quotation', '> ⟪Two people have asked for it⟫\nNo.'),
  cut('a quotation and nothing else', '> ⟪Two people have asked for it⟫'),
  cut('words below a quotation', '> Two people have asked for it\n⟪No, one⟫.', 'No, one.'),
  cut(
    'a quotation within the cut',
    'No:\n> two people\n> have ⟪asked\nRight⟫, one did.',
    '> two people\n> have asked\nRight, one did.',
  ),
  cut(
    'a denial in German',
    'Es stimmt einfach nicht, dass ⟪zwei Leute danach gefragt haben⟫. Nur Ana.',
    'Es stimmt einfach nicht, dass zwei Leute danach gefragt haben.',
  ),
  cut('a verb at the end in German', '⟪Wir verlieren Aufträge⟫ seit dem Umzug nicht mehr.', WHOLE),
  cut('an abbreviation in German', 'Das liegt nicht an Kafka bzw. ⟪Redis als Ursache⟫.', WHOLE),
  cut('a date in German', 'Sicher nicht vor dem 3. ⟪Mai 2027⟫.', WHOLE),
  cut(
    'a denial in Japanese',
    '⟪二人が頼んだ⟫わけではありません。一人です。',
    '二人が頼んだわけではありません。',
  ),
  cut(
    'words behind a denial in Japanese',
    'いいえ。⟪毎分900件⟫ではなく90件です。',
    '毎分900件ではなく90件です。',
  ),
  differ('a contradiction', ['Cem', '⟪3 incidents⟫ this year.'], ['Ben', '⟪1 incident⟫, not 3.']),
  differ(
    'a contradiction in German',
    ['Cem', 'Ja, ⟪jede Woche⟫.'],
    ['Ben', '⟪Noch nie⟫ passiert.'],
  ),
  differ('a contradiction in Japanese', ['Cem', '⟪毎週です⟫。'], ['Ben', '⟪一度もありません⟫。']),
];

/** Expects these answers, one to each question: sentences of the reply, or all of it. */
function cut(what: string, marked: string, ...shown: readonly string[]): Case {
  const answers = shown.map((words) => (words === WHOLE ? withoutMarks(marked) : words));
  return { what, replies: [{ by: 'Ben', marked }], shown: answers, differs: false };
}

function differ(what: string, ...said: readonly (readonly [by: string, marked: string])[]): Case {
  const replies = said.map(([by, marked]) => ({ by, marked }));
  return { what, replies, shown: said.map(([, marked]) => withoutMarks(marked)), differs: true };
}

function withoutMarks(marked: string): string {
  return marked.replaceAll(CUT, '').replaceAll(CUT_END, '');
}

function cutsIn(marked: string): string[] {
  const [, ...after] = marked.split(CUT);
  return after.map((part) => part.slice(0, part.indexOf(CUT_END)));
}

/**
 * The state of things after the turn has cut these replies: answers with their names, words that
 * are left over, a refusal.
 */
export interface Outcome {
  readonly answers: readonly {
    readonly id: QuestionId;
    readonly author: string;
    readonly text: string;
  }[];
  readonly left: readonly string[];
  readonly refusal: string;
}

export function outcomeOf({ replies, differs }: Case): Outcome {
  const world = answering();
  // All of them are read by one turn.
  world.says('m0', 'Wait.', 'Dana');
  for (const [index, { by, marked }] of replies.entries())
    world.says(`m${index + 1}`, readMarkdown(withoutMarks(marked)), by);
  world.submits('synthesizer', matching());
  const matches = replies.flatMap(({ marked }, index) =>
    cutsIn(marked).map(
      (quote, at) => [`Q${differs ? 1 : at + 1}`, `R${index + 2}`, quote] as const,
    ),
  );
  const submission = matching(...matches);
  const turnId = world.turn('synthesizer').id;
  const decision = world.do({
    type: 'submit',
    turnId,
    submission,
    sha256: '',
    citations: [],
    latencyMs: 0,
  });
  return { ...standing(world.design), refusal: decision.accepted ? '' : decision.refusal.message };
}

function standing(design: Design): Omit<Outcome, 'refusal'> {
  return {
    answers: design.questions.flatMap(({ id }) =>
      findSaidAbout(design, { id }).answers.map(({ author, quote: text }) => ({
        id,
        author,
        text,
      })),
    ),
    left: design.replies.filter(({ id }) => id !== 'm0').map(untakenWordsOf),
  };
}
