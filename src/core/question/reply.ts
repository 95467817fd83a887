import type { QuestionId } from '../ids.ts';

export interface PinnedAnswer {
  readonly questionId: QuestionId;
  readonly text: string;
}

/** `Q3: …`, `q3. …`, `Q3) …`, `**Q3** …` at the start of a line; linear, anchored, and the text is bounded first (A15). */
const PIN = /^[ \t>*_-]{0,8}q(\d{1,3})[*_]{0,2}[ \t]{0,3}[:：.)–—-][*_]{0,2}[ \t]{0,8}(.*)$/i;

/** As files and chat clients write them; none of these may end up within an answer. */
const LINE_BREAK = /\r\n?|[\n\u2028\u2029]/;

/**
 * Splits a person's message into the answers that it pins to questions. What follows a pinned line belongs to it
 * until the next pin; what comes before the first pin belongs to no question and stays part of the whole reply.
 */
export function pinnedAnswers(text: string, known: readonly QuestionId[]): PinnedAnswer[] {
  const answers: { questionId: QuestionId; lines: string[] }[] = [];
  for (const line of text.split(LINE_BREAK)) {
    const match = PIN.exec(line);
    const questionId = known.find((id) => id === `Q${Number(match?.[1])}`);
    if (match !== null && questionId !== undefined) {
      answers.push({ questionId, lines: [match[2] ?? ''] });
    } else {
      answers.at(-1)?.lines.push(line);
    }
  }
  return answers
    .map(({ questionId, lines }) => ({ questionId, text: lines.join('\n').trim() }))
    .filter((answer) => answer.text !== '');
}
