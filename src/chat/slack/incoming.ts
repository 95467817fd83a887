/** Messages of people in Slack: what arrives is parsed here, and made into text with names. */

import { webApi } from '@slack/bolt';
import * as z from 'zod';
import type { Actor } from '#engine/design-inputs.ts';
import { type AttachedFile, addFiles, type PersonMessage } from '../messages.ts';

const id = z.string().min(1).max(100);
const ts = z.string().regex(/^\d{1,20}\.\d{1,20}$/);
const File = z.object({
  name: z.string().nullish(),
  size: z.number().nullish(),
  url_private_download: z.string().nullish(),
});

/** Slack's own field names, as far as they are used. */
export const Message = z.object({
  ts,
  thread_ts: ts.nullish(),
  user: z.string().max(100).nullish(),
  bot_id: z.string().nullish(),
  subtype: z.string().nullish(),
  text: z.string().nullish(),
  files: z.array(File).nullish(),
  edited: z.object({ ts: z.string().max(100) }).nullish(),
  team: z.string().nullish(),
});
export type Message = z.infer<typeof Message>;

/** `message`: as it stands after a change. */
export const MessageEvent = z.object({
  channel: id,
  message: Message.nullish(),
  previous_message: Message.nullish(),
});

/** Subtypes of messages that a person wrote. All others are notices, and our own edits. */
const WRITTEN = [undefined, null, 'file_share', 'thread_broadcast', 'me_message'];

export function isOfPerson({ subtype, user, bot_id }: Message, botUser: string): boolean {
  return WRITTEN.includes(subtype) && !bot_id && !!user && user !== botUser && user !== 'USLACKBOT';
}

const MAX_KNOWN_PEOPLE = 5_000;

export class MessageReader {
  readonly #web: webApi.WebClient;
  readonly #botUser: string;
  readonly #operators: readonly string[];
  readonly #names = new Map<string, string>();

  constructor(web: webApi.WebClient, botUser: string, operators: readonly string[]) {
    this.#web = web;
    this.#botUser = botUser;
    this.#operators = operators;
  }

  async actorOf(person: string): Promise<Actor> {
    const isOperator = this.#operators.includes(person);
    return { name: await this.#nameOf(person), id: person, via: 'slack', isOperator };
  }

  /** The message as it stands now; `isEdit`: stored beside the one that it edits. */
  async read(channel: string, message: Message, isEdit = false): Promise<PersonMessage> {
    const markup = message.text ?? '';
    const own = `<@${this.#botUser}>`;
    const files = (message.files ?? []).map(
      (file): AttachedFile => ({
        name: file.name ?? 'without a name',
        bytes: file.size ?? 0,
        url: this.#isSlacks(file.url_private_download) ? file.url_private_download : '',
      }),
    );
    const headers = { authorization: `Bearer ${this.#web.token}` };
    const messageId = `${channel}:${message.ts}`;
    return {
      id: isEdit ? `${messageId}:${message.edited?.ts}` : messageId,
      replaces: isEdit ? messageId : '',
      ...(await addFiles(await this.readable(markup), files, headers)),
      toBot: markup.includes(own) ? await this.readable(markup.replaceAll(own, ' ')) : null,
    };
  }

  /** Slack's markup as people see it: names, channels, addresses; nothing else is changed. */
  async readable(markup: string): Promise<string> {
    const parts = await Promise.all(
      markup.split(/(<[^<>]{1,4000}>)/).map((part, index) => {
        return index % 2 === 0 ? part : this.#readReference(part.slice(1, -1));
      }),
    );
    const text = parts.join('').replaceAll('&lt;', '<').replaceAll('&gt;', '>');
    return text.replaceAll('&amp;', '&').trim();
  }

  async #readReference(reference: string): Promise<string> {
    const [target = '', label] = reference.split('|', 2);
    if (target.startsWith('@')) return `@${label || (await this.#nameOf(target.slice(1)))}`;
    if (target.startsWith('#')) return `#${label || target.slice(1)}`;
    if (target.startsWith('!')) return label || `@${target.slice(1).split('^')[0]}`;
    return label === undefined || target.endsWith(label) ? target : `${label} (${target})`;
  }

  async #nameOf(person: string): Promise<string> {
    const known = this.#names.get(person);
    if (known !== undefined) return known;
    const name = await this.#lookUp(person);
    if (this.#names.size >= MAX_KNOWN_PEOPLE) this.#names.clear();
    this.#names.set(person, name);
    return name;
  }

  async #lookUp(person: string): Promise<string> {
    try {
      const { user } = await this.#web.users.info({ user: person });
      return user?.profile?.display_name || user?.real_name || user?.name || person;
    } catch (error) {
      // Slack does not show everybody, as of another workspace.
      if (error instanceof webApi.WebAPIPlatformError) return person;
      throw error;
    }
  }

  /** The bot's token goes to Slack's own hosts and nowhere else. */
  #isSlacks(url: string | null | undefined): url is string {
    if (!url) return false;
    const { protocol, host } = new URL(this.#web.slackApiUrl);
    return [`${protocol}//${host}`, `${protocol}//files.${host}`].includes(new URL(url).origin);
  }
}
