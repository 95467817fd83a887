import { BARE_VERBS } from '../../core/telling/message/verb-words.ts';

/** A bare verb: of what people type, nothing else is acted on (A17). */
export type Word = keyof typeof BARE_VERBS;
export const WORDS = Object.keys(BARE_VERBS) as Word[];

/** The bare verb that a text is as a whole; `null` for all else. */
export function bareWord(text: string): Word | null {
  const typed = text.trim().toLowerCase();
  return WORDS.find((word) => word === typed) ?? null;
}
