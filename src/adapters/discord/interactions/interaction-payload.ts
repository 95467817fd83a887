import { ApplicationCommandType, InteractionType } from 'discord.js';
import * as z from 'zod';
import { Channel, File, id, Member, Message, User } from '../calls/wire.ts';

const OPTION_CHARACTERS = 6_000;
const MAX_OPTIONS = 25;

const common = {
  id,
  application_id: id,
  token: z.string().min(1).max(2_000),
  channel: Channel,
  guild_id: id.nullish(),
  member: Member.extend({ user: User }).nullish(),
  user: User.nullish(),
  /** The kind of place. */
  context: z.int().nullish(),
  /** Who has installed the bot that this was allowed by: a server, the person. */
  authorizing_integration_owners: z.record(z.string().max(10), z.string().max(20)).nullish(),
  /** Rights of the bot there. */
  app_permissions: z
    .string()
    .regex(/^\d{1,40}$/)
    .nullish(),
};

const Value = z.object({
  name: z.string().max(100),
  value: z.union([z.string().max(OPTION_CHARACTERS), z.number(), z.boolean()]).optional(),
  focused: z.boolean().optional(),
});
/**
 * An option of a command, whose subcommands have options of their own. Deeper ones are not looked at: nesting could go on without
 * an end.
 */
const Option = Value.extend({ options: z.array(Value).max(MAX_OPTIONS).optional() });
export type Option = z.infer<typeof Value>;

const typed = {
  ...common,
  data: z.object({
    type: z.literal(ApplicationCommandType.ChatInput),
    name: z.string().max(100),
    options: z.array(Option).max(MAX_OPTIONS).default([]),
  }),
};
const Typed = z.object({ type: z.literal(InteractionType.ApplicationCommand), ...typed });
const Completed = z.object({ type: z.literal(InteractionType.ApplicationCommandAutocomplete), ...typed });
const Chosen = z.object({
  type: z.literal(InteractionType.ApplicationCommand),
  ...common,
  data: z.object({
    type: z.literal(ApplicationCommandType.Message),
    name: z.string().max(100),
    target_id: id,
    resolved: z.object({ messages: z.record(id, Message) }),
  }),
});
const customId = z.string().min(1).max(100);
const Clicked = z.object({
  type: z.literal(InteractionType.MessageComponent),
  ...common,
  data: z.object({ custom_id: customId, values: z.array(z.string().max(100)).max(25).default([]) }),
});
const Submitted = z.object({
  type: z.literal(InteractionType.ModalSubmit),
  ...common,
  data: z.object({
    custom_id: customId,
    components: z.array(z.unknown()).max(10),
    resolved: z.object({ attachments: z.record(id, File).default({}) }).nullish(),
  }),
  /** The one with the button that the form came from. */
  message: z.object({ id }).nullish(),
});

/** Something that a person did and that is to be answered. */
export const InteractionPayload = z.union([Typed, Chosen, Completed, Clicked, Submitted]);
export type InteractionPayload = z.infer<typeof InteractionPayload>;
export type Typed = z.infer<typeof Typed>;
export type Completed = z.infer<typeof Completed>;
export type Chosen = z.infer<typeof Chosen>;
export type Clicked = z.infer<typeof Clicked>;
export type Submitted = z.infer<typeof Submitted>;

/** Parses the id of a control or a form: the action, and its subject. */
export function namedIn(customId: string): [name: string, about: string] {
  const [name = '', ...rest] = customId.split(' ');
  return [name, rest.join(' ')];
}
