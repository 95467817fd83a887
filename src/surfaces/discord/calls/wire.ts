import { SnowflakeUtil } from 'discord.js';
import * as z from 'zod';
import type { AttachedFile } from '#acts/gateway/attachments.ts';

/** Ids are 64-bit numbers as text. Texts are bounded where they are read. */
export const discordId = z.string().regex(/^\d{1,20}$/);

export const Identified = z.object({ id: discordId });

export const User = z.object({
  id: discordId,
  username: z.string().default(''),
  global_name: z.string().nullish(),
  bot: z.boolean().default(false),
  /** Discord itself. */
  system: z.boolean().nullish(),
});
export type User = z.infer<typeof User>;

export const Member = z.object({
  nick: z.string().nullish(),
  roles: z.array(discordId).default([]),
  /** Left out if the user is beside it. */
  user: User.nullish(),
});
export type Member = z.infer<typeof Member>;

export const DiscordChannel = z.object({
  id: discordId,
  type: z.int(),
  name: z.string().nullish(),
  guild_id: discordId.nullish(),
  /** The channel of a thread. */
  parent_id: discordId.nullish(),
  /** The user who opened a thread. */
  owner_id: discordId.nullish(),
  thread_metadata: z.object({ locked: z.boolean().default(false) }).nullish(),
});
export type DiscordChannel = z.infer<typeof DiscordChannel>;

const EARLIEST_MS = Number(SnowflakeUtil.epoch);

/** The smallest id that Discord gives in this millisecond since the epoch. */
export function snowflakeOf(moment: number): string {
  const timestamp = Math.max(EARLIEST_MS, moment);
  return String(SnowflakeUtil.generate({ timestamp, increment: 0n, workerId: 0n, processId: 0n }));
}

const text = z.string().max(4_000).nullable().default(null);
export const File = z
  .object({ id: discordId, filename: text, size: z.number().nullable().default(null), url: text })
  .transform(({ filename: name, ...file }): AttachedFile => {
    return { ...file, name };
  });

const longText = z.string().max(10_000).nullish();
const Embed = z.object({
  title: longText,
  description: longText,
  fields: z.array(z.object({ name: longText, value: longText })).default([]),
});
/** Components of any other shape have no words. */
const Component = z.object({
  content: longText,
  get components() {
    return z.array(Component).nullish();
  },
});
export type Component = z.infer<typeof Component>;

/** What a message shows. Parts of an unknown shape are left out, so that the rest is still read. */
const contents = {
  content: z.string().default(''),
  embeds: z.array(Embed).default([]).catch([]),
  components: z.array(Component).default([]).catch([]),
  attachments: z.array(File).default([]),
  sticker_items: z.array(z.unknown()).nullish(),
  poll: z.unknown().optional(),
  flags: z.int().default(0),
  mentions: z.array(User.extend({ member: Member.nullish() })).default([]),
};
const Forwarded = z.object({ message: z.object(contents) });
export type Contents = z.infer<typeof Forwarded>['message'];

const header = { id: discordId, type: z.int(), author: User, webhook_id: discordId.nullish() };
const Answered = z.object({ ...header, ...contents });

/** `member` comes with events only, not with a message that is looked up. */
export const Message = Answered.extend({
  channel_id: discordId,
  guild_id: discordId.nullish(),
  member: Member.nullish(),
  edited_timestamp: z.string().max(100).nullish(),
  message_snapshots: z.array(Forwarded).max(10).nullish(),
  /** The message that it replies to; `null` if that was deleted. */
  referenced_message: Answered.nullish().catch(null),
  thread: z.object({ id: discordId }).nullish(),
});
export type Message = z.infer<typeof Message>;

export const Deleted = z.union([
  z
    .object({ channel_id: discordId, id: discordId })
    .transform(({ channel_id, id }) => ({ channel_id, ids: [id] })),
  z.object({ channel_id: discordId, ids: z.array(discordId).max(1_000) }),
]);
export type Deleted = z.infer<typeof Deleted>;
