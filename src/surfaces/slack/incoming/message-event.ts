import * as z from 'zod';
import type { AttachedFile } from '#acts/gateway/attachments.ts';
import type { Identity } from '../connection/identity.ts';
import { sharedFilesOf } from './content.ts';
import { File } from './file.ts';

/** Slack's own field names. Ids and times are short; texts are bounded where they are read. */
const id = z.string().min(1).max(100);
const ts = z.string().regex(/^\d{1,20}\.\d{1,20}$/);

export const Message = z.object({
  user: z.string().max(100).nullish(),
  user_team: z.string().max(100).nullish(),
  bot_id: z.string().max(100).nullish(),
  subtype: z.string().nullish(),
  ts,
  thread_ts: ts.nullish(),
  parent_user_id: z.string().max(100).nullish(),
  text: z.string().nullish(),
  files: z.array(File).nullish(),
  blocks: z.array(z.unknown()).nullish(),
  attachments: z.array(z.unknown()).nullish(),
  edited: z.object({ ts: z.string().max(100) }).nullish(),
});
export type Message = z.infer<typeof Message>;

export const FoundMessages = z.object({
  messages: z.array(z.unknown()),
  has_more: z.boolean().default(false),
});

const about = {
  channel: id,
  channel_type: z.string().nullish(),
  event_ts: z.string().max(100).nullish(),
};
const Changed = z.object({
  type: z.literal('message'),
  subtype: z.literal('message_changed'),
  ...about,
  message: Message,
  previous_message: Message.nullish(),
});
export type Changed = z.infer<typeof Changed>;
const Deleted = z.object({
  type: z.literal('message'),
  subtype: z.literal('message_deleted'),
  ...about,
  deleted_ts: ts,
  previous_message: Message.nullish(),
});
export type Deleted = z.infer<typeof Deleted>;
const New = z.object({
  type: z.enum(['message', 'app_mention']),
  ...about,
  ...Message.shape,
});
export type New = z.infer<typeof New>;

const Body = z.object({ type: z.literal('event_callback'), event: z.unknown() });
const Kind = z.object({ type: z.string(), subtype: z.string().nullish() });

export type MessageEvent =
  | { readonly kind: 'new'; readonly event: New }
  | { readonly kind: 'changed'; readonly event: Changed }
  | { readonly kind: 'deleted'; readonly event: Deleted };

/** Subtypes of messages that somebody wrote, whatever they contain. */
const WORDS = [undefined, null, 'file_share', 'me_message', 'thread_broadcast'];
const OF_A_BOT = 'bot_message';
/** Subtypes by which Slack reports what somebody did in a channel, in words of its own. */
const NOTICES_ABOUT = [
  'bot_',
  'channel_',
  'group_',
  'huddle_',
  'mpim_',
  'pinned_',
  'reminder_',
  'sh_room_',
  'tabbed_canvas_',
  'unpinned_',
];
const NOTICES = [
  'app_conversation_join',
  'assistant_app_thread',
  'document_mention',
  'ekm_access_denied',
  'file_comment',
  'file_mention',
  'joiner_notification',
  'message_replied',
  'reply_broadcast',
  'tombstone',
];

/** `null` unless it is a message event. Throws on an unreadable one. */
export function parseMessageEvent(body: unknown): MessageEvent | null {
  const delivery = Body.safeParse(body);
  if (!delivery.success) return null;
  const { event } = delivery.data;
  const { type, subtype } = Kind.parse(event);
  if (type !== 'message' && type !== 'app_mention') return null;
  if (subtype === 'message_changed') return { kind: 'changed', event: Changed.parse(event) };
  if (subtype === 'message_deleted') return { kind: 'deleted', event: Deleted.parse(event) };
  if ([...WORDS, OF_A_BOT].includes(subtype)) return { kind: 'new', event: New.parse(event) };
  const { data } = New.safeParse(event);
  return data !== undefined && isWords(data) ? { kind: 'new', event: data } : null;
}

/** A subtype that is not known stands on words if an account, not an app, has written any. */
function isWords({ subtype, user, bot_id, text }: Message): boolean {
  if (subtype == null || WORDS.includes(subtype)) return true;
  const isNotice =
    NOTICES.includes(subtype) || NOTICES_ABOUT.some((kind) => subtype.startsWith(kind));
  return !isNotice && !bot_id && !!user && !!text?.trim();
}

/** The account that wrote words; `null` for none, for the bot itself and for Slack. */
export function authorOf(message: Message, botUser: string): string | null {
  const { user } = message;
  if (!user || user === botUser || user === SLACKBOT) return null;
  return isWords(message) ? user : null;
}

/** `true` for a message that another app wrote, or that a person wrote through one. */
export function isThroughApp(
  { bot_id, user }: Pick<Message, 'bot_id' | 'user'>,
  own: Pick<Identity, 'user_id' | 'bot_id'>,
): boolean {
  return bot_id != null && bot_id !== own.bot_id && user !== own.user_id;
}

/** Slack itself writing to people; its id looks like a person's. */
const SLACKBOT = 'USLACKBOT';

/** Files of the message, and of messages that are shared with it. */
export function filesOf(
  message: Pick<Message, 'files' | 'attachments'> | null | undefined,
): AttachedFile[] {
  return [...(message?.files ?? []), ...sharedFilesOf(message?.attachments)];
}

/** `null` unless the message is a reply in a thread. */
export function threadOf({ ts, thread_ts }: Pick<Message, 'ts' | 'thread_ts'>): string | null {
  return thread_ts === ts ? null : (thread_ts ?? null);
}

export function isMentioned(text: string, botUser: string): boolean {
  return text.includes(`<@${botUser}>`) || text.includes(`<@${botUser}|`);
}

/** Expression for mentions of the bot. */
export const mentionPatternOf = (botUser: string): string =>
  String.raw`<@${botUser}(?:\|[^<>]{0,200})?>`;
