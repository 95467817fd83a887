import type { Design } from '../../core/design.ts';
import type { Document } from '../message/document.ts';
import { textDocument } from '../message/markdown.ts';
import type { Person } from '../permission.ts';
import type { GatewayContext, Place } from './gateway-context.ts';
import { perform, performOn, verbOf } from './verbs.ts';

/** A message that mentions the bot, with a short text. */
interface Mention {
  /** What was said after the name; empty for nothing. */
  readonly words: string;
  readonly person: Person;
  readonly place: Place;
  /** The newest design of the thread; `null` outside of threads that have one. */
  readonly design: Design | null;
  /** The platform's own id of the message. */
  readonly key: string;
}

/** An answer that says to which question it is one: for the design, however short it is. */
const ANSWER = /^q\d{1,3}[ \t]{0,3}[:.)]/i;
const FIRST_WORD = /^([a-z]{1,20})([:.,!?]?)(?:\s|$)/i;
/** With more words after it, a verb is the beginning of a sentence: "status quo is fine with me". */
const MAX_WORDS_BEHIND = 3;

/** What a mention of the bot requests: a verb, or something that is none. `null` when the words are for the design. */
export function requestIn(words: string, isInDesign: boolean): string | null {
  const [whole = '', first = '', sign = ''] = FIRST_WORD.exec(words) ?? [];
  const behind = countWords(words.slice(whole.length).trim());
  const verb = verbOf(first);
  if (verb !== null && (sign !== '' || behind <= MAX_WORDS_BEHIND)) return verb;
  const isForDesign = isInDesign && (ANSWER.test(words) || countWords(words) > MAX_WORDS_BEHIND);
  return isForDesign ? null : words;
}

/**
 * Does what the words ask for: with the design of the thread, or with those of the channel. The answer is for this person
 * alone. Resolves when nothing can be lost any more.
 */
export async function mentioned(context: GatewayContext, mention: Mention): Promise<void> {
  const { words, person, place, design, key } = mention;
  const isStored = Promise.withResolvers<void>();
  const stored = (now?: Document): void => {
    isStored.resolve();
    if (now !== undefined) void context.sendEphemeral(person.id, place, now);
  };
  const request = { person, channel: place.channel, key, stored };
  const verb = verbOf(words);
  const { help, notAWord } = context.texts;
  const work = async (): Promise<Document | null> => {
    if (verb === null) return textDocument(words === '' ? help : `${notAWord(words)}\n\n${help}`);
    if (design === null || verb === 'help' || verb === 'list') return perform(context, verb, request);
    return performOn(context, verb, design, request);
  };
  const answered = work().then(async (answer) => {
    if (answer !== null) await context.sendEphemeral(person.id, place, answer);
  });
  await Promise.race([isStored.promise, answered]);
  answered.catch((error: unknown) => context.log.warn('mention_failed', { error }));
}

function countWords(text: string): number {
  return text === '' ? 0 : text.split(/\s+/).length;
}
