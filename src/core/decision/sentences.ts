import { isQuoted } from '../questions/quoting/quotes.ts';
import { membersOf } from '../vocabulary/sets.ts';
import { type Decision, LISTED_PARTS, type ListedPart } from '../vocabulary/submission.ts';
import { segmentsOf } from '../vocabulary/text.ts';
import { fieldsOf, itemsOf, namePart, PART_WORDS, restsOf } from './parts.ts';

export interface DecisionSentence {
  /** Its number among all sentences of this text, from 1. */
  readonly number: number;
  /** `paragraph`, `step 3`. */
  readonly part: string;
  /** `detail`, `undo`; the part's name if it has a single field. */
  readonly field: string;
  readonly text: string;
  /** Claim ids, the strongest first; empty if the part names none. */
  readonly rests: readonly string[];
  /** The unanswered question behind an assumption: `Q2`; else empty. */
  readonly question: string;
}

/** Fields with sentences for readers; the others are names and references. */
const SENTENCES_IN: Record<ListedPart, readonly string[]> = {
  rejected: ['option', 'reason', 'outweighed'],
  step: ['title', 'detail', 'undo'],
  risk: ['risk', 'signal'],
  assumption: ['text', 'ifWrong'],
  open: ['text'],
  revisitIf: ['fact'],
};

const READING_ORDER = ['context', 'sentence', 'paragraph', 'harder'] as const;

export function sentencesOf(decision: Decision): DecisionSentence[] {
  const parts = [
    ...READING_ORDER.map((part) => ({
      part: PART_WORDS[part],
      texts: [{ field: part, text: decision[part] }],
      rests: [],
      question: '',
    })),
    ...membersOf(LISTED_PARTS).flatMap((part) =>
      itemsOf(decision, part).map((item, index) => {
        const fields = fieldsOf(item);
        return {
          part: namePart(part, index + 1),
          texts: SENTENCES_IN[part].map((field) => ({ field, text: fields[field] ?? '' })),
          rests: restsOf(item),
          question: fields.question ?? '',
        };
      }),
    ),
  ];
  return parts
    .flatMap(({ texts, ...part }) =>
      texts.flatMap(({ field, text }) => cutAtEnds(text).map((each) => ({ ...part, field, text: each }))),
    )
    .map((sentence, index) => ({ number: index + 1, ...sentence }));
}

/**
 * The sentence that an auditor means by a copy of its words, or by a number, also as `1, 2` or `S1`; `undefined` if there is none.
 */
export function findSentence(of: readonly DecisionSentence[], words: string): DecisionSentence | undefined {
  const numbers = (words.match(/\d+/g) ?? []).map(Number);
  const copied = /\p{L}{2}/u.test(words) ? of.find(({ text }) => isQuoted(words, text)) : undefined;
  return copied ?? of.find(({ number }) => number === numbers.find((each) => each > 0 && each <= of.length));
}

function cutAtEnds(text: string): string[] {
  return [...segmentsOf(text, 'sentence')].map(({ segment }) => segment.trim()).filter((each) => each !== '');
}
