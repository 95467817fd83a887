import { z } from 'zod';
import { messageBlocks, NEW_BLOCKS } from './blocks.ts';
import {
  type Backend,
  flag,
  json,
  type Method,
  messageOf,
  method,
  openChannel,
  parentOf,
  parentOrChannel,
} from './method.ts';
import { TIER } from './rates.ts';
import { SlackRefusal } from './refusal.ts';
import { wireMessage } from './wire.ts';
import type { Channel, Message } from './workspace.ts';

const MAX_METADATA_CHARACTERS = 16_000;
export const MAX_TEXT_CHARACTERS = 40_000;
const MAX_UPDATE_CHARACTERS = 4_000;
/** Not documented; apps have met the refusal from about here on. */
const MAX_BLOCK_CHARACTERS = 11_300;

export const metadata = json(
  z
    .strictObject({
      event_type: z.string().min(1).max(255),
      event_payload: z.record(z.string(), z.json()),
    })
    .refine(
      (given) => JSON.stringify(given).length <= MAX_METADATA_CHARACTERS,
      'metadata_too_large',
    ),
).optional();

const content = {
  text: z.string().max(MAX_TEXT_CHARACTERS).optional(),
  blocks: json(messageBlocks).optional(),
  mrkdwn: flag,
  parse: z.enum(['none', 'full']).optional(),
  link_names: flag,
};
const unfurling = { unfurl_links: flag, unfurl_media: flag };
const scopes = ['chat:write'];

export const CHAT_METHODS: Record<string, Method> = {
  'chat.postMessage': method(
    { scopes, perMinute: TIER.special },
    {
      channel: z.string(),
      thread_ts: z.string().optional(),
      metadata,
      ...content,
      ...unfurling,
    },
    (backend, given) => {
      needContent(given);
      needKnown(backend, given);
      const channel = openChannel(backend, given.channel);
      const thread = parentOrChannel(backend, channel, given.thread_ts);
      const author = backend.workspace.bot.user;
      const said = { ...present(given), channel: channel.id, thread, author };
      const message = backend.workspace.post(said);
      return {
        channel: channel.id,
        ts: message.ts,
        message: wireMessage(backend.workspace, message),
      };
    },
  ),
  'chat.update': method(
    { scopes, perMinute: TIER.three },
    {
      channel: z.string(),
      ts: z.string(),
      metadata,
      ...content,
      text: z.string().max(MAX_UPDATE_CHARACTERS).optional(),
      file_ids: json(z.array(z.string()).max(100)).optional(),
    },
    (backend, given) => {
      if (given.text === undefined && given.blocks === undefined) throw new SlackRefusal('no_text');
      needKnown(backend, given);
      const channel = openChannel(backend, given.channel);
      const message = own(backend, channel, given.ts, 'cant_update_message');
      const files = given.file_ids;
      if (files?.some((id) => !backend.workspace.files.has(id)))
        throw new SlackRefusal('file_not_found');
      backend.workspace.edit(message, { ...present(given), ...(files !== undefined && { files }) });
      const wire = wireMessage(backend.workspace, message);
      return { channel: channel.id, ts: message.ts, text: message.text, message: wire };
    },
  ),
  'chat.postEphemeral': method(
    { scopes, perMinute: TIER.four },
    { channel: z.string(), user: z.string(), thread_ts: z.string().optional(), ...content },
    (backend, given) => {
      needContent(given);
      const channel = openChannel(backend, given.channel);
      if (!channel.members.has(given.user)) throw new SlackRefusal('user_not_in_channel');
      const thread = parentOf(backend, channel, given.thread_ts);
      const { bot } = backend.workspace;
      const addressed = { channel: channel.id, thread, author: bot.user, onlyFor: given.user };
      return { message_ts: backend.workspace.post({ ...present(given), ...addressed }).ts };
    },
  ),
  'chat.delete': method(
    { scopes, perMinute: TIER.three },
    { channel: z.string(), ts: z.string() },
    (backend, given) => {
      const channel = openChannel(backend, given.channel);
      backend.workspace.remove(own(backend, channel, given.ts, 'cant_delete_message'));
      return { channel: channel.id, ts: given.ts };
    },
  ),
};

interface Content {
  readonly text?: string | undefined;
  readonly blocks?: z.infer<typeof messageBlocks> | undefined;
  readonly metadata?: z.infer<typeof metadata>;
}

/** The parts of a message that were given; refuses blocks that are too long together. */
export function present({ text, blocks, metadata: carried }: Content) {
  if (textLength(blocks) > MAX_BLOCK_CHARACTERS) throw new SlackRefusal('msg_blocks_too_long');
  return {
    ...(text !== undefined && { text }),
    ...(blocks !== undefined && { blocks }),
    ...(carried !== undefined && { metadata: carried }),
  };
}

export function needContent({ text, blocks }: Content): void {
  if ((text ?? '') === '' && (blocks ?? []).length === 0) throw new SlackRefusal('no_text');
}

function needKnown({ knowsNewBlocks, workspace }: Backend, { blocks = [] }: Content): void {
  const isUnknown = blocks.some(({ type }) => NEW_BLOCKS.includes(type));
  if (isUnknown && !knowsNewBlocks) throw new SlackRefusal('invalid_blocks');
  // Nobody has said what Slack does with an id that it has forgotten; this one takes none.
  if ([...workspace.forgotten].some((id) => JSON.stringify(blocks).includes(`"user_id":"${id}"`)))
    throw new SlackRefusal('invalid_blocks');
}

/** Characters of all that is read in this part of a message, and of what links lead to. */
function textLength(part: unknown): number {
  if (typeof part !== 'object' || part === null) return 0;
  const own = Object.entries(part).filter(([name]) => ['text', 'url', 'fallback'].includes(name));
  const characters = own.reduce(
    (sum, [, text]) => sum + (typeof text === 'string' ? text.length : 0),
    0,
  );
  return Object.values(part).reduce<number>((sum, inner) => sum + textLength(inner), characters);
}

function own(backend: Backend, channel: Channel, ts: string, refusal: string): Message {
  const message = messageOf(backend, channel, ts);
  if (message.author !== backend.workspace.bot.user) throw new SlackRefusal(refusal);
  return message;
}
