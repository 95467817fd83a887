import * as z from 'zod';
import type { AttachedFile } from '../../../acts/gateway/attachments.ts';
import { requestIn as requestInWords, withoutName } from '../../../acts/gateway/mentions.ts';

/** Slack's own names. Ids and times are short; what is said is bounded where it is read. */
const id = z.string().min(1).max(100);
const ts = z.string().regex(/^\d{1,20}\.\d{1,20}$/);

/** Modes of files that Slack itself keeps; all others are kept elsewhere. */
const KEPT_BY_SLACK = ['hosted', 'snippet'];

const text = z.string().nullable().default(null);
/** A file, as Slack describes it in messages and in forms that were sent. */
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

/** A message that a person has shared from elsewhere with their own words; all other attachments are previews of links. */
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
/** A message as Slack shows it. */
export type Message = z.infer<typeof Message>;

/** Messages as they are looked up. */
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

/** Only these are messages of people; all others report something that happened in a channel. */
const WORDS = [undefined, null, 'file_share', 'thread_broadcast'];

/**
 * The message event of a delivery to this workspace; `null` if it is about something else. Throws on an unreadable one.
 */
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

/** Returns the author; `null` when no person wrote it, or it is no words. */
export function authorOf({ user, bot_id, subtype }: Message, botUser: string): string | null {
  if (!user || user === botUser || user === SLACKBOT || bot_id) return null;
  return WORDS.includes(subtype) ? user : null;
}

/** Tells if its author is of another workspace, which is possible in a shared channel. Slack does not always say whose. */
export function isFromElsewhere({ user_team, team }: Message, ours: string): boolean {
  const theirs = user_team ?? team;
  return theirs != null && theirs !== ours;
}

/** Slack itself, when it speaks to people; it has a name like theirs. */
const SLACKBOT = 'USLACKBOT';

/** The words of a message, with those of messages that are shared in it below them, under the names of their authors. */
export function markupOf({ text, attachments }: Pick<Message, 'text' | 'attachments'>): string {
  const shared = (attachments ?? []).flatMap((each) => Shared.safeParse(each).data ?? []);
  const parts = shared.map(({ author_name: name, text: words }) => `${name || 'Somebody'}: ${words ?? ''}`);
  return [text ?? '', ...parts].filter((part) => part !== '').join('\n\n');
}

export function filesOf(message: Pick<Message, 'files'> | null | undefined): AttachedFile[] {
  return message?.files ?? [];
}

/** The thread that this is a reply in; `null` for all else, also for what a thread hangs on. */
export function threadOf({ ts, thread_ts }: Pick<Message, 'ts' | 'thread_ts'>): string | null {
  return thread_ts === ts ? null : (thread_ts ?? null);
}

/** Words that a message says to the bot itself, as `requestIn` of mentions has them. */
export function requestIn(event: New, botUser: string, isInDesign: boolean): string | null {
  const text = event.text ?? '';
  const isToBot = isDirect(event) || isMentioned(text, botUser);
  return requestInWords({
    text,
    name: nameOf(botUser),
    isToBot,
    isInDesign,
    hasFiles: filesOf(event).length > 0,
  });
}

/** Tells if the bot is named anywhere in a text. */
export function isMentioned(text: string, botUser: string): boolean {
  return text.includes(`<@${botUser}>`) || text.includes(`<@${botUser}|`);
}

const nameOf = (botUser: string): string => String.raw`<@${botUser}(?:\|[^<>]{0,200})?>`;

/** A text without the bot's name in front. */
export function withoutAddress(text: string, botUser: string): string {
  return withoutName(text, nameOf(botUser), 'front');
}

/** A text without the bot's name before or behind it. */
export function saidToBot(text: string, botUser: string): string {
  return withoutName(text, nameOf(botUser), 'around');
}

/** In channels Slack reports a mention twice, all else once: this is the report that comes in any case. */
export function isOnlyReport(event: New, botUser: string): boolean {
  const isTwice = !isDirect(event) && isMentioned(event.text ?? '', botUser);
  return event.type === (isTwice ? 'app_mention' : 'message');
}

function isDirect({ channel_type }: Pick<New, 'channel_type'>): boolean {
  return channel_type === 'im';
}
