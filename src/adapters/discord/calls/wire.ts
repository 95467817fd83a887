import * as z from 'zod';

/** Discord's own names, in what people do and say. Ids are numbers of 64 bits, as text; texts are bounded where they are read. */
export const id = z.string().regex(/^\d{1,20}$/);

export const User = z.object({
  id,
  username: z.string().default(''),
  global_name: z.string().nullish(),
  bot: z.boolean().default(false),
});
export type User = z.infer<typeof User>;

/** Somebody in a server: their name there, and their roles. */
export const Member = z.object({ nick: z.string().nullish(), roles: z.array(id).default([]) });
export type Member = z.infer<typeof Member>;

export const Channel = z.object({
  id,
  type: z.int(),
  guild_id: id.nullish(),
  /** Of a thread: the channel that it is in. */
  parent_id: id.nullish(),
  /** Of a thread: who has opened it. */
  owner_id: id.nullish(),
  thread_metadata: z.object({ locked: z.boolean().default(false) }).nullish(),
});
export type Channel = z.infer<typeof Channel>;
