import { z } from 'zod';
import { messageBlocks } from './blocks.ts';
import { flag } from './method.ts';
import { MAX_TEXT_CHARACTERS, metadata, needContent, present } from './methods-chat.ts';
import { SlackRefusal } from './refusal.ts';
import type { Message, Workspace } from './workspace.ts';

const MAX_USES = 5;

/** What an app may send to a response URL, and as the answer to a slash command. */
const response = z.strictObject({
  response_type: z.literal('ephemeral').optional(),
  text: z.string().max(MAX_TEXT_CHARACTERS).optional(),
  blocks: messageBlocks.optional(),
  metadata,
  replace_original: flag,
  thread_ts: z.string().optional(),
  mrkdwn: flag,
  unfurl_links: flag,
  unfurl_media: flag,
});

/** Where an answer goes: to whom, and which message it may replace. */
export interface Source {
  readonly person: string;
  readonly channel: string;
  readonly thread: string | null;
  readonly message: Message | null;
}

/** URLs through which an app answers somebody, each good for five uses within half an hour. */
export class ResponseUrls {
  readonly #workspace: Workspace;
  readonly #lifeMs: number;
  readonly #open = new Map<string, Source & { uses: number; untilMs: number }>();

  constructor(workspace: Workspace, lifeMs: number) {
    this.#workspace = workspace;
    this.#lifeMs = lifeMs;
  }

  add(source: Source): string {
    const id = this.#workspace.next('R');
    this.#open.set(id, { ...source, uses: 0, untilMs: Date.now() + this.#lifeMs });
    return `${this.#workspace.origin}/respond/${id}`;
  }

  /** Throws what zod found, or a refusal. */
  use(id: string, given: unknown): void {
    const source = this.#open.get(id);
    if (source === undefined || Date.now() > source.untilMs) throw new SlackRefusal('expired_url');
    if (source.uses >= MAX_USES) throw new SlackRefusal('used_url');
    source.uses += 1;
    this.answer(source, given);
  }

  /** Does what an answer asks for: a new message, seen by that person alone, or a change. */
  answer(source: Source, given: unknown): void {
    const asked = response.parse(given);
    const original = this.#workspace.messages.find((each) => each === source.message);
    needContent(asked);
    if (asked.replace_original === true && original !== undefined) {
      this.#workspace.edit(original, present(asked));
      return;
    }
    this.#workspace.post({
      ...present(asked),
      channel: source.channel,
      thread: asked.thread_ts ?? source.thread,
      author: this.#workspace.bot.user,
      onlyFor: source.person,
    });
  }
}
