import { Routes } from 'discord.js';
import * as z from 'zod';
import { ChatFault, type ChatMessage } from '../../../runtime/ports/chat.ts';
import { snowflakeAt } from '../calls/snowflake.ts';
import type { DiscordCalls } from '../calls/thread-calls.ts';
import { type Part, partIn } from './marks.ts';
import { placeOf } from './places.ts';

const PAGE_MESSAGES = 100;
/** Far above what is said in a thread while one design runs. */
const MAX_PAGES = 100;
/** So many milliseconds Discord's clock may be behind ours. */
const SKEW_MS = 5 * 60_000;

const Component = z.object({
  id: z.number().optional(),
  get components() {
    return z.array(Component).optional();
  },
});
type Component = z.infer<typeof Component>;
/** A message as it is looked up. What is of another shape in it is not ours. */
const FoundMessage = z.object({
  id: z.string().regex(/^\d{1,20}$/),
  author: z.object({ id: z.string() }),
  components: z.array(Component).default([]).catch([]),
});
const Page = z.array(FoundMessage);
const Self = z.object({ id: z.string() });

export interface FoundPart extends Part {
  readonly message: string;
}

/** Finds what may have been posted before. */
export class LookUp {
  readonly #calls: DiscordCalls;
  #ownUser = '';

  constructor(calls: DiscordCalls) {
    this.#calls = calls;
  }

  /** Every message that is a part of this one. Throws when there is no telling: what could not be looked for must not be said again. */
  async parts(message: ChatMessage, signal: AbortSignal): Promise<FoundPart[]> {
    const own = await this.#own(signal);
    const found: FoundPart[] = [];
    let after = oldestOf(message);
    for (let page = 0; page < MAX_PAGES; page++) {
      const messages = await this.#page(placeOf(message.thread), after, signal);
      for (const { id, author, components } of messages) {
        const part = author.id === own ? partIn(message.id, new Set(idsIn(components))) : null;
        if (part !== null) found.push({ ...part, message: id });
      }
      if (messages.length < PAGE_MESSAGES) return found;
      after = newestOf([after, ...messages.map(({ id }) => id)]);
    }
    const most = MAX_PAGES * PAGE_MESSAGES;
    throw new ChatFault(`There are more than ${most} messages to look through.`, 'refused');
  }

  async #own(signal: AbortSignal): Promise<string> {
    if (this.#ownUser === '') {
      this.#ownUser = Self.parse(await this.#calls.make((rest) => rest.get(Routes.user()), signal)).id;
    }
    return this.#ownUser;
  }

  async #page(channel: string, after: string, signal: AbortSignal): Promise<z.infer<typeof Page>> {
    const query = new URLSearchParams({ after, limit: String(PAGE_MESSAGES) });
    const answer = await this.#calls.make(
      (rest) => rest.get(Routes.channelMessages(channel), { query }),
      signal,
    );
    const read = Page.safeParse(answer);
    if (!read.success) throw new ChatFault('Discord showed messages in a form that is not known.', 'passing');
    return read.data;
  }
}

function idsIn(components: readonly Component[]): number[] {
  return components.flatMap(({ id, components: within = [] }) => [
    ...(id === undefined ? [] : [id]),
    ...idsIn(within),
  ]);
}

/** Where to begin to look. The receipt of what was said before is the ids of its messages. */
function oldestOf({ after, design }: ChatMessage): string {
  return after === null ? snowflakeAt(design.startedAt - SKEW_MS) : newestOf(after.split(' '));
}

/** Ids grow with time; they are numbers that need more than 53 bits. */
function newestOf(ids: readonly string[]): string {
  return ids.reduce((newest, id) => (BigInt(id) > BigInt(newest) ? id : newest), '0');
}
