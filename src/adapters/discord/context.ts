import { RESTJSONErrorCodes, Routes } from 'discord.js';
import * as z from 'zod';
import { BOUNDS, type ContextItem } from '../../core/events.ts';
import { atMost } from '../../core/text.ts';
import { inTime } from '../../runtime/in-time.ts';
import type { DiscordDesk } from './desk.ts';
import { failureOf } from './failure.ts';
import { discordCode } from './faults.ts';
import { isOfPerson, Said } from './messages/event.ts';
import { namesIn, plainWords, wordsIn } from './messages/plain-words.ts';
import { nameOf } from './people.ts';
import type { Whereabouts } from './whereabouts.ts';

/** Messages of a thread that are taken along, counted from its first. */
const MOST_MESSAGES = 100;
/** Milliseconds that reading it may take: whoever sent the form waits, for three seconds at most. */
const READ_MS = 1_500;

/** The message has no thread, or the thread hangs on none. */
const NOT_THERE: readonly (number | null)[] = [
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.CannotExecuteActionOnThisChannelType,
];

/** What people said in the thread of a message, as one item; `null` when it could not be read in time. */
export async function contextOfMessage(
  desk: DiscordDesk,
  where: Whereabouts,
  message: string,
): Promise<ContextItem[] | null> {
  const { clock, log } = desk.engine.parts;
  const read = wordsOf(desk, where, message).catch((error: unknown) => {
    log.warn('discord_thread_not_read', { error: failureOf(error) });
    return null;
  });
  const text = await inTime(read, READ_MS, null, clock);
  if (text === null) return null;
  return text === '' ? [] : [{ name: 'thread', text: atMost(text, BOUNDS.contextCharacters / 2) }];
}

async function wordsOf(desk: DiscordDesk, where: Whereabouts, message: string): Promise<string> {
  const isThread = where.thread !== null && where.kind !== 'direct';
  // A thread has the id of the message that it hangs on.
  const root = isThread ? (where.thread ?? message) : message;
  const [first, ...rest] = await Promise.all([
    read(desk, Routes.channelMessage(where.named, root)),
    ...(where.kind === 'direct' ? [] : [read(desk, Routes.channelMessages(root), firstOnes())]),
  ]);
  const said = [...(first ?? []), ...rest.flat().toReversed()].filter(isOfPerson);
  const names = new Map(said.flatMap((each) => [...namesIn(each)]));
  return said
    .map((each) => ({ name: nameOf(each.author, each.member), words: plainWords(wordsIn(each), names) }))
    .filter(({ words }) => words !== '')
    .map(({ name, words }) => `${name}: ${words}`)
    .join('\n\n');
}

async function read({ rest }: DiscordDesk, route: `/${string}`, query?: URLSearchParams): Promise<Said[]> {
  try {
    const found = await rest.get(route, query === undefined ? {} : { query });
    return z.array(Said).parse([found].flat());
  } catch (error) {
    if (NOT_THERE.includes(discordCode(error))) return [];
    throw error;
  }
}

function firstOnes(): URLSearchParams {
  return new URLSearchParams({ after: '0', limit: String(MOST_MESSAGES) });
}
