import type { Design } from '../../core/design.ts';
import { whyNotFollowUp } from '../engine/follow-up.ts';
import { type Document, wordsDocument } from '../message/document.ts';
import { TEXTS } from '../message/texts.ts';
import type { Person } from '../permission.ts';
import { followUp } from './follow-up.ts';
import type { GatewayContext, Place } from './gateway-context.ts';
import { lateNotice, openNotice } from './notices.ts';
import { offerStart, type Written } from './offers.ts';
import type { Request } from './request.ts';
import { followUpIn } from './requested-design.ts';
import type { Requester } from './start-design.ts';
import {
  asksForForm,
  countWords,
  ENDS_AS_QUESTION,
  isAnswer,
  isChoice,
  isCommand,
  isCourtesy,
  isNumbered,
  isThanks,
  MAX_WORDS_BEHIND,
  verbIn,
  verbOf,
} from './verb.ts';
import { notUnderstood, perform, performTyped } from './verbs.ts';

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

/**
 * What a message asks the bot itself for: a verb, or words that are none. `null` when it does not speak to the bot, or when
 * its words, or what is attached to them, are for the design. Direct messages are for the bot unless they are in a design,
 * where a verb must stand alone, as it must in front of the bot's name: "Cancel the old contract @Charrette" may be an answer.
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
  const isNamedInFront = withoutName(text, name) !== text;
  const unaddressed = saidTo(text, name);
  const isNamed = unaddressed !== text;
  const words = unaddressed.trim();
  if (!isNamed && (!isDirect || isInDesign)) return isDirect ? verbOf(words, isInDesign) : null;
  if (followUpIn(words) !== null) return words;
  const verb = isNamed && !isNamedInFront ? verbOf(words, isInDesign) : verbIn(words, isInDesign);
  if (verb !== null) return verb;
  if (isInDesign && hasFiles) return null;
  const isShort = countWords(words) <= MAX_WORDS_BEHIND && !isNumbered(words);
  const isOnlyForBot =
    (isShort && (words === '' || ENDS_AS_QUESTION.test(words) || isCommand(words))) || isThanks(words);
  return isInDesign && !isOnlyForBot ? null : words;
}

/**
 * Does what the words ask for: with the design of the thread, or with those of the channel. A question outside of such threads is
 * offered as the start of a design. The answer is for this person alone. Resolves when nothing can be lost any more.
 */
export async function mentioned(context: GatewayContext, mention: Mention): Promise<void> {
  const { words, person, place, design, key } = mention;
  const isStored = Promise.withResolvers<void>();
  const stored = (now?: Document): void => {
    isStored.resolve();
    if (now !== undefined) void context.sendEphemeral(person.id, place, now);
  };
  const request = { person, channel: place.channel, key, stored };
  const verb = words === '' || asksForForm(words) ? 'help' : verbOf(words, design !== null);
  const topic = followUpIn(words);
  const work = async (): Promise<Document | null> => {
    if (topic !== null) return followUpHere(context, design, topic, request);
    if (verb === null) return answerToWords(context, mention);
    if (design === null || verb === 'help' || verb === 'list') return perform(context, verb, request);
    return performTyped(context, verb, design, request);
  };
  const answered = work().then(async (answer) => {
    if (answer !== null) await context.sendEphemeral(person.id, place, answer);
  });
  await Promise.race([isStored.promise, answered]);
  answered.catch((error: unknown) => context.log.warn('mention_failed', { error }));
}

async function followUpHere(
  context: GatewayContext,
  design: Design | null,
  topic: string,
  request: Request,
): Promise<Document | null> {
  if (design === null || topic === '') return wordsDocument(TEXTS.followUpTyped(topic));
  return followUp(context, design, topic, request);
}

/**
 * What is no verb: in the thread of a design a slip, or a question on its decision; elsewhere what may be worth a design. Thanks
 * are answered only in such a thread, with what comes next.
 */
async function answerToWords(context: GatewayContext, mention: Mention): Promise<Document | null> {
  const { words, person, design, written, requester } = mention;
  if (design === null && isCourtesy(words)) return null;
  const isQuestion = isWorthADesign(words);
  if (design === null && isAnswer(words)) {
    const heading = `${TEXTS.answerInThread} ${TEXTS.offer}`;
    const offered = await offerStart(context, words, written, requester, heading);
    return offered.clickable === null ? wordsDocument(TEXTS.answerInThread) : offered;
  }
  if (design === null)
    return isQuestion ? offerStart(context, words, written, requester) : notUnderstood(context, words);
  if (design.end === null) return openNotice(context, design, person, words);
  if (isQuestion && whyNotFollowUp(design) === null) return wordsDocument(TEXTS.notAnswered(words));
  const { retry } = await context.engine.retryPreview(design);
  return lateNotice(design, retry, false);
}

/** Whether words to the bot ask it something that is for the design all the same, and no answer by a question's number. */
export function isQuestion(words: string): boolean {
  return countWords(words) > MAX_WORDS_BEHIND && ENDS_AS_QUESTION.test(words) && !isNumbered(words);
}

function isWorthADesign(words: string): boolean {
  const isShortQuestion = ENDS_AS_QUESTION.test(words) || isChoice(words);
  return countWords(words) > MAX_WORDS_BEHIND || (isShortQuestion && countWords(words) > 1);
}
