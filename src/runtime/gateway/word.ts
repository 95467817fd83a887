/** Bare verbs that people type, and nothing else that they type is acted on (A17). */
export const WORDS = ['cancel', 'done', 'help', 'list', 'retry', 'skip', 'status', 'stop'] as const;
export type Word = (typeof WORDS)[number];

/** The bare verb that a text is as a whole; `null` for all else. */
export function bareWord(text: string): Word | null {
  const typed = text.trim().toLowerCase();
  return WORDS.find((word) => word === typed) ?? null;
}
