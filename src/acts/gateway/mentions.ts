import type { Document } from '../../core/presentation/format/document.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { type Person, refusalForStarting } from '../../engine/access/permission.ts';
import type { GatewayContext, Place } from './gateway-context.ts';
import { offerDocument, type Written } from './offers.ts';
import { perform, performOn } from './perform.ts';
import { unroutedReplyDocument, waitingBeside } from './unrouted-reply.ts';
import { bareWord, wordToBot } from './word.ts';

/** Replaces a mention of the bot. */
export const BOT_NAME = 'Charrette';

/** A message that speaks to the bot. */
interface Mention {
  /** Without the bot's name; empty for nothing. */
  readonly words: string;
  readonly person: Person;
  readonly place: Place;
  /** The newest design of the thread; `null` outside of threads that have one. */
  readonly design: Design | null;
  /** The platform's own id of the message. */
  readonly key: string;
  readonly written: Written;
  /** They are alone with the bot. */
  readonly isDirect: boolean;
}

/**
 * A text without the bot's name in front of it or, where it is said to the bot alone, behind it. `name`: how the platform writes
 * a mention of it, as an expression; a comma or colon right behind is part of that.
 */
export function withoutName(text: string, name: string, where: 'front' | 'around'): string {
  const found = [...text.matchAll(new RegExp(`${name}[,:]?`, 'g'))];
  const [first, last] = [found[0], found.at(-1)];
  if (first !== undefined && text.slice(0, first.index).trim() === '')
    return text.slice(first.index + first[0].length).trimStart();
  if (where === 'front' || last === undefined) return text;
  const isBehind = text.slice(last.index + last[0].length).trim() === '';
  return isBehind ? text.slice(0, last.index).trimEnd() : text;
}

/** Milliseconds for which a person who asked the bot something still waits for its answer. */
export const REQUEST_EXPIRES_MS = 300_000;

/** A message, as far as that says to whom it speaks. */
interface Spoken {
  readonly text: string;
  /** The bot's name, for `withoutName`. */
  readonly name: string;
  /** In a direct message, where the bot needs no name, or with its name. */
  readonly isToBot: boolean;
  readonly isInDesign: boolean;
  readonly hasFiles: boolean;
}

/**
 * Words that a message says to the bot itself; `null` where it does not speak to it. In the thread of a design everything is for the
 * design but a bare verb, or the bare name; and what no answer is, behind the name.
 */
export function requestIn({ text, name, isToBot, isInDesign, hasFiles }: Spoken): string | null {
  const words = withoutName(text, name, 'around').trim();
  if (!isInDesign) return isToBot ? words : null;
  const isNamed = words !== text.trim();
  const word = isNamed ? wordToBot(words) : bareWord(words);
  return !hasFiles && ((isNamed && words === '') || word !== null) ? words : null;
}

/**
 * Carries a bare verb out, on the design of the thread or on those of the channel; the bare name asks for help. Other words are
 * asked about where one design waits that they may answer, and get the same three buttons anywhere else. The answer is for this person alone. Resolves when nothing can be lost any more.
 */
export async function mentioned(context: GatewayContext, mention: Mention): Promise<void> {
  const { words, person, place, design, key, written, isDirect } = mention;
  const isStored = Promise.withResolvers<void>();
  const stored = (now?: Document): void => {
    isStored.resolve();
    if (now !== undefined) void context.sendEphemeral(person.id, place, now);
  };
  const request = { person, channel: place.channel, key, stored };
  const work = async (): Promise<Document | null> => {
    const word = words === '' ? 'help' : wordToBot(words, design);
    if (word === null && design === null) {
      const waiting = await waitingBeside(context, { person, channel: place.channel, isDirect });
      if (waiting !== null) return unroutedReplyDocument(waiting, words, written, true);
    }
    if (word === null) return offerDocument(words, written, refusalForStarting(context.policy, person));
    return design === null ? perform(context, word, request) : performOn(context, word, design, request);
  };
  const answered = work().then(async (answer) => {
    if (answer !== null) await context.sendEphemeral(person.id, place, answer);
  });
  await Promise.race([isStored.promise, answered]);
  answered.catch((error: unknown) => context.log.warn('mention_failed', { error }));
}
