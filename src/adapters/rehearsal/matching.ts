import { isQuoted } from '../../core/questions/quoting/quotes.ts';
import { rowsOf } from '../../core/questions/quoting/rows.ts';
import { leaveOutSpans } from '../../core/questions/quoting/unused-words.ts';
import { widen } from '../../core/questions/quoting/widen-quote.ts';
import type { SubmissionInput } from '../../core/vocabulary/submission.ts';
import type { Ask } from '../../turns/prompt/ask.ts';

const WORD = /[\p{L}\p{N}]+/gu;
/** Shorter words say too little about a subject. */
const MIN_WORD_CHARACTERS = 4;
const QUOTE_CHARACTERS = 2_000;
const MAX_MATCHES = 60;
const RATIONALE =
  'A rehearsal understands nobody: it gives each sentence to the question that shares the most words, and never finds that people do not know.';

/** Matches by shared words, which shows matching without a model. */
export function matchByWords({
  matching,
  kind,
}: Pick<Ask, 'matching' | 'kind'>): SubmissionInput<'match_answers'> {
  const { questions = [], replies = [] } = matching ?? {};
  const matches = replies.flatMap((reply) => {
    const answered = reply.answers.flatMap(({ spans }) => spans);
    return matchSentences(leaveOutSpans(reply, answered), questions).flatMap(
      ({ question: asked, quote }) => {
        const isSaid = isQuoted(quote, reply.text) && widen(quote, reply) !== null;
        return isSaid ? [{ question: asked.id, reply: reply.name, quote }] : [];
      },
    );
  });
  return {
    matches: matches.slice(0, MAX_MATCHES),
    left_open: [],
    requests: [],
    differ: [],
    bearing: kind === 'reading' ? replies.map(({ name }) => bearsOnNothing(name)) : [],
    rationale: RATIONALE,
  };
}

function bearsOnNothing(reply: string): SubmissionInput<'match_answers'>['bearing'][number] {
  return {
    reply,
    reason: 'A rehearsal understands nobody.',
    sentence: '',
    verdict: 'does_not_matter',
  };
}

type Asked = Pick<NonNullable<Ask['matching']>['questions'][number], 'id' | 'text'>;

/**
 * Gives each whole sentence to the question that shares the most words, or to none if two are
 * equal. A question answers nothing.
 */
export function matchSentences(
  text: string,
  questions: readonly Asked[],
): { readonly question: Asked; readonly quote: string }[] {
  const asked = questions.map((question) => ({ question, words: wordsOf(question.text) }));
  return listSpoken(text).flatMap(({ quote, about }) => {
    if (quote.length > QUOTE_CHARACTERS || quote.endsWith('?')) return [];
    const words = wordsOf(quote);
    const above = wordsOf(about);
    const [best, next] = asked
      .map(({ question, words: known }) => ({
        question,
        shared: words.intersection(known).size + quotedOf(above, known),
      }))
      .toSorted((one, other) => other.shared - one.shared);
    return best === undefined || best.shared === (next?.shared ?? 0)
      ? []
      : [{ question: best.question, quote }];
  });
}

/** Words of a question quoted above an answer; 0 unless most of the question is quoted. */
function quotedOf(above: Set<string>, known: Set<string>): number {
  return above.isSubsetOf(known) && above.size * 2 > known.size ? above.size : 0;
}

/** Sentences outside of quotations, each with the quotation right above it. */
function listSpoken(text: string): { readonly quote: string; readonly about: string }[] {
  const said: { quote: string; about: string }[] = [];
  let about = '';
  let isBelow = false;
  let own = '';
  const flush = () => {
    for (const { before, to } of rowsOf({ text: own }))
      said.push({ quote: own.slice(before, to), about });
    own = '';
  };
  for (const line of text.split('\n')) {
    const isQuoted = line.startsWith('>');
    if (isQuoted && isBelow) flush();
    if (isQuoted) about = isBelow ? line : `${about} ${line}`;
    else own += `${line}\n`;
    if (isQuoted || line.trim() !== '') isBelow = !isQuoted;
  }
  flush();
  return said.filter(({ quote }) => quote !== '');
}

function wordsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(WORD) ?? [];
  return new Set(words.filter((word) => word.length >= MIN_WORD_CHARACTERS));
}
