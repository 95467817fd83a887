import * as z from 'zod';
import { unescapeText } from '../drawing/rich-text.ts';
import { File } from '../incoming/file.ts';
import { Message } from '../incoming/message-event.ts';

/** Callback id of the entry in a message's menu. */
export const SHORTCUT = 'charrette.design_this';

/** By block id and action id, which are the same here. */
const FormValues = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({
      value: z.string().nullish(),
      selected_option: z.object({ value: z.string() }).nullish(),
      selected_options: z.array(z.object({ value: z.string() })).nullish(),
      files: z.array(File).max(20).nullish(),
    }),
  ),
);
export type FormValues = z.infer<typeof FormValues>;

/**
 * Slack's own field names, as far as they are used. Slack bounds texts, and so do these schemas.
 */
const id = z.string().min(1).max(200);
/**
 * `origin.ts` reads the workspace, which is required here: an installation for an organisation as a
 * whole is refused.
 */
const Actor = { team: z.object({ id }), user: z.object({ id }) };
export const SlashCommand = z.object({
  team_id: id,
  channel_id: id,
  channel_name: z.string().max(200).default(''),
  user_id: id,
  trigger_id: id,
  text: z
    .string()
    .max(40_000)
    .default('')
    .transform((markup) => unescapeText(markup).trim()),
});
export const Click = z.object({
  ...Actor,
  channel: z.object({ id, name: z.string().max(200).default('') }),
  trigger_id: id,
  actions: z
    .array(
      z.object({
        action_id: id,
        value: z.string().max(2_000).optional(),
        selected_option: z.object({ value: z.string().max(2_000) }).nullish(),
      }),
    )
    .min(1),
});
export const SubmittedForm = z.object({
  ...Actor,
  view: z.object({
    id,
    callback_id: id,
    private_metadata: z.string().max(3_000),
    state: z.object({ values: FormValues }),
  }),
});
export const Shortcut = z.object({
  ...Actor,
  channel: z.object({ id, name: z.string().max(200).default('') }),
  trigger_id: id,
  message: Message,
});
