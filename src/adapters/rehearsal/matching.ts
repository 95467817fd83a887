import { withoutUnreadMarks } from '../../core/question/quoted.ts';
import { otherWords } from '../../core/question/reply.ts';
import type { SubmissionInput } from '../../core/submission.ts';
import { sentences } from '../../core/text.ts';
import type { Ask } from '../../runtime/turn/ask.ts';

/** What ends a piece of a sentence that may be an answer by itself. */
const PIECE_END = /[.!?;,\n]+(?=\s|$)/;
/** A line break within a sentence: neither a blank line nor an item of a list comes after it. */
const WRAPPED = /(?<!\n)\n(?!\n|[-*•] |\d{1,3}[.)] )/g;
const WORD = /[\p{L}\p{N}]+/gu;
/** Words that say nothing about a subject; too short ones say too little. */
const STOP_WORDS = new Set(
  'about also and any are because been before besides but can could does during each else for from had has have here how into its just like many may more most much must not now one only our out over shall should some such than that the their them then there these they this those through time until was were what when where which while who why will with would you your'.split(
    ' ',
  ),
);
const MIN_WORD_CHARACTERS = 3;
const QUOTE_CHARACTERS = 2_000;

/** Words shared with a question decide, so that a rehearsal shows without a model how replies are matched. */
export function matchAnswers({ matching }: Pick<Ask, 'matching'>): SubmissionInput<'match_answers'> {
  const { questions = [], replies = [] } = matching ?? {};
  const matches = replies.flatMap(({ name, ...reply }) =>
    matchedSentences(withoutUnreadMarks(otherWords(reply, questions)), questions).map(
      ({ question, quote }) => ({
        question,
        reply: name,
        quote,
      }),
    ),
  );
  return {
    matches: matches.slice(0, 60),
    rationale: 'Each sentence of a reply goes to the questions with which a part of it shares most words.',
  };
}

interface Asked {
  readonly id: string;
  readonly text: string;
}

/**
 * Gives each whole sentence to the questions that its pieces between commas share most content words with: a piece
 * alone may say the contrary of its sentence. One that fits two questions alike, or none, answers nothing, nor does a question.
 */
export function matchedSentences(
  text: string,
  questions: readonly Asked[],
): { readonly question: string; readonly quote: string }[] {
  const asked = questions.map(({ id, text: question }) => ({ id, words: contentWords(question) }));
  return [...sentences.segment(unwrapped(text))].flatMap(({ segment }) => {
    const quote = segment.trim();
    if (quote.length > QUOTE_CHARACTERS || quote.endsWith('?')) return [];
    const answered = segment.split(PIECE_END).flatMap((piece) => bestFitting(piece, asked));
    return [...new Set(answered)].map((question) => ({ question, quote }));
  });
}

function unwrapped(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.join('\n').replaceAll(WRAPPED, ' ');
}

function bestFitting(
  piece: string,
  asked: readonly { readonly id: string; readonly words: readonly string[] }[],
): string[] {
  const words = contentWords(piece);
  const [best, next] = asked
    .map(({ id, words: known }) => ({ id, shared: words.filter((word) => known.includes(word)).length }))
    .toSorted((one, other) => other.shared - one.shared);
  return best === undefined || best.shared === 0 || best.shared === next?.shared ? [] : [best.id];
}

/** Lower-case, and without the `s` that most often ends a plural. */
function contentWords(text: string): string[] {
  const words = text.toLowerCase().match(WORD) ?? [];
  const content = words
    .filter((word) => word.length >= MIN_WORD_CHARACTERS && !STOP_WORDS.has(word))
    .map((word) => (word.length > MIN_WORD_CHARACTERS ? word.replace(/s$/, '') : word));
  return [...new Set(content)];
}
