import { RESTJSONErrorCodes, Routes } from 'discord.js';
import * as z from 'zod';
import type { SaidBefore } from '#acts/gateway/interaction.ts';
import { MAX_SAID } from '#acts/gateway/starting/requested-design.ts';
import { TEXTS } from '#presentation/words/texts.ts';
import { discordCodeOf } from '../calls/faults.ts';
import { discordId, Message } from '../calls/wire.ts';
import type { DiscordContext, DiscordConversation } from '../discord-context.ts';
import { filesIn, textIn } from './contents.ts';
import { writerOf } from './origin.ts';
import { memberNameOf } from './people.ts';
import { findNames, listMentioned, plainWordsOf, type WordsContext } from './plain-words.ts';

/** The message has no thread, or the thread was not opened from a message. */
const NOT_THERE: readonly (number | null)[] = [
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.CannotExecuteActionOnThisChannelType,
];

/**
 * Words to take into a design: the message that it is started from with its thread, or the people's
 * thread that it is started in; `null` for none. `note` tells the person about it.
 */
export function takeAlong(
  context: DiscordContext,
  {
    conversation,
    author,
  }: Pick<WordsContext, 'author'> & { readonly conversation: DiscordConversation },
  message: string | null,
) {
  const { kind, owner, thread } = conversation;
  const messageId = message ?? (kind === 'direct' || owner === context.botUser() ? null : thread);
  // A forged form can name anything.
  if (messageId === null || !discordId.safeParse(messageId).success) return null;
  const note = message === null ? 'What was said in this thread is included.' : TEXTS.fromMessage;
  return { note, read: () => readThread(context, conversation, author, messageId) };
}

/**
 * Reads a thread only if it belongs to where the person is: a forged form could name any message.
 * Includes the chosen message even if a bot wrote it, and another bot's message if it opens the
 * thread.
 */
async function readThread(
  context: DiscordContext,
  conversation: DiscordConversation,
  author: string,
  chosen: string,
): Promise<SaidBefore> {
  const { kind, thread, named } = conversation;
  // A thread has the id of the message that it was opened from.
  const root = kind === 'direct' ? chosen : (thread ?? chosen);
  const inThread = root === thread ? await firstAndNewest(context, root, chosen) : [];
  // A forum post was not opened from a message elsewhere: its own message is the first in its
  // thread.
  const isPost = inThread.some((each) => each?.id === root);
  const first = isPost ? [] : await read(context, Routes.channelMessage(named, root));
  const hasThread = root !== thread && first.some((each) => each.thread != null);
  const rest = hasThread ? await firstAndNewest(context, root, chosen) : inThread;
  const isTaken = (each: Message | null) =>
    each === null ||
    each.id === chosen ||
    (each.id === root && each.author.id !== context.botUser()) ||
    writerOf(each, context.botUser()) === 'person';
  const messages = [...first, ...rest].filter(isTaken);
  const all = messages.filter((each) => each !== null);
  const reading = {
    author,
    conversation,
    names: new Map(all.flatMap((each) => [...listMentioned(each)])),
  };
  const names = await findNames(context, all.map((each) => textIn(each).text).join('\n'), reading);
  return messages.map((each) => {
    if (each === null) return null;
    const { text: words } = plainWordsOf(textIn(each), names);
    const isMeant = each.id === chosen;
    return { name: memberNameOf(each.author, each.member), words, files: filesIn(each), isMeant };
  });
}

/** Oldest first, with `null` for a gap. The chosen message is never in one. */
async function firstAndNewest(
  context: DiscordContext,
  thread: string,
  chosen: string,
): Promise<(Message | null)[]> {
  const page = async (from: Readonly<Record<string, string>>, limit: number = MAX_SAID) => {
    const query = new URLSearchParams({ ...from, limit: String(limit) });
    return (await read(context, Routes.channelMessages(thread), { query })).toReversed();
  };
  const newest = await page({});
  if (newest.length < MAX_SAID) return newest;
  const first = await page({ after: '0' });
  const firstIds = new Set(first.map(({ id }) => id));
  const later = newest.filter(({ id }) => !firstIds.has(id));
  if (later.length < newest.length) return [...first, ...later];
  const isThere = chosen === thread || [...first, ...later].some(({ id }) => id === chosen);
  const between = isThere ? [] : await read(context, Routes.channelMessage(thread, chosen));
  const mark = async (from: Message | undefined, to: Message | undefined) => {
    const [next] = await page({ after: from?.id ?? '0' }, 1);
    return next?.id === to?.id ? [] : [null];
  };
  const [middle = later[0]] = between;
  const [before, after] = await Promise.all([
    mark(first.at(-1), middle),
    between.length === 0 ? [] : mark(middle, later[0]),
  ]);
  return [...first, ...before, ...between, ...after, ...later];
}

async function read({ rest }: DiscordContext, route: `/${string}`, query = {}): Promise<Message[]> {
  try {
    const answer = await rest.get(route, query);
    return z.array(Message).parse([answer].flat());
  } catch (error) {
    if (NOT_THERE.includes(discordCodeOf(error))) return [];
    throw error;
  }
}
