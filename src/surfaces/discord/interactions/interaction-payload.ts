import { ApplicationCommandType, InteractionType } from 'discord.js';
import * as z from 'zod';
import { DiscordChannel, discordId, File, Member, Message, User } from '../calls/wire.ts';

const OPTION_CHARACTERS = 6_000;
const MAX_OPTIONS = 25;

const permissions = z.string().regex(/^\d{1,40}$/);
const Seen = z.object({ name: z.string().nullish(), permissions: permissions.nullish() });

const common = {
  id: discordId,
  application_id: discordId,
  token: z.string().min(1).max(2_000),
  channel: DiscordChannel,
  guild_id: discordId.nullish(),
  member: Member.extend({ user: User }).nullish(),
  user: User.nullish(),
  context: z.int().nullish(),
  /** The installation that permits this: a server's or a person's. */
  authorizing_integration_owners: z.record(z.string().max(10), z.string().max(20)).nullish(),
  app_permissions: permissions.nullish(),
};

/**
 * Whom and what the typed words name, as far as Discord says. Rights in a channel are the person's
 * own.
 */
const named = {
  users: z.record(discordId, User).default({}).catch({}),
  members: z.record(discordId, Member).default({}).catch({}),
  roles: z
    .record(discordId, z.object({ name: z.string() }))
    .default({})
    .catch({}),
  channels: z.record(discordId, Seen).default({}).catch({}),
};
const Resolved = z.object(named);
export type Resolved = z.infer<typeof Resolved>;

const Value = z.object({
  name: z.string().max(100),
  value: z.union([z.string().max(OPTION_CHARACTERS), z.number(), z.boolean()]).optional(),
  focused: z.boolean().optional(),
});
/** Subcommands have options of their own. Deeper nesting is dropped, since it has no limit. */
const Option = Value.extend({ options: z.array(Value).max(MAX_OPTIONS).optional() });
export type Option = z.infer<typeof Value>;

const commandFields = {
  ...common,
  data: z.object({
    type: z.literal(ApplicationCommandType.ChatInput),
    name: z.string().max(100),
    options: z.array(Option).max(MAX_OPTIONS).default([]),
    resolved: Resolved.nullish(),
  }),
};
const Typed = z.object({ type: z.literal(InteractionType.ApplicationCommand), ...commandFields });
const Completed = z.object({
  type: z.literal(InteractionType.ApplicationCommandAutocomplete),
  ...commandFields,
});
const Chosen = z.object({
  type: z.literal(InteractionType.ApplicationCommand),
  ...common,
  data: z.object({
    type: z.literal(ApplicationCommandType.Message),
    name: z.string().max(100),
    target_id: discordId,
    resolved: z.object({ ...named, messages: z.record(discordId, Message) }),
  }),
});
const customId = z.string().min(1).max(100);
const Clicked = z.object({
  type: z.literal(InteractionType.MessageComponent),
  ...common,
  data: z.object({ custom_id: customId, values: z.array(z.string().max(100)).max(25).default([]) }),
  message: z.object({ id: discordId }),
});
const Submitted = z.object({
  type: z.literal(InteractionType.ModalSubmit),
  ...common,
  data: z.object({
    custom_id: customId,
    components: z.array(z.unknown()).max(10),
    resolved: z.object({ ...named, attachments: z.record(discordId, File).default({}) }).nullish(),
  }),
  /** The message with the button that opened the form. */
  message: z.object({ id: discordId }).nullish(),
});

export const InteractionPayload = z.union([Typed, Chosen, Completed, Clicked, Submitted]);
export type InteractionPayload = z.infer<typeof InteractionPayload>;
export type TypedSoFar = z.infer<typeof Typed>;
export type Completed = z.infer<typeof Completed>;
export type Chosen = z.infer<typeof Chosen>;
export type Clicked = z.infer<typeof Clicked>;
export type SubmittedForm = z.infer<typeof Submitted>;

/** Splits the id of a control or form into the action and its subject. */
export function readNames(customId: string): [name: string, about: string] {
  const [name = '', ...rest] = customId.split(' ');
  return [name, rest.join(' ')];
}
