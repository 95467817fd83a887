import { createHash } from 'node:crypto';
import { Routes } from 'discord.js';
import * as z from 'zod';
import { pagesOf } from '../../../runtime/gateway/platform-access.ts';
import type { ChatMessage } from '../../../runtime/ports/chat.ts';
import type { DiscordCalls } from '../calls/rest.ts';
import { Identified, snowflakeAt } from '../calls/wire.ts';
import { placeOf } from './places.ts';

const PAGE_MESSAGES = 100;
/** So many milliseconds Discord's clock may be behind ours. */
const SKEW_MS = 5 * 60_000;
/** The most parts of one post; more than are ever drawn. */
const MAX_PARTS = 10;
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

/** Which part of how many. */
export interface Part {
  readonly at: number;
  readonly of: number;
}

export interface FoundPart extends Part {
  readonly message: string;
}

/**
 * Every message that is a part of this one. Throws when that cannot be found out: a message that could not be looked up
 * must not be posted again.
 */
export async function partsOf(
  calls: DiscordCalls,
  message: ChatMessage,
  signal: AbortSignal,
): Promise<FoundPart[]> {
  const own = await calls.ownUser(signal);
  const route = Routes.channelMessages(placeOf(message.thread));
  const pages = pagesOf(PAGE_MESSAGES, oldestOf(message), async (after) => {
    const query = new URLSearchParams({ after, limit: String(PAGE_MESSAGES) });
    const page = await calls.make(async (rest) => Page.parse(await rest.get(route, { query })), signal);
    const isLast = page.length < PAGE_MESSAGES;
    return { page, next: isLast ? null : newestOf([after, ...page.map(({ id }) => id)]) };
  });
  const found: FoundPart[] = [];
  for await (const { id, author, components } of pages) {
    const part = author.id === own ? partIn(message.id, new Set(idsIn(components))) : null;
    if (part !== null) found.push({ ...part, message: id });
  }
  return found;
}

function idsIn(components: readonly Component[]): number[] {
  return components.flatMap(({ id, components: within = [] }) => [
    ...(id === undefined ? [] : [id]),
    ...idsIn(within),
  ]);
}

/** Where the look-up begins. The receipt of the previous post is the ids of its messages. */
function oldestOf({ after, design }: ChatMessage): string {
  return after === null ? snowflakeAt(design.startedAt - SKEW_MS) : newestOf(after.split(' '));
}

/** Ids grow with time; they are numbers that need more than 53 bits. */
function newestOf(ids: readonly string[]): string {
  return ids.reduce((newest, id) => (BigInt(id) > BigInt(newest) ? id : newest), '0');
}

/** What identifies a message: the id of one of its components, which Discord keeps and people do not see. */
export function markOf(id: string, { at, of }: Part): number {
  return (digest(`${id} ${at}/${of}`).readUInt32BE() % LARGEST_ID) + 1;
}

/** Which part of this a message is that has components with these ids; `null` if it is none. */
function partIn(id: string, marks: ReadonlySet<number>): Part | null {
  for (let of = 1; of <= MAX_PARTS; of++) {
    for (let at = 0; at < of; at++) if (marks.has(markOf(id, { at, of }))) return { at, of };
  }
  return null;
}

/** Discord treats two messages with the same nonce within some minutes as one. */
export function nonceOf(id: string, { at, of }: Part): string {
  return digest(`nonce ${id} ${at}/${of}`).toString('base64url').slice(0, NONCE_CHARACTERS);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
