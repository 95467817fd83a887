import type { Words } from '../../../acts/gateway/messages/incoming-messages.ts';
import { BOT_NAME } from '../../../acts/gateway/messages/mentions.ts';
import { BOUNDS } from '../../../core/vocabulary/bounds.ts';
import { momentWords } from '../../../presentation/format/document.ts';
import { plainText } from '../../../presentation/format/plain.ts';
import type { Message } from '../calls/wire.ts';
import type { Conversation, DiscordContext } from '../discord-context.ts';
import { nameOf } from './people.ts';

/**
 * `<@1>`, `<@!1>`, `<@&1>`, `<#1>`, `<:name:1>`, `<t:1:R>`, `</design start:1>`, `<https://…>`. Excludes `<` inside, so that
 * matching takes linear time (A15).
 */
const REFERENCE = /<([^<>\s][^<>]{0,2999})>/g;
const EMOJI = /^a?:(\w{1,40}):\d{1,20}$/;
const MOMENT = /^t:(-?\d{1,12})(?::[a-zA-Z])?$/;
const COMMAND = /^(\/[^:]{1,110}):\d{1,20}$/;
const ADDRESS = /^(?:https?|mailto):/;
const PERSON = /^@!?(\d{1,20})$/;
const SOMEBODY = 'somebody';
const MS_PER_SECOND = 1_000;
const LATEST_MS = 8.64e15;

export function namesIn({ mentions }: Pick<Message, 'mentions'>): Map<string, string> {
  return new Map(mentions.map(({ member, ...user }) => [user.id, nameOf(user, member)]));
}

/** Discord's markup as its author saw it. */
export function plainWords(text: string, names: ReadonlyMap<string, string>): string {
  const read = text.replaceAll(REFERENCE, (whole, target: string) => referenced(whole, target, names));
  return plainText(read).trim();
}

/** The text, with forwarded messages below it. */
export function wordsIn(message: Pick<Message, 'content' | 'message_snapshots'>): string {
  const forwarded = (message.message_snapshots ?? []).map((snapshot) => snapshot.message.content);
  return [message.content, ...forwarded].filter((each) => each.trim() !== '').join('\n\n');
}

/** Leaves text that is not Discord's markup unchanged. */
function referenced(whole: string, target: string, names: ReadonlyMap<string, string>): string {
  const [, person] = PERSON.exec(target) ?? [];
  if (person !== undefined) return `@${names.get(person) ?? SOMEBODY}`;
  if (/^@&\d{1,20}$/.test(target)) return '@group';
  if (/^#\d{1,20}$/.test(target)) return '#channel';
  const [, emoji] = EMOJI.exec(target) ?? [];
  if (emoji !== undefined) return `:${emoji}:`;
  const [, command] = COMMAND.exec(target) ?? [];
  if (command !== undefined) return command;
  const atMs = Number(MOMENT.exec(target)?.[1]) * MS_PER_SECOND;
  if (Math.abs(atMs) <= LATEST_MS) return momentWords({ atMs, isNear: false });
  return ADDRESS.test(target) ? target : whole;
}

/** Expression for mentions of the bot. */
export const nameOfBot = (botUser: string): string => `<@!?${botUser}>`;

/** `false` for a reply to one of the bot's messages, unless it also names the bot. */
export function isMentioned(text: string, botUser: string): boolean {
  return text.includes(`<@${botUser}>`) || text.includes(`<@!${botUser}>`);
}

/** Characters of markup to read: a mention takes some twenty, and Discord sends at most some 4,000. */
const MAX_MARKUP = BOUNDS.replyCharacters;

export async function readWords(
  { people, botUser }: DiscordContext,
  markup: string,
  message: Message,
  { guild }: Conversation,
): Promise<Words> {
  const { author, member } = message;
  const person = member == null ? await people.person(author, guild) : people.known(author, member);
  const names = new Map([...namesIn(message), [botUser(), BOT_NAME]]);
  // A deactivated account cannot write in Discord.
  return { person, isActive: true, words: plainWords(markup.slice(0, MAX_MARKUP), names) };
}
