import { RESTJSONErrorCodes, Routes } from 'discord.js';
import * as z from 'zod';
import { discordCode } from '../calls/faults.ts';
import type { DiscordContext } from '../discord-context.ts';
import type { Conversation } from './conversations.ts';
import { isOfPerson, Message } from './message.ts';
import { nameOf } from './people.ts';
import { namesIn, plainWords, wordsIn } from './plain-words.ts';

/** Messages of a thread that are taken along, counted from its first. */
const MAX_MESSAGES = 100;

/** The message has no thread, or the thread hangs on none. */
const NOT_THERE: readonly (number | null)[] = [
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.CannotExecuteActionOnThisChannelType,
];

/** What people said in the thread of a message. */
export async function threadWords(
  context: DiscordContext,
  { kind, thread, named }: Conversation,
  message: string,
): Promise<{ readonly name: string; readonly words: string }[]> {
  // A thread has the id of the message that it hangs on.
  const root = kind === 'direct' ? message : (thread ?? message);
  const firstOnes = new URLSearchParams({ after: '0', limit: String(MAX_MESSAGES) });
  const [first = [], rest = []] = await Promise.all([
    read(context, Routes.channelMessage(named, root)),
    ...(kind === 'direct' ? [] : [read(context, Routes.channelMessages(root), firstOnes)]),
  ]);
  const messages = [...first, ...rest.toReversed()].filter(isOfPerson);
  const names = new Map(messages.flatMap((each) => [...namesIn(each)]));
  return messages
    .map((each) => ({ name: nameOf(each.author, each.member), words: plainWords(wordsIn(each), names) }))
    .filter(({ words }) => words !== '');
}

async function read(
  { rest }: DiscordContext,
  route: `/${string}`,
  query?: URLSearchParams,
): Promise<Message[]> {
  try {
    const found = await rest.get(route, query === undefined ? {} : { query });
    return z.array(Message).parse([found].flat());
  } catch (error) {
    if (NOT_THERE.includes(discordCode(error))) return [];
    throw error;
  }
}
