import { BARE_VERBS, COMMAND_VERBS } from '../../core/telling/message/verb-words.ts';

/** A bare verb: of what people type, nothing else is acted on (A17). */
type Word = keyof typeof BARE_VERBS;
export const WORDS = Object.keys(BARE_VERBS) as Word[];
/** A verb behind a command, or chosen from a menu: code has written those (A17). */
export type CommandWord = keyof typeof COMMAND_VERBS;
export const COMMAND_WORDS = Object.keys(COMMAND_VERBS) as CommandWord[];

/** The bare verb that a text is as a whole; `null` for all else. */
export function bareWord(text: string): Word | null {
  return among(WORDS, text);
}

/** The verb that the words behind a command are as a whole; `null` for all else. */
export function commandWord(text: string): CommandWord | null {
  return among(COMMAND_WORDS, text) ?? (isSignIn(text) ? 'sign-in' : null);
}

/** The verb that words to the bot by its name are as a whole; `null` for all else. */
export function wordToBot(text: string): CommandWord | null {
  return bareWord(text) ?? (isSignIn(text) ? 'sign-in' : null);
}

function isSignIn(text: string): boolean {
  return among(['sign-in', 'sign in'], text) !== null;
}

function among<Of extends string>(words: readonly Of[], text: string): Of | null {
  const typed = text.trim().toLowerCase();
  return words.find((word) => word === typed) ?? null;
}
