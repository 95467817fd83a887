import { InteractionType, type MessageType } from 'discord-api-types/v10';
import { z } from 'zod';
import type { Upload } from './http-answer.ts';
import type { Choice, Interaction } from './interactions.ts';
import type { Message } from './message.ts';
import { answerMessage, contentOf, FLAGS } from './message-body.ts';
import { modal } from './modal.ts';
import { CAUSED_BY_THE_WORLD, DiscordRefusal, invalid, refusal } from './refusal.ts';
import { type Desk, Reply, type Route, route } from './route.ts';
import { filesOf, pingsOf } from './routes-messages.ts';
import { openToWrite } from './thread-rules.ts';
import { wireMessage } from './wire.ts';

const NEW_FLAGS = FLAGS.suppressEmbeds | FLAGS.ephemeral | FLAGS.silent | FLAGS.v2;
/** Whether an answer is ephemeral is settled when it is promised. */
const EDIT_FLAGS = FLAGS.suppressEmbeds | FLAGS.v2;
const { ApplicationCommandAutocomplete, MessageComponent, ModalSubmit } = InteractionType;
/** The types of a first answer. */
const MESSAGE = 4;
const DEFERRED = 5;
const DEFERRED_UPDATE = 6;
const UPDATE = 7;
const CHOICES = 8;
const MODAL = 9;
type Body = z.infer<typeof answerMessage>;

const choice = z.strictObject({
  name: z.string().min(1).max(100),
  name_localizations: z.record(z.string(), z.string()).nullish(),
  value: z.union([z.string().max(100), z.number()]),
});
const callback = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal(MESSAGE), data: answerMessage }),
  z.strictObject({
    type: z.literal(DEFERRED),
    data: z.strictObject({ flags: z.int().optional() }).optional(),
  }),
  z.strictObject({ type: z.literal(DEFERRED_UPDATE) }),
  z.strictObject({ type: z.literal(UPDATE), data: answerMessage }),
  z.strictObject({ type: z.literal(CHOICES), data: z.strictObject({ choices: z.array(choice).max(25) }) }),
  z.strictObject({ type: z.literal(MODAL), data: modal }),
]);
type Callback = z.infer<typeof callback>;

export const INTERACTION_ROUTES: readonly Route[] = [
  route(
    'interactions.callback',
    'POST /interactions/:interaction/:token/callback',
    { body: callback, query: ['with_response'], isOpen: true },
    (desk, { at, body, files, query }) => {
      const interaction = desk.interactions.open(at.interaction, at.token);
      if (!answersTo(interaction).includes(body.type)) {
        throw invalid(['type'], 'BASE_TYPE_CHOICES', `${body.type} is no answer to ${interaction.what}`);
      }
      const message = attempt(desk, interaction, () => take(desk, interaction, body, files));
      desk.interactions.acknowledge(interaction, body.type);
      return query.with_response === 'true'
        ? new Reply(200, responseOf(desk, interaction, body.type, message))
        : null;
    },
  ),
  route(
    'webhooks.follow_up',
    'POST /webhooks/:application/:token',
    {
      body: answerMessage.extend({ username: z.string().optional(), avatar_url: z.string().optional() }),
      query: ['wait', 'thread_id', 'with_components'],
      isOpen: true,
    },
    (desk, { at, body, files }) => {
      const interaction = hooked(desk, at);
      if (interaction.isThinking) return shown(desk, fulfil(desk, interaction, body, files));
      return shown(desk, say(desk, interaction, body, files, 0));
    },
  ),
  route(
    'webhooks.get',
    'GET /webhooks/:application/:token/messages/:message',
    { query: ['thread_id'], isOpen: true },
    (desk, { at }) => shown(desk, answered(desk, at)),
  ),
  route(
    'webhooks.edit',
    'PATCH /webhooks/:application/:token/messages/:message',
    { body: answerMessage, query: ['thread_id', 'with_components'], isOpen: true },
    (desk, { at, body, files }) => {
      const interaction = hooked(desk, at);
      const message = answered(desk, at);
      if (interaction.isThinking && message === interaction.original) {
        return shown(desk, fulfil(desk, interaction, body, files));
      }
      change(desk, message, body, files);
      return shown(desk, message);
    },
  ),
  route(
    'webhooks.delete',
    'DELETE /webhooks/:application/:token/messages/:message',
    { query: ['thread_id'], isOpen: true },
    (desk, { at }) => {
      const interaction = hooked(desk, at);
      const message = answered(desk, at);
      desk.guild.messages.remove(message);
      if (message !== interaction.original) return null;
      interaction.original = null;
      interaction.isThinking = false;
      interaction.fulfil();
      return null;
    },
  ),
];

/** Which first answers an interaction takes. */
function answersTo({ type, message }: Interaction): readonly number[] {
  const onMessage = message === null ? [] : [DEFERRED_UPDATE, UPDATE];
  switch (type) {
    case ApplicationCommandAutocomplete:
      return [CHOICES];
    case MessageComponent:
      return [MESSAGE, DEFERRED, MODAL, ...onMessage];
    case ModalSubmit:
      return [MESSAGE, DEFERRED, ...onMessage];
    default:
      return [MESSAGE, DEFERRED, MODAL];
  }
}

/** Where the world does not let the app answer, the person sees that at once. */
function attempt<T>(desk: Desk, interaction: Interaction, answer: () => T): T {
  try {
    return answer();
  } catch (error) {
    const isWorld = error instanceof DiscordRefusal && CAUSED_BY_THE_WORLD.has(error.code);
    if (isWorld) desk.interactions.giveUp(interaction);
    throw error;
  }
}

function take(
  desk: Desk,
  interaction: Interaction,
  body: Callback,
  files: readonly Upload[],
): Message | null {
  switch (body.type) {
    case MESSAGE:
      interaction.original = say(desk, interaction, body.data, files, interaction.answerType);
      return interaction.original;
    case DEFERRED: {
      const flags = body.data?.flags ?? 0;
      if ((flags & ~FLAGS.ephemeral) !== 0)
        throw invalid(['data', 'flags'], 'BASE_TYPE_CHOICES', `flags ${flags}`);
      interaction.original = post(
        desk,
        interaction,
        { flags: flags | FLAGS.loading },
        interaction.answerType,
      );
      interaction.isThinking = true;
      return interaction.original;
    }
    case DEFERRED_UPDATE:
      interaction.original = interaction.message;
      return null;
    case UPDATE:
      interaction.original = interaction.message;
      if (interaction.message !== null) change(desk, interaction.message, body.data, files);
      return interaction.message;
    case CHOICES:
      interaction.choices = body.data.choices.map(({ name, value }): Choice => ({ name, value }));
      return null;
    case MODAL:
      interaction.modal = { person: interaction.person, interaction: interaction.id, modal: body.data };
      return null;
  }
}

function post(
  desk: Desk,
  { channel, person, id }: Interaction,
  content: { readonly flags: number },
  type: MessageType,
): Message {
  openPlace(desk, channel);
  const onlyFor = (content.flags & FLAGS.ephemeral) === 0 ? null : person;
  return desk.guild.messages.post({
    ...content,
    channel,
    type,
    onlyFor,
    author: desk.guild.bot.id,
    interaction: id,
  });
}

function say(
  desk: Desk,
  interaction: Interaction,
  body: Body,
  uploads: readonly Upload[],
  type: MessageType,
): Message {
  const content = contentOf(body, filesOf(desk, body.attachments, uploads, []), NEW_FLAGS);
  const pings = pingsOf(desk, content, body.allowed_mentions);
  return post(desk, interaction, { ...content, ...{ pings } }, type);
}

function change(desk: Desk, message: Message, body: Body, uploads: readonly Upload[]): void {
  openPlace(desk, message.channel);
  const files = filesOf(desk, body.attachments, uploads, message.files);
  desk.guild.messages.edit(message, contentOf(body, files, EDIT_FLAGS, message));
}

/** The answer that was promised has come, whether as a change of the promise or as a message of its own. */
function fulfil(desk: Desk, interaction: Interaction, body: Body, uploads: readonly Upload[]): Message {
  const message = interaction.original;
  if (message === null) throw refusal('unknown_message');
  openPlace(desk, message.channel);
  const content = contentOf(body, filesOf(desk, body.attachments, uploads, []), EDIT_FLAGS, message);
  desk.guild.messages.fulfil(message, { ...content, flags: content.flags & ~FLAGS.loading });
  interaction.isThinking = false;
  interaction.fulfil();
  return message;
}

/** An answer is written where the interaction was: in a channel that may be gone, or a thread that may be locked. */
function openPlace({ guild }: Desk, id: string): void {
  const channel = guild.channels.get(id);
  if (channel === undefined) throw refusal('unknown_channel');
  openToWrite(guild, channel);
}

function hooked(desk: Desk, at: Readonly<Record<string, string>>): Interaction {
  if (at.application !== desk.guild.application) throw refusal('unknown_webhook');
  return desk.interactions.byToken(at.token);
}

function answered(desk: Desk, at: Readonly<Record<string, string>>): Message {
  const interaction = hooked(desk, at);
  const named = at.message === '@original' ? interaction.original : desk.guild.messages.get(at.message ?? '');
  const message = named === null ? undefined : desk.guild.messages.get(named?.id ?? '');
  const isOwn = message?.interaction === interaction.id || message === interaction.original;
  if (message === undefined || !isOwn) throw refusal('unknown_message');
  return message;
}

function shown(desk: Desk, message: Message): object {
  return wireMessage(desk.guild, message, { mayRead: true });
}

function responseOf(desk: Desk, { id, type }: Interaction, answer: number, message: Message | null): object {
  const about =
    message === null
      ? {}
      : {
          response_message_id: message.id,
          response_message_loading: (message.flags & FLAGS.loading) !== 0,
          response_message_ephemeral: message.onlyFor !== null,
        };
  const resource = { type: answer, ...(message !== null && { message: shown(desk, message) }) };
  return { interaction: { id, type, ...about }, resource };
}
