import type { Design } from '../../../core/vocabulary/design.ts';
import { DEPTHS } from '../../../core/vocabulary/sets.ts';
import { openGate } from '../../../core/vocabulary/status.ts';
import { BARE_VERBS, COMMAND_VERBS } from '../../../presentation/verb-words.ts';
import type { SubmittedForm } from '../form.ts';

/** A bare verb: the only typed text that is acted on (A17). */
type Word = keyof typeof BARE_VERBS;
export const WORDS = Object.keys(BARE_VERBS) as Word[];
/** A verb after a command or in a menu (A17); code writes both. */
export type CommandWord = keyof typeof COMMAND_VERBS;
export const COMMAND_WORDS = Object.keys(COMMAND_VERBS) as CommandWord[];

/** The bare verb if it is the whole text; `null` otherwise. */
export function bareWord(text: string): Word | null {
  return among(WORDS, text);
}

/** The verb if it is the whole text after a command; `null` otherwise. */
export function commandWord(text: string): CommandWord | null {
  return among(COMMAND_WORDS, text) ?? (isSignIn(text) ? 'sign-in' : null);
}

/** The verb if it is the whole text to the bot; `null` otherwise. `design`: the thread's. */
export function wordToBot(text: string, design: Design | null = null): CommandWord | null {
  if (isAccept(text, design)) return 'accept';
  return bareWord(text) ?? (isSignIn(text) ? 'sign-in' : null);
}

/** True for the one word `accept` at a gate that offers it; anywhere else it may be an answer. */
export function isAccept(text: string, design: Design | null): boolean {
  const gate = design === null ? null : openGate(design);
  return gate?.choices.includes('accept') === true && among(['accept'], text) !== null;
}

/** Words after `find` at the beginning of a command; `null` otherwise. */
export function wordsToFind(text: string): string | null {
  const [first = '', ...rest] = text.trim().split(' ');
  return among(['find'], first) === null ? null : rest.join(' ').trim();
}

/** Reads the depth from a topic that begins with `quick:` or `standard:`, or with one that has left, to refuse it. */
export function withDepth<Start extends Pick<SubmittedForm, 'topic' | 'depth'>>(filled: Start): Start {
  const [first = '', ...rest] = filled.topic.split(':');
  const depth = rest.length === 0 ? null : among([...DEPTHS, 'deep'], first);
  return depth === null ? filled : { ...filled, depth, topic: rest.join(':').trim() };
}

function isSignIn(text: string): boolean {
  return among(['sign-in', 'sign in'], text) !== null;
}

function among<Of extends string>(words: readonly Of[], text: string): Of | null {
  const typed = text.trim().toLowerCase();
  return words.find((word) => word === typed) ?? null;
}
