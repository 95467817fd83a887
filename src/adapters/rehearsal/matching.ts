import { isNoAnswer } from '../../core/question/match.ts';
import { withoutUnreadMarks } from '../../core/question/quoted.ts';
import { otherWords } from '../../core/question/reply.ts';
import type { SubmissionInput } from '../../core/vocabulary/submission.ts';
import { sentences } from '../../core/vocabulary/text.ts';
import type { Ask } from '../../runtime/turn/ask.ts';

const WORD = /[\p{L}\p{N}]+/gu;
/** Shorter words say too little about a subject. */
const MIN_WORD_CHARACTERS = 4;
const QUOTE_CHARACTERS = 2_000;

/** Words shared with a question decide, so that a rehearsal shows without a model how replies are matched. */
export function matchAnswers({ matching }: Pick<Ask, 'matching'>): SubmissionInput<'match_answers'> {
  const { questions = [], replies = [] } = matching ?? {};
  const matches = replies.flatMap(({ name, ...reply }) =>
    matchedSentences(withoutUnreadMarks(otherWords(reply, questions)), questions).map((match) => ({
      ...match,
      reply: name,
      text: reply.text,
    })),
  );
  return {
    matches: matches
      .slice(0, 60)
      .filter(({ quote, text }) => !isNoAnswer(quote, text, questions))
      .map(({ question, reply, quote }) => ({ question, reply, quote })),
    rationale: 'Each sentence of a reply goes to the question with which it shares most words.',
  };
}

interface Asked {
  readonly id: string;
  readonly text: string;
}

/** Gives each whole sentence to the question that shares most words with it; to none where two do alike. A question answers nothing. */
export function matchedSentences(
  text: string,
  questions: readonly Asked[],
): { readonly question: string; readonly quote: string }[] {
  const asked = questions.map(({ id, text: question }) => ({ id, words: wordsOf(question) }));
  return [...sentences.segment(text)].flatMap(({ segment }) => {
    const quote = segment.trim();
    if (quote.length > QUOTE_CHARACTERS || quote.endsWith('?')) return [];
    const words = wordsOf(quote);
    const [best, next] = asked
      .map(({ id, words: known }) => ({ question: id, shared: words.intersection(known).size }))
      .toSorted((one, other) => other.shared - one.shared);
    return best === undefined || best.shared === (next?.shared ?? 0)
      ? []
      : [{ question: best.question, quote }];
  });
}

function wordsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(WORD) ?? [];
  return new Set(words.filter((word) => word.length >= MIN_WORD_CHARACTERS));
}
