import { MessageType, SnowflakeUtil } from 'discord.js';
import * as z from 'zod';
import type { AttachedFile } from '../../../acts/gateway/attachments.ts';

/** Ids are 64-bit numbers as text. Texts are bounded where they are read. */
export const id = z.string().regex(/^\d{1,20}$/);

export const Identified = z.object({ id });

export const User = z.object({
  id,
  username: z.string().default(''),
  global_name: z.string().nullish(),
  bot: z.boolean().default(false),
});
export type User = z.infer<typeof User>;

export const Member = z.object({
  nick: z.string().nullish(),
  roles: z.array(id).default([]),
  /** Left out if the user is beside it. */
  user: User.nullish(),
});
export type Member = z.infer<typeof Member>;

export const Channel = z.object({
  id,
  type: z.int(),
  name: z.string().nullish(),
  guild_id: id.nullish(),
  /** The channel of a thread. */
  parent_id: id.nullish(),
  /** The user who opened a thread. */
  owner_id: id.nullish(),
  thread_metadata: z.object({ locked: z.boolean().default(false) }).nullish(),
});
export type Channel = z.infer<typeof Channel>;

const EARLIEST_MS = Number(SnowflakeUtil.epoch);

/** The smallest id that Discord gives in this millisecond since the epoch. */
export function snowflakeAt(moment: number): string {
  const timestamp = Math.max(EARLIEST_MS, moment);
  return String(SnowflakeUtil.generate({ timestamp, increment: 0n, workerId: 0n, processId: 0n }));
}

const text = z.string().max(4_000).nullable().default(null);
export const File = z
  .object({ id, filename: text, size: z.number().nullable().default(null), url: text })
  .transform(({ filename: name, ...file }): AttachedFile => {
    return { ...file, name };
  });

const Forwarded = z.object({ message: z.object({ content: z.string().default('') }) });

/** `member` comes with events only, not with a message that is looked up. */
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
  attachments: z.array(File).default([]),
  mentions: z.array(User.extend({ member: Member.nullish() })).default([]),
  message_snapshots: z.array(Forwarded).max(10).nullish(),
  thread: z.object({ id }).nullish(),
});
export type Message = z.infer<typeof Message>;

export const Deleted = z.union([
  z.object({ channel_id: id, id }).transform(({ channel_id, id }) => ({ channel_id, ids: [id] })),
  z.object({ channel_id: id, ids: z.array(id).max(1_000) }),
]);
export type Deleted = z.infer<typeof Deleted>;

/** Types of messages by people; all others report events in a channel. */
const WORDS: readonly number[] = [MessageType.Default, MessageType.Reply];

export function isOfPerson({ author, webhook_id, type }: Message): boolean {
  return !author.bot && webhook_id == null && WORDS.includes(type);
}
