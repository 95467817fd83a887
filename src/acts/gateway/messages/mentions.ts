import type { Design } from '../../../core/vocabulary/design.ts';
import { type Person, refusalForStarting } from '../../../engine/access/permission.ts';
import { factsIn } from '../../../presentation/facts.ts';
import { type Document, wordsDocument } from '../../../presentation/format/document.ts';
import { TEXTS } from '../../../presentation/texts.ts';
import { bareWord, type Typed, typedIn, wordToBot } from '../../word.ts';
import { designAskedAbout, designNamed } from '../designs-here.ts';
import type { GatewayContext, Place } from '../gateway-context.ts';
import { offerDocument, orStart, unclearDocument, type Written } from '../offers.ts';
import type { Request } from '../request.ts';
import { askHere } from '../verbs/ask-record.ts';
import { actByWord } from '../verbs/path.ts';
import { verbNameOf } from '../verbs/verbs.ts';
import { unroutedReplyDocument, waitingBeside } from './unrouted-reply.ts';

export const BOT_NAME = 'Charrette';

interface Mention {
  /** Without the bot's name; empty for nothing. */
  readonly words: string;
  readonly person: Person;
  readonly place: Place;
  /** Newest design of the thread; `null` if there is none. */
  readonly design: Design | null;
  readonly key: string;
  readonly written: Written;
  /** True if they are alone with the bot. */
  readonly isDirect: boolean;
}

/**
 * Removes the bot's name in front of a text and, with `around`, behind it. `name`: an expression for the platform's
 * mentions; a comma or colon right behind goes too.
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

/** Milliseconds that a person waits for the bot's answer. */
export const REQUEST_EXPIRES_MS = 300_000;

interface Spoken {
  readonly text: string;
  readonly name: string;
  readonly isToBot: boolean;
  readonly isDirect: boolean;
  readonly isInDesign: boolean;
  readonly files: readonly unknown[];
}

/**
 * Words to the bot itself; `null` if the message does not address it. In a design's thread, only a bare verb, the bare
 * name, or the name and a verb address the bot; everything else is for the design.
 */
export function requestIn({ text, name, isToBot, isDirect, isInDesign, files }: Spoken): string | null {
  const words = withoutName(text, name, 'around').trim();
  if (!isInDesign) return isToBot || isDirect ? words : null;
  const isNamed = words !== text.trim();
  const word = isNamed ? wordToBot(words) : bareWord(words);
  return files.length === 0 && ((isNamed && words === '') || word !== null) ? words : null;
}

/**
 * Carries out a bare verb on the thread's design or the channel's; the bare name asks for help. If one design waits for
 * this person, offers to take other words as an answer; otherwise offers three buttons. Answers in private. Resolves
 * when nothing can be lost.
 */
export async function mentioned(context: GatewayContext, mention: Mention): Promise<void> {
  const { words, person, place, design, key, written, isDirect } = mention;
  const isStored = Promise.withResolvers<void>();
  const stored = (now?: Document): void => {
    isStored.resolve();
    if (now !== undefined) void context.sendEphemeral(person.id, place, now);
  };
  const beside = { person, channel: place.channel, isDirect };
  const request = { ...beside, key, stored };
  const offer = (): Document => offerDocument(words, written, refusalForStarting(context.policy, person));
  const work = async (): Promise<Document | null> => {
    if (words === '') return actByWord(context, { word: 'help' }, null, request);
    if (design !== null) {
      const word = wordToBot(words);
      return word === null ? offer() : actByWord(context, { word }, design, request);
    }
    const typed = typedIn(words);
    if (factsIn(words).length > 0) {
      const about = await designAskedAbout(context, beside);
      return orStart(await askHere(context, words, about, request), words);
    }
    if (typed.kind === 'verb') return actByTyped(context, typed, request);
    if (typed.kind === 'unclear' && typed.meant !== 'help') return unclearDocument(typed);
    const waiting = await waitingBeside(context, beside);
    return waiting === null ? offer() : unroutedReplyDocument(waiting, words, written, true);
  };
  const answered = work().then(async (answer) => {
    if (answer !== null) await context.sendEphemeral(person.id, place, answer);
  });
  await Promise.race([isStored.promise, answered]);
  answered.catch((error: unknown) => context.log.warn('mention_failed', { error }));
}

/** Finds the design that its id names, in its channel; without an id, any there may be meant. */
async function actByTyped(
  context: GatewayContext,
  typed: Extract<Typed, { kind: 'verb' }>,
  request: Request,
): Promise<Document | null> {
  const { word, id } = typed;
  if (id === '' || verbNameOf(word) === null) return actByWord(context, typed, null, request);
  const named = await designNamed(context, word, request, id);
  if ('sections' in named) return named;
  if (named.thread?.channel !== request.channel) return wordsDocument(TEXTS.elsewhere);
  const design = await context.engine.design(named.id);
  return design === null ? wordsDocument(TEXTS.gone) : actByWord(context, typed, design, request);
}

/** Matches the bot's name in readable words. */
const MENTION = `@?${BOT_NAME}`;

export function questionIn(words: string): string {
  return withoutName(words, MENTION, 'around').trim();
}
