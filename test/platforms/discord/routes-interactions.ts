import { InteractionType, type MessageType } from 'discord-api-types/v10';
import { z } from 'zod';
import { modal } from './components.ts';
import { type Choice, expire, type Interaction } from './interactions.ts';
import type { Draft, Message } from './message.ts';
import { changedMessage, contentOf, FLAGS } from './message-body.ts';
import { CAUSED_BY_THE_WORLD, DiscordRefusal, invalid, refusal } from './refusal.ts';
import { type Backend, openToWrite, type Route, route } from './route.ts';
import { pingsOf } from './routes-messages.ts';
import { wireMessage } from './wire.ts';

const NEW_FLAGS = FLAGS.ephemeral | FLAGS.v2;
/** Whether an answer is ephemeral is settled when it is promised. */
const EDIT_FLAGS = FLAGS.v2;
const { ApplicationCommandAutocomplete, MessageComponent, ModalSubmit } = InteractionType;
/** The types of a first answer. */
const MESSAGE = 4;
const DEFERRED = 5;
const DEFERRED_UPDATE = 6;
const UPDATE = 7;
const CHOICES = 8;
const MODAL = 9;
type Body = z.infer<typeof changedMessage>;

const choice = z.strictObject({
  name: z.string().min(1).max(100),
  value: z.union([z.string().max(100), z.number()]),
});
const callback = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal(MESSAGE), data: changedMessage }),
  z.strictObject({
    type: z.literal(DEFERRED),
    data: z.strictObject({ flags: z.int().optional() }).optional(),
  }),
  z.strictObject({ type: z.literal(DEFERRED_UPDATE) }),
  z.strictObject({ type: z.literal(UPDATE), data: changedMessage }),
  z.strictObject({
    type: z.literal(CHOICES),
    data: z.strictObject({ choices: z.array(choice).max(25) }),
  }),
  z.strictObject({ type: z.literal(MODAL), data: modal }),
]);
type Callback = z.infer<typeof callback>;

export const INTERACTION_ROUTES: readonly Route[] = [
  route(
    'interactions.callback',
    'POST /interactions/:interaction/:token/callback',
    { body: callback, query: ['with_response'], isOpen: true },
    (backend, { at, body, query }) => {
      const interaction = backend.interactions.open(at.interaction, at.token);
      if (!answersTo(interaction).includes(body.type)) {
        throw invalid(
          ['type'],
          'BASE_TYPE_CHOICES',
          `${body.type} is no answer to ${interaction.what}`,
        );
      }
      if (query.with_response === 'true')
        throw invalid(['with_response'], 'BASE_TYPE_CHOICES', 'not here');
      attempt(interaction, () => take(backend, interaction, body));
      backend.interactions.acknowledge(interaction, body.type);
      return null;
    },
  ),
  route(
    'webhooks.follow_up',
    'POST /webhooks/:application/:token',
    {
      body: changedMessage.extend({
        username: z.string().optional(),
        avatar_url: z.string().optional(),
      }),
      query: ['wait', 'thread_id', 'with_components'],
      isOpen: true,
    },
    (backend, { at, body }) => {
      const interaction = hooked(backend, at);
      if (interaction.isThinking) return shown(backend, fulfil(backend, interaction, body));
      return shown(backend, say(backend, interaction, body, 0));
    },
  ),
  route(
    'webhooks.edit',
    'PATCH /webhooks/:application/:token/messages/:message',
    { body: changedMessage, query: ['thread_id', 'with_components'], isOpen: true },
    (backend, { at, body }) => {
      const interaction = hooked(backend, at);
      const message = answered(backend, at);
      if (interaction.isThinking && message === interaction.original) {
        return shown(backend, fulfil(backend, interaction, body));
      }
      change(backend, message, body);
      return shown(backend, message);
    },
  ),
  route(
    'webhooks.delete',
    'DELETE /webhooks/:application/:token/messages/:message',
    { query: ['thread_id'], isOpen: true },
    (backend, { at }) => {
      const interaction = hooked(backend, at);
      const message = answered(backend, at);
      backend.guild.messages.remove(message);
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
function attempt(interaction: Interaction, answer: () => void): void {
  try {
    answer();
  } catch (error) {
    const isWorld = error instanceof DiscordRefusal && CAUSED_BY_THE_WORLD.has(error.code);
    if (isWorld) expire(interaction);
    throw error;
  }
}

function take(backend: Backend, interaction: Interaction, body: Callback): void {
  switch (body.type) {
    case MESSAGE:
      interaction.original = say(backend, interaction, body.data, interaction.answerType);
      return;
    case DEFERRED: {
      const flags = body.data?.flags ?? 0;
      if ((flags & ~FLAGS.ephemeral) !== 0)
        throw invalid(['data', 'flags'], 'BASE_TYPE_CHOICES', `flags ${flags}`);
      interaction.original = post(
        backend,
        interaction,
        { flags: flags | FLAGS.loading },
        interaction.answerType,
      );
      interaction.isThinking = true;
      return;
    }
    case DEFERRED_UPDATE:
      interaction.original = interaction.message;
      return;
    case UPDATE:
      interaction.original = interaction.message;
      if (interaction.message !== null) change(backend, interaction.message, body.data);
      return;
    case CHOICES:
      interaction.choices = body.data.choices.map(({ name, value }): Choice => ({ name, value }));
      return;
    case MODAL:
      interaction.modal = {
        person: interaction.person,
        interaction: interaction.id,
        modal: body.data,
      };
      return;
  }
}

function post(
  backend: Backend,
  { channel, person, id }: Interaction,
  content: Pick<Draft, 'content' | 'components' | 'files' | 'pings'> & { readonly flags: number },
  type: MessageType,
): Message {
  openPlace(backend, channel);
  const onlyFor = (content.flags & FLAGS.ephemeral) === 0 ? null : person;
  return backend.guild.messages.post({
    ...content,
    channel,
    type,
    onlyFor,
    author: backend.guild.bot.id,
    interaction: id,
  });
}

function say(backend: Backend, interaction: Interaction, body: Body, type: MessageType): Message {
  const content = contentOf(body, [], NEW_FLAGS);
  const pings = pingsOf(backend, content, body.allowed_mentions);
  return post(backend, interaction, { ...content, pings }, type);
}

function change(backend: Backend, message: Message, body: Body): void {
  openPlace(backend, message.channel);
  backend.guild.messages.edit(message, contentOf(body, message.files, EDIT_FLAGS, message));
}

/**
 * The answer that was promised has come, whether as a change of the promise or as a message of its
 * own.
 */
function fulfil(backend: Backend, interaction: Interaction, body: Body): Message {
  const message = interaction.original;
  if (message === null) throw refusal('unknown_message');
  openPlace(backend, message.channel);
  const content = contentOf(body, [], EDIT_FLAGS, message);
  backend.guild.messages.fulfil(message, { ...content, flags: content.flags & ~FLAGS.loading });
  interaction.isThinking = false;
  interaction.fulfil();
  return message;
}

/**
 * An answer is written where the interaction was: in a channel that may be gone, or a thread that
 * may be locked.
 */
function openPlace(backend: Backend, id: string): void {
  const channel = backend.guild.channels.get(id);
  if (channel === undefined) throw refusal('unknown_channel');
  openToWrite(backend, channel);
}

function hooked(backend: Backend, at: Readonly<Record<string, string>>): Interaction {
  if (at.application !== backend.guild.application) throw refusal('unknown_webhook');
  return backend.interactions.byToken(at.token);
}

function answered(backend: Backend, at: Readonly<Record<string, string>>): Message {
  const interaction = hooked(backend, at);
  const named =
    at.message === '@original'
      ? interaction.original
      : backend.guild.messages.get(at.message ?? '');
  const message = named === null ? undefined : backend.guild.messages.get(named?.id ?? '');
  const isOwn = message?.interaction === interaction.id || message === interaction.original;
  if (message === undefined || !isOwn) throw refusal('unknown_message');
  return message;
}

function shown(backend: Backend, message: Message): object {
  return wireMessage(backend.guild, message, { mayRead: true });
}
