import { createHash } from 'node:crypto';
import { Routes } from 'discord.js';
import * as z from 'zod';
import { pagesOf } from '../../../acts/gateway/platform-access.ts';
import type { ChatMessage } from '../../../engine/ports/chat.ts';
import type { DiscordCalls } from '../calls/rest.ts';
import { Identified, snowflakeAt } from '../calls/wire.ts';
import { placeOf } from './places.ts';

const PAGE_MESSAGES = 100;
/** So many milliseconds Discord's clock may be behind ours. */
const SKEW_MS = 5 * 60_000;
const NONCE_CHARACTERS = 24;
/** Ids of components are positive 32 bit integers. */
const LARGEST_ID = 0x7fff_ffff;

const Component = z.object({
  id: z.number().optional(),
  get components() {
    return z.array(Component).optional();
  },
});
type Component = z.infer<typeof Component>;
/** Messages as they are looked up. What is of another shape in one is not ours. */
const Page = z.array(
  Identified.extend({ author: Identified, components: z.array(Component).default([]).catch([]) }),
);

/**
 * The ids of every message that is this one. Throws when that cannot be found out: a message that could not be looked up
 * must not be posted again.
 */
export async function copiesOf(
  calls: DiscordCalls,
  message: ChatMessage,
  signal: AbortSignal,
): Promise<string[]> {
  const own = await calls.ownUser(signal);
  const route = Routes.channelMessages(placeOf(message.thread));
  const pages = pagesOf(PAGE_MESSAGES, oldestOf(message), async (after) => {
    const query = new URLSearchParams({ after, limit: String(PAGE_MESSAGES) });
    const page = await calls.make(async (rest) => Page.parse(await rest.get(route, { query })), signal);
    const isLast = page.length < PAGE_MESSAGES;
    return { page, next: isLast ? null : newestOf([after, ...page.map(({ id }) => id)]) };
  });
  const mark = markOf(message.id);
  const found: string[] = [];
  for await (const { id, author, components } of pages) {
    if (author.id === own && idsIn(components).includes(mark)) found.push(id);
  }
  return found;
}

function idsIn(components: readonly Component[]): number[] {
  return components.flatMap(({ id, components: within = [] }) => [
    ...(id === undefined ? [] : [id]),
    ...idsIn(within),
  ]);
}

/** Returns the beginning of the look-up: the receipt of the previous post is the id of its message. */
function oldestOf({ after, design }: ChatMessage): string {
  return after ?? snowflakeAt(design.startedAt - SKEW_MS);
}

/** Ids grow with time; they are numbers that need more than 53 bits. */
function newestOf(ids: readonly string[]): string {
  return ids.reduce((newest, id) => (BigInt(id) > BigInt(newest) ? id : newest), '0');
}

/** Returns the mark of a message: the id of one of its components, which Discord keeps and people do not see. */
export function markOf(id: string): number {
  return (digest(`${id} 0/1`).readUInt32BE() % LARGEST_ID) + 1;
}

/** Discord treats two messages with the same nonce within some minutes as one. */
export function nonceOf(id: string): string {
  return digest(`nonce ${id} 0/1`).toString('base64url').slice(0, NONCE_CHARACTERS);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
