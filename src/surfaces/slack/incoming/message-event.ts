import * as z from 'zod';
import type { AttachedFile } from '../../../acts/gateway/attachments.ts';

/** Slack's own field names. Ids and times are short; texts are bounded where they are read. */
const id = z.string().min(1).max(100);
const ts = z.string().regex(/^\d{1,20}\.\d{1,20}$/);

const KEPT_BY_SLACK = ['hosted', 'snippet'];

const text = z.string().nullable().default(null);
export const File = z
  .object({
    id,
    name: text,
    size: z.number().nullable().default(null),
    mode: text,
    url_private_download: text,
  })
  .transform(({ mode, url_private_download: url, ...file }): AttachedFile => {
    return { ...file, url: mode === null || KEPT_BY_SLACK.includes(mode) ? url : null };
  });

/** A message that a person shared from elsewhere. All other attachments are link previews. */
const Shared = z.object({
  is_share: z.literal(true),
  author_name: z.string().nullish(),
  text: z.string().nullish(),
});

export const Message = z.object({
  user: z.string().max(100).nullish(),
  team: z.string().max(100).nullish(),
  user_team: z.string().max(100).nullish(),
  bot_id: z.string().max(100).nullish(),
  subtype: z.string().nullish(),
  ts,
  thread_ts: ts.nullish(),
  parent_user_id: z.string().max(100).nullish(),
  text: z.string().nullish(),
  files: z.array(File).nullish(),
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

const Body = z.object({ type: z.literal('event_callback'), team_id: id, event: z.unknown() });
const Kind = z.object({ type: z.string(), subtype: z.string().nullish() });

type MessageEvent =
  | { readonly kind: 'new'; readonly event: New }
  | { readonly kind: 'changed'; readonly event: Changed }
  | { readonly kind: 'deleted'; readonly event: Deleted };

/** Subtypes of messages by people; all others report events in a channel. */
const WORDS = [undefined, null, 'file_share', 'thread_broadcast'];

/** `null` unless it is a message event of this workspace. Throws on an unreadable one. */
export function messageEventIn(body: unknown, team: string): MessageEvent | null {
  const delivery = Body.safeParse(body);
  if (!delivery.success || delivery.data.team_id !== team) return null;
  const { event } = delivery.data;
  const { type, subtype } = Kind.parse(event);
  if (type !== 'message' && type !== 'app_mention') return null;
  if (subtype === 'message_changed') return { kind: 'changed', event: Changed.parse(event) };
  if (subtype === 'message_deleted') return { kind: 'deleted', event: Deleted.parse(event) };
  return WORDS.includes(subtype) ? { kind: 'new', event: New.parse(event) } : null;
}

/** `null` unless a person wrote words. */
export function authorOf({ user, bot_id, subtype }: Message, botUser: string): string | null {
  if (!user || user === botUser || user === SLACKBOT || bot_id) return null;
  return WORDS.includes(subtype) ? user : null;
}

/** `true` for an author from another workspace, possible in a shared channel. Slack does not always name the workspace. */
export function isFromElsewhere({ user_team, team }: Message, ours: string): boolean {
  const theirs = user_team ?? team;
  return theirs != null && theirs !== ours;
}

/** Slack itself writing to people; its id looks like a person's. */
const SLACKBOT = 'USLACKBOT';

/** The text, with shared messages below it under their authors' names. */
export function markupOf({ text, attachments }: Pick<Message, 'text' | 'attachments'>): string {
  const shared = (attachments ?? []).flatMap((each) => Shared.safeParse(each).data ?? []);
  const parts = shared.map(({ author_name: name, text: words }) => `${name || 'Somebody'}: ${words ?? ''}`);
  return [text ?? '', ...parts].filter((part) => part !== '').join('\n\n');
}

export function filesOf(message: Pick<Message, 'files'> | null | undefined): AttachedFile[] {
  return message?.files ?? [];
}

/** `null` unless the message is a reply in a thread. */
export function threadOf({ ts, thread_ts }: Pick<Message, 'ts' | 'thread_ts'>): string | null {
  return thread_ts === ts ? null : (thread_ts ?? null);
}

export function isMentioned(text: string, botUser: string): boolean {
  return text.includes(`<@${botUser}>`) || text.includes(`<@${botUser}|`);
}

/** Expression for mentions of the bot. */
export const nameOf = (botUser: string): string => String.raw`<@${botUser}(?:\|[^<>]{0,200})?>`;

/** Slack reports a mention in a channel twice, and anything else once. `true` for the report to act on. */
export function isOnlyReport(event: New, botUser: string): boolean {
  const isTwice = !isDirect(event) && isMentioned(event.text ?? '', botUser);
  return event.type === (isTwice ? 'app_mention' : 'message');
}

function isDirect({ channel_type }: Pick<New, 'channel_type'>): boolean {
  return channel_type === 'im';
}
