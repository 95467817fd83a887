import { PermissionFlagsBits } from 'discord.js';
import { fileNameOf } from '#acts/gateway/attachments.ts';
import { BOT_NAME, removeBotName } from '#acts/gateway/incoming/mentions.ts';
import { type MessageWords, messageWordsOf } from '#acts/gateway/incoming/message.ts';
import { lookUpOr } from '#acts/gateway/platform-access.ts';
import {
  changeShown,
  type ShownText,
  sliceShown,
  trimShown,
} from '#core/questions/quoting/shown.ts';
import { isWordless } from '#core/questions/replies/wordless.ts';
import { BOUNDS } from '#core/vocabulary/bounds.ts';
import { cutWords } from '#foundation/cut-text.ts';
import { sayMoment } from '#presentation/format/document.ts';
import { convertToPlainText } from '#presentation/format/plain.ts';
import type { Message } from '../calls/wire.ts';
import type { DiscordContext, DiscordConversation } from '../discord-context.ts';
import { readDrawnHead } from '../drawing/markdown.ts';
import type { Resolved } from '../interactions/interaction-payload.ts';
import { filesIn, textIn, wordsIn } from './contents.ts';
import { writerOf } from './origin.ts';
import { memberNameOf } from './people.ts';

/**
 * `<@1>`, `<@!1>`, `<@&1>`, `<#1>`, `<:name:1>`, `<t:1:R>`, `</design start:1>`, `<https://…>`.
 * Excludes `<` inside, so that matching takes linear time.
 */
const REFERENCE = /<([^<>\s][^<>]{0,2999})>/g;
const EMOJI = /^a?:(\w{1,40}):\d{1,20}$/;
const MOMENT = /^t:(-?\d{1,12})(?::[a-zA-Z])?$/;
const COMMAND = /^(\/[^:]{1,110}):\d{1,20}$/;
const ADDRESS = /^(?:https?|mailto):/;
const PERSON = /^@!?(\d{1,20})$/;
const ROLE = /^@&(\d{1,20})$/;
const CHANNEL = /^#(\d{1,20})$/;
const MS_PER_SECOND = 1_000;
const LATEST_MS = 8.64e15;

/** Names by what refers to them: `@1` for a person, `@&2` for a role, `#3` for a channel. */
type Names = ReadonlyMap<string, string>;

/** People whom a message mentions, and those in what it forwards. */
export function listMentioned({
  mentions,
  message_snapshots,
}: Pick<Message, 'mentions' | 'message_snapshots'>): Names {
  const all = [
    mentions,
    ...(message_snapshots ?? []).map(({ message }) => message.mentions),
  ].flat();
  return new Map(all.map(({ member, ...user }) => [`@${user.id}`, memberNameOf(user, member)]));
}

/** Names that came with a person's command or form. A channel that they cannot see keeps its id. */
export function resolvedNamesOf({ users, members, roles, channels }: Resolved): Names {
  const isSeen = ({ permissions }: Resolved['channels'][string]): boolean =>
    (BigInt(permissions ?? 0) & PermissionFlagsBits.ViewChannel) !== 0n;
  return new Map([
    ...Object.entries(users).map(
      ([id, user]) => [`@${id}`, memberNameOf(user, members[id])] as const,
    ),
    ...Object.entries(roles).map(([id, { name }]) => [`@&${id}`, name] as const),
    ...Object.entries(channels).flatMap(([id, channel]) =>
      isSeen(channel) && channel.name != null ? [[`#${id}`, channel.name] as const] : [],
    ),
  ]);
}

/** Discord's markup as its author saw it. A reference without a name keeps its id. */
export function plainWordsOf(markup: ShownText, names: Names): ShownText {
  const readPiece = (piece: string) =>
    convertToPlainText(
      piece.replaceAll(REFERENCE, (whole, target: string) => readReference(whole, target, names)),
    );
  return trimShown(changeShown(markup, readPiece));
}

/** Leaves text that is not Discord's markup unchanged. */
function readReference(whole: string, target: string, names: Names): string {
  const [, person] = PERSON.exec(target) ?? [];
  if (person !== undefined) return `@${names.get(`@${person}`) ?? person}`;
  const [, role] = ROLE.exec(target) ?? [];
  if (role !== undefined) return `@${names.get(target) ?? role}`;
  const [, channel] = CHANNEL.exec(target) ?? [];
  if (channel !== undefined) return `#${names.get(target) ?? channel}`;
  const [, emoji] = EMOJI.exec(target) ?? [];
  if (emoji !== undefined) return `:${emoji}:`;
  const [, command] = COMMAND.exec(target) ?? [];
  if (command !== undefined) return command;
  const atMs = Number(MOMENT.exec(target)?.[1]) * MS_PER_SECOND;
  if (Math.abs(atMs) <= LATEST_MS) return sayMoment({ atMs, isNear: false });
  return ADDRESS.test(target) ? target : whole;
}

/** Expression for mentions of the bot. */
export const nameOfBot = (botUser: string): string => `<@!?${botUser}>`;

/** `false` for a reply to one of the bot's messages, unless it also names the bot. */
export function isMentioned(text: string, botUser: string): boolean {
  return text.includes(`<@${botUser}>`) || text.includes(`<@!${botUser}>`);
}

/**
 * True for a message of emoji, marks or a bare `+1`: nothing else is shown beside the bot's name.
 */
export function isDiscordWordless(
  message: Parameters<typeof wordsIn>[0],
  botUser: string,
): boolean {
  const words = removeBotName(wordsIn(message).text, nameOfBot(botUser), 'around');
  const plain = words.replaceAll(REFERENCE, (whole, target: string) =>
    EMOJI.test(target) ? '' : whole,
  );
  return words.trim() !== '' && !words.includes('`') && isWordless(plain);
}

/**
 * The message with the bot's name where people named the bot's own role: to them the two look
 * alike. Throws the call's error.
 */
export async function nameBot(
  { rights, botUser }: Pick<DiscordContext, 'rights' | 'botUser'>,
  message: Message,
  { guild }: DiscordConversation,
): Promise<Message> {
  const { content } = message;
  if (guild === null || !content.includes('<@&')) return message;
  const own = (await rights.roles(guild)).find(({ tags }) => tags?.bot_id === botUser());
  if (own === undefined) return message;
  return { ...message, content: content.replaceAll(`<@&${own.id}>`, `<@${botUser()}>`) };
}

/**
 * Characters of markup to read: a mention takes some twenty, and Discord sends at most some 4,000.
 */
const MAX_MARKUP = BOUNDS.replyCharacters;

/** References to look up in one message, and milliseconds for each. */
const MAX_LOOKED_UP = 20;
const LOOK_UP_MS = 1_500;

/** Where words stand, and who wrote or reads them. `names`: those that came with them. */
export interface WordsContext {
  readonly author: string;
  readonly conversation: Pick<DiscordConversation, 'guild'>;
  readonly names: Names;
}

/**
 * Discord's markup as its author saw it. Names that did not come with it are looked up, as many and
 * as long as the bound says.
 */
export async function readMarkup(
  context: DiscordContext,
  markup: ShownText,
  reading: WordsContext,
): Promise<ShownText> {
  const read = sliceShown(markup, 0, MAX_MARKUP);
  return plainWordsOf(read, await findNames(context, read.text, reading));
}

/**
 * Names of what the markup refers to. A channel that the author cannot see keeps its id: anybody
 * can type one.
 */
export async function findNames(
  context: DiscordContext,
  markup: string,
  { author, conversation: { guild }, names }: WordsContext,
): Promise<Names> {
  const { botUser, rights } = context;
  const own = [`@${botUser()}`, BOT_NAME] as const;
  const known = new Map([...names, own]);
  const targets = [...markup.matchAll(REFERENCE)].map(([, target = '']) => target);
  const look = <Found, Fallback>(lookUp: Promise<Found>, fallback: Fallback) =>
    lookUpOr(context, lookUp, LOOK_UP_MS, fallback, { what: 'reference' });
  const hasRole =
    guild !== null && targets.some((target) => ROLE.test(target) && !known.has(target));
  const roles = hasRole ? await look(rights.roles(guild), []) : [];
  const channels = targets
    .flatMap((target) => CHANNEL.exec(target)?.[1] ?? [])
    .map((id) => `#${id}`);
  const people = targets.flatMap((target) => PERSON.exec(target)?.[1] ?? []).map((id) => `@${id}`);
  const unknown = [...new Set([...channels, ...people])].filter((key) => !known.has(key));
  const lookUps = unknown.slice(0, MAX_LOOKED_UP).map(async (key): Promise<[string, string][]> => {
    const id = key.slice(1);
    const find = key.startsWith('#')
      ? channelName(context, author, id)
      : memberName(context, guild, id);
    const name = await look(find, null);
    return name === null ? [] : [[key, name]];
  });
  const found = (await Promise.all(lookUps)).flat();
  return new Map([
    ...roles.map(({ id, name }): [string, string] => [`@&${id}`, name]),
    ...found,
    ...known,
  ]);
}

async function channelName({ conversations, readers }: DiscordContext, author: string, id: string) {
  return (await readers.canOpen(author, id, 'page')) ? (await conversations.get(id)).name : null;
}

async function memberName({ rights }: DiscordContext, guild: string | null, id: string) {
  const member = guild === null ? null : await rights.member(guild, id, 'page');
  return member?.user == null ? null : memberNameOf(member.user, member);
}

export async function readWords(
  context: DiscordContext,
  markup: ShownText,
  message: Message,
  conversation: DiscordConversation,
): Promise<MessageWords> {
  const { people } = context;
  const { author, member } = message;
  const reading = { author: author.id, conversation, names: listMentioned(message) };
  const [person, words, repliesTo] = await Promise.all([
    member == null ? people.person(author, conversation.guild) : people.known(author, member),
    readMarkup(context, markup, reading),
    wordsRepliedTo(context, message, reading),
  ]);
  // A deactivated account cannot write in Discord.
  return {
    person,
    isActive: true,
    ...messageWordsOf(words),
    ...(repliesTo !== '' && { repliesTo }),
  };
}

const HEAD_CHARACTERS = 80;

/** Of the bot's own messages the first line, which tells them apart: the record has the rest. */
async function wordsRepliedTo(
  context: DiscordContext,
  { referenced_message: replied }: Message,
  reading: WordsContext,
): Promise<string> {
  if (replied == null) return '';
  const names = listMentioned(replied);
  if (writerOf(replied, context.botUser()) === 'own') {
    const head = readDrawnHead(textIn(replied).text);
    const { text } = plainWordsOf({ text: head }, names);
    return head === '' ? '' : `${BOT_NAME}: ${cutWords(text, HEAD_CHARACTERS)}`;
  }
  const words =
    (await readMarkup(context, textIn(replied), { ...reading, names })).text ||
    filesIn(replied).map(fileNameOf).join(', ');
  return words === '' ? '' : `${memberNameOf(replied.author, null)}: ${words}`;
}
