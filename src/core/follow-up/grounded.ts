import * as z from 'zod';
import { cutText, makeStorable } from '../../foundation/cut-text.ts';
import { occurrencesOf, saysSomething } from '../proposals/quote.ts';
import { CITATION_BOUNDS } from '../vocabulary/checked.ts';
import type { RecordSentence } from '../vocabulary/event-parts.ts';
import type { RecordPlace } from './places.ts';

const words = (most: number) => z.string().overwrite(makeStorable).trim().min(1).max(most);

export const ANSWER_QUESTION = 'answer_question';

/** Sentences of an answer with their sources. Empty: the record does not say. */
export const AnswerToQuestion = z.strictObject({
  sentences: z
    .array(
      z.strictObject({
        text: words(600).describe(
          'one sentence of the answer, for a person who knows the decision',
        ),
        cites: z
          .array(
            z.strictObject({
              place: words(CITATION_BOUNDS.placeCharacters).describe(
                'the name of a place of the record: A-1',
              ),
              quote: words(CITATION_BOUNDS.quoteCharacters).describe(
                'words of that place that say it, copied without a change, at least three',
              ),
            }),
          )
          .min(1)
          .max(4),
      }),
    )
    .max(8)
    .describe('empty if the record does not say'),
});
export type AnswerToQuestion = z.infer<typeof AnswerToQuestion>;

interface Grounded {
  readonly answer: readonly RecordSentence[];
  readonly problems: readonly string[];
}

/**
 * Keeps only sentences of which every citation names an existing place and quotes it word for word.
 */
export function checkGrounds(
  places: readonly RecordPlace[],
  { sentences }: AnswerToQuestion,
): Grounded {
  const answer: RecordSentence[] = [];
  const problems: string[] = [];
  for (const [at, { text, cites }] of sentences.entries()) {
    const problem = cites.flatMap((cite) => problemOf(places, cite) ?? [])[0];
    if (problem === undefined)
      answer.push({ text, cites: [...new Set(cites.map(({ place }) => place))] });
    else problems.push(`Sentence ${at + 1}: ${problem}`);
  }
  return { answer, problems };
}

type Cite = AnswerToQuestion['sentences'][number]['cites'][number];

function problemOf(places: readonly RecordPlace[], { place: name, quote }: Cite): string | null {
  const match = places.find((place) => place.name === name);
  if (match === undefined) return `the record has no place “${cutText(name, 60)}”.`;
  if (!saysSomething(quote))
    return `the quotation from ${match.name} is too short: at least three words.`;
  const isThere = occurrencesOf(match.text, quote) > 0;
  return isThere ? null : `the quotation is not in ${match.name} word for word.`;
}
