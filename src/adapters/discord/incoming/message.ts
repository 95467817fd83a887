import { MessageType } from 'discord.js';
import * as z from 'zod';
import { id, Member, User } from '../calls/wire.ts';

const AttachedFile = z.object({
  id,
  filename: z.string().nullish(),
  content_type: z.string().nullish(),
  size: z.number().nullish(),
  url: z.string().max(4_000).nullish(),
});

/** Words that somebody has taken over from elsewhere. */
const Forwarded = z.object({ message: z.object({ content: z.string().default('') }) });

/** A message as Discord shows it. Its author's place in the server comes with events, and not where it is looked up. */
export const Message = z.object({
  id,
  channel_id: id,
  guild_id: id.nullish(),
  type: z.int(),
  author: User,
  webhook_id: id.nullish(),
  member: Member.nullish(),
  content: z.string().default(''),
  edited_timestamp: z.string().max(100).nullish(),
  attachments: z.array(AttachedFile).default([]),
  mentions: z.array(User.extend({ member: Member.nullish() })).default([]),
  message_snapshots: z.array(Forwarded).max(10).nullish(),
});
export type Message = z.infer<typeof Message>;

/** One or several that are not there any more. */
export const Deleted = z.union([
  z.object({ channel_id: id, id }).transform(({ channel_id, id }) => ({ channel_id, ids: [id] })),
  z.object({ channel_id: id, ids: z.array(id).max(1_000) }),
]);
export type Deleted = z.infer<typeof Deleted>;

/** Only these are words of people; all else reports something that happened in a channel. */
const WORDS: readonly number[] = [MessageType.Default, MessageType.Reply];

/** Whether a person wrote it: no bot, no webhook, and not Discord itself. */
export function isOfPerson({ author, webhook_id, type }: Message): boolean {
  return !author.bot && webhook_id == null && WORDS.includes(type);
}
