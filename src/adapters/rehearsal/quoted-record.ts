import { ANSWER_QUESTION, type AnswerToQuestion } from '../../core/follow-up/grounded.ts';
import { saysSomething } from '../../core/proposals/quote.ts';
import { CITATION_BOUNDS } from '../../core/vocabulary/checked.ts';
import { lettersOf } from '../../core/vocabulary/compared.ts';
import { cutText } from '../../core/vocabulary/text.ts';
import type { RecordContext } from '../../engine/ports/model.ts';
import type { ToolUseBlock } from '../../sessions/child/protocol.mjs';

const MAX_QUOTED = 2;
/** Shorter words stand everywhere, and a longer one by itself in much that has nothing to do with a question. */
const [WORD_CHARACTERS, LEAST_SHARED] = [4, 2];

/**
 * Answers a question about a decision without a model: quotes the lines of the record that share the most words with it, or says
 * that the record has nothing where none shares enough.
 */
export function quotedRecord({ question, places }: RecordContext): ToolUseBlock {
  const wanted = new Set(wordsOf(question));
  const found = places
    .flatMap(({ name, text }) => text.split('\n').map((line) => ({ name, line: line.trim() })))
    .map((each) => ({ ...each, shared: sharedWith(wanted, each.line) }))
    .filter(({ shared, line }) => shared >= LEAST_SHARED && saysSomething(line))
    .toSorted((one, other) => other.shared - one.shared)
    .slice(0, MAX_QUOTED);
  const input: AnswerToQuestion = {
    sentences: found.map(({ name, line }) => {
      const quote = cutText(line, CITATION_BOUNDS.quoteCharacters);
      return { text: quote, cites: [{ place: name, quote }] };
    }),
  };
  return { type: 'tool_use', id: 'rehearsal-question', name: ANSWER_QUESTION, input };
}

function sharedWith(wanted: ReadonlySet<string>, line: string): number {
  return new Set(wordsOf(line).filter((word) => wanted.has(word))).size;
}

function wordsOf(text: string): string[] {
  return lettersOf(text)
    .split(' ')
    .filter((word) => word.length >= WORD_CHARACTERS);
}
