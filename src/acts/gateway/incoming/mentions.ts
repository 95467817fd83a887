import { type ShownText, sliceShown } from '#core/questions/quoting/shown.ts';
import { type Person, refuseStarting } from '#engine/access/permission.ts';
import type { Document } from '#presentation/format/document.ts';
import { readBareWord, readWordToBot } from '../../word.ts';
import { drawWhereToWrite } from '../designs-here.ts';
import type { Addressed, MessageAddress } from '../interaction.ts';
import { keepWayTo, logUntold } from '../private-ways.ts';
import { takeTyped, takeWord } from '../verbs/act-path.ts';
import { drawOffer, drawUnclear } from '../verbs/offers.ts';

export const BOT_NAME = 'Charrette';

interface Mention {
  /** Without the bot's name; empty for nothing. */
  readonly words: string;
  readonly isInDesign: boolean;
  /** True for a reply to what the bot wrote to this person alone. */
  readonly isToPrivate: boolean;
  readonly written: MessageAddress;
}

/**
 * Removes the bot's name in front of a text and, with `around`, behind it. `name`: an expression
 * for the platform's mentions; a comma or colon right behind goes too.
 */
export function removeBotName(text: string, name: string, where: 'front' | 'around'): string {
  const mentions = [...text.matchAll(new RegExp(`${name}[,:]?`, 'g'))];
  const first = mentions[0];
  const last = mentions.at(-1);
  if (first !== undefined && text.slice(0, first.index).trim() === '')
    return text.slice(first.index + first[0].length).trimStart();
  if (where === 'front' || last === undefined) return text;
  const isBehind = text.slice(last.index + last[0].length).trim() === '';
  return isBehind ? text.slice(0, last.index).trimEnd() : text;
}

/** The same with how its parts were shown, for the name in front. */
export function removeNameIn(said: ShownText, name: string): ShownText {
  const { length } = removeBotName(said.text, name, 'front');
  return sliceShown(said, said.text.length - length);
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
 * Words to the bot itself; `null` if the message does not address it. In a design's thread, only a
 * bare verb, the bare name, or the name and a verb address the bot; everything else is for the
 * design.
 */
export function wordsToBotOf({
  text,
  name,
  isToBot,
  isDirect,
  isInDesign,
  files,
}: Spoken): string | null {
  const words = removeBotName(text, name, 'around').trim();
  if (!isInDesign) return isToBot || isDirect ? words : null;
  const isNamed = words !== text.trim();
  const word = isNamed ? readWordToBot(words) : readBareWord(words);
  return files.length === 0 && ((isNamed && words === '') || word !== null) ? words : null;
}

interface MentionOrigin extends Pick<Addressed, 'context' | 'place'> {
  /** The platform's id of the message. */
  readonly key: string;
  readonly isDirect: boolean;
}

/**
 * Carries out a bare verb on the thread's design or the channel's; the bare name asks for help, and
 * other words get an offer of three buttons. Answers in private. Resolves when nothing can be lost.
 */
export async function answerMention(
  person: Person,
  origin: MentionOrigin,
  { words, isInDesign, isToPrivate, written }: Mention,
): Promise<void> {
  const { context, place, key, isDirect } = origin;
  const { platform, log } = context;
  const tell = (answer: Document) => context.sendEphemeral(person.id, place, answer);
  keepWayTo(platform, person.id, tell);
  const tellOrLog = async (answer: Document): Promise<void> =>
    logUntold(log, await tell(answer), { platform, person: person.id });
  const isStored = Promise.withResolvers<void>();
  const meanwhile = (words: Document): void => void tellOrLog(words);
  const stored = (confirmation?: Document): void => {
    isStored.resolve();
    if (confirmation !== undefined) meanwhile(confirmation);
  };
  const moment = { key, stored, meanwhile };
  const acting = actingOf(person, { context, place, isDirect, moment });
  const offer = async (): Promise<Document> =>
    isToPrivate
      ? drawWhereToWrite({ context, person, channel: place.channel, isDirect: true })
      : drawOffer(words, written, refuseStarting(context.policy, person));
  const work = async (): Promise<Document | null> => {
    const word = words === '' ? 'help' : isInDesign ? readWordToBot(words) : null;
    if (word !== null) return takeWord(acting, { word });
    if (isInDesign) return offer();
    return takeTyped(acting, words, async (command) =>
      command.kind === 'unclear' && command.meant !== 'help' && !isToPrivate
        ? drawUnclear(command)
        : offer(),
    );
  };
  const answering = work().then(async (answer) => {
    if (answer !== null) await tellOrLog(answer);
  });
  await Promise.race([isStored.promise, answering]);
  answering.catch((error: unknown) => log.warn('mention_failed', { error }));
}

/** Words to the bot in a message, by a known person. */
function actingOf(
  person: Person,
  origin: Pick<Addressed, 'context' | 'place' | 'isDirect' | 'moment'>,
): Addressed {
  return {
    ...origin,
    person: async () => person,
    personAtOnce: async () => person,
    moveTo: async (place) =>
      place.channel === origin.place.channel ? actingOf(person, { ...origin, place }) : null,
  };
}

/** Matches the bot's name in readable words. */
const MENTION = `@?${BOT_NAME}`;

export function removeMention(words: string): string {
  return removeBotName(words, MENTION, 'around').trim();
}
