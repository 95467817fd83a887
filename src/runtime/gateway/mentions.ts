import { topicProblem } from '../../core/course/start.ts';
import type { Document } from '../../core/telling/document.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Person } from '../permission.ts';
import type { GatewayContext, Place } from './gateway-context.ts';
import { offerStart, type Written } from './offers.ts';
import type { Requester } from './start-design.ts';
import { isForDesign, isShort, isThanks, isTopic, VERBS, verbOf, verbSaid } from './verb.ts';
import { notCarriedOut, notUnderstood, perform, performOn } from './verbs.ts';

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
  readonly written: Written;
  /** How its author would start a design there. */
  readonly requester: Requester;
}

const GREETING = String.raw`(?:(?:hi|hey|hello|dear|good (?:morning|afternoon|evening))[\s,!]{1,3})?`;
/** A colon that an emoji begins with, as in `:+1:`, is one of the words. */
const BEHIND_NAME = String.raw`(?:[\s,]|:(?![a-z0-9_+-]{1,60}:)){0,20}`;

/** Words without the bot's name in front of them, perhaps behind a greeting. `name`: how the platform writes it, as an expression. */
export function withoutName(text: string, name: string): string {
  const front = new RegExp(String.raw`^\s{0,20}${GREETING}${name}${BEHIND_NAME}`, 'i').exec(text);
  return front === null ? text : text.slice(front[0].length);
}

/** The same of what may be said to the bot, which may be named at the end as well: "thanks @Charrette!". */
export function saidTo(text: string, name: string): string {
  const end = new RegExp(String.raw`[\s,]{1,20}${name}([\s.!?]{0,5})$`).exec(text);
  const words = withoutName(text, name);
  return words !== text || end === null ? words : `${text.slice(0, end.index)}${end[1]}`;
}

/** Milliseconds for which a person who asked the bot something still waits for its answer. */
export const REQUEST_EXPIRES_MS = 300_000;

/**
 * What a message asks the bot itself for. `null` when it does not speak to the bot. In the thread of a design everything is for
 * the design but a verb and nothing else, or the bare name; in direct messages the bot needs no name.
 */
export function requestIn(
  text: string,
  name: string,
  {
    isDirect,
    isInDesign,
    hasFiles,
  }: { readonly isDirect: boolean; readonly isInDesign: boolean; readonly hasFiles: boolean },
): string | null {
  const said = saidTo(text, name);
  const isNamed = said !== text;
  const words = said.trim();
  if (!isNamed && !isDirect) return null;
  const isBareName = isNamed && words === '' && !hasFiles;
  return !isInDesign || isBareName || verbOf(words) !== null ? words : null;
}

/**
 * Does what the words ask for: with the design of the thread, or with those of the channel. What may be worth a design is offered
 * as the start of one. The answer is for this person alone. Resolves when nothing can be lost any more.
 */
export async function mentioned(context: GatewayContext, mention: Mention): Promise<void> {
  const { words, person, place, design, key, written, requester } = mention;
  const isStored = Promise.withResolvers<void>();
  const stored = (now?: Document): void => {
    isStored.resolve();
    if (now !== undefined) void context.sendEphemeral(person.id, place, now);
  };
  const request = { person, channel: place.channel, key, stored };
  const verb = verbSaid(words);
  const work = async (): Promise<Document | null> => {
    if (verb === null && isThanks(words)) return null;
    if (verb === null && isWorthOffer(words)) return offerStart(context, words, written, requester);
    if (verb === null) return isForDesign(words) ? notCarriedOut(context) : notUnderstood(context, words);
    if (design === null || verb === 'help' || verb === 'list') return perform(context, verb, request);
    return performOn(context, verb, design, request);
  };
  const answered = work().then(async (answer) => {
    if (answer !== null) await context.sendEphemeral(person.id, place, answer);
  });
  await Promise.race([isStored.promise, answered]);
  answered.catch((error: unknown) => context.log.warn('mention_failed', { error }));
}

const ENDS_AS_QUESTION = /[?？؟]\s{0,5}$/;

export function isQuestion(words: string): boolean {
  return ENDS_AS_QUESTION.test(words);
}

/** Fewer words are a slip even as a question. */
const MAX_SHORT_QUESTION = 2;

/** What begins with another verb, or asks, may be a topic: `Help us choose a queue`, `Retry failed webhooks for an hour?`. */
const COMMANDING = ['status', 'cancel', 'retry'] as const;

/** Whether these words may be offered as a start, which begins nothing yet. */
export function isWorthOffer(words: string): boolean {
  return isQuestion(words) ? isTopic(words, MAX_SHORT_QUESTION, []) : isTopic(words, undefined, COMMANDING);
}

/** Whether these words to a design that has ended may be the next one's topic as well. */
export function isNextTopic(words: string): boolean {
  return isQuestion(words) && isWorthOffer(words) && topicProblem(words) === null;
}

/** As many words or fewer, with one of these among them, are for the bot where nobody has to name it. */
const MAX_COMMAND_WORDS = 5;
const COMMANDS = new RegExp(String.raw`\b(?:${VERBS.join('|')}|stop)\b`, 'i');

/** Whether words in a direct message, where nobody names the bot, speak to it, and not only to the design. */
export function isSaidDirectly(words: string): boolean {
  return isQuestion(words) || (isShort(words, MAX_COMMAND_WORDS) && COMMANDS.test(words));
}
