import * as z from 'zod';

/** `url`: the workspace's address in a browser. */
export const Identity = z.object({
  team_id: z.string(),
  /** On Enterprise Grid. */
  enterprise_id: z.string().nullish(),
  user_id: z.string(),
  bot_id: z.string(),
  url: z
    .url({ protocol: /^https$/ })
    .nullable()
    .catch(null),
});
export type Identity = z.infer<typeof Identity>;
