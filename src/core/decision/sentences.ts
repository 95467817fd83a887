import { listSentences } from '../../foundation/cut-text.ts';
import { saysSomething } from '../proposals/quote.ts';
import { isQuoted } from '../questions/quoting/quotes.ts';
import { rememberFor } from '../vocabulary/remember.ts';
import { membersOf } from '../vocabulary/sets.ts';
import type { Decision, ListedPart } from '../vocabulary/submission.ts';
import { itemsOf, partFieldsOf } from './parts.ts';

export interface DecisionSentence {
  /** Its number among all sentences of this text, from 1. */
  readonly number: number;
  readonly text: string;
  /** What bears it; `null` if it owes no bearer. */
  readonly rests: readonly string[] | null;
}

/** Fields with sentences for readers; the others are names and references. */
const SENTENCES_IN: Record<Exclude<ListedPart, 'sentence'>, readonly string[]> = {
  rejected: ['option', 'reason', 'outweighed'],
  step: ['title', 'detail', 'undo'],
  risk: ['risk', 'signal'],
  assumption: ['text', 'ifWrong'],
  open: ['text'],
  revisitIf: ['fact'],
};

/**
 * Those of `sentences` first and whole, so that each has the number by which changes and the audit
 * name it.
 */
export const sentencesOf = rememberFor((decision: Decision): readonly DecisionSentence[] => {
  const inLists = membersOf(SENTENCES_IN).flatMap((part) =>
    itemsOf(decision, part).flatMap((item) => {
      const fields = partFieldsOf(item);
      return SENTENCES_IN[part].flatMap((field) => cutAtEnds(fields[field] ?? ''));
    }),
  );
  const { sentences, sentence, rests } = decision;
  const all = [
    ...sentences.map((each) => ({ text: each.text, rests: each.rests })),
    ...cutAtEnds(sentence).map((text) => ({ text, rests })),
    ...inLists.map((text) => ({ text, rests: null })),
  ];
  return all.map((each, index) => ({ number: index + 1, ...each }));
});

/**
 * The sentence that an auditor means: by its number, also as `1, 2`, `S1` or `sentence 1`, if that
 * is all there is; else by a copy of its words that says something, or of all of it. `undefined` if
 * there is none.
 */
export function findSentence(
  of: readonly DecisionSentence[],
  words: string,
): DecisionSentence | undefined {
  const numbers = numbersOf(words);
  if (numbers.length > 0) {
    const first = numbers.find((each) => each > 0 && each <= of.length);
    return of.find(({ number }) => number === first);
  }
  const part = saysSomething(words) ? of.find(({ text }) => isQuoted(words, text)) : undefined;
  return part ?? of.find(({ text }) => isWhole(words, text));
}

const NAMED = /^(?:sentences?|s?(\d+)[.)]?)$/i;

/** Numbers that are all that a text says; else none. */
function numbersOf(words: string): number[] {
  const names = words.split(/[\s,;]+/).filter((each) => each !== '');
  const matches = names.map((name) => NAMED.exec(name));
  if (matches.includes(null)) return [];
  return matches.flatMap((match) => (match?.[1] === undefined ? [] : [Number(match[1])]));
}

/** `true` for a copy of the whole sentence, also with what stands before it in a list. */
function isWhole(words: string, text: string): boolean {
  return isQuoted(text, words) && (saysSomething(text) || isQuoted(words, text));
}

function cutAtEnds(text: string): string[] {
  return listSentences(text)
    .map(({ segment }) => segment.trim())
    .filter((each) => each !== '');
}
