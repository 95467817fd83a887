/** What people do on Discord: `/design`, buttons, the form of *Send back*, and messages. */

import {
  ApplicationCommandOptionType,
  type ButtonInteraction,
  ButtonStyle,
  type ChatInputCommandInteraction,
  type Client,
  ComponentType,
  InteractionContextType,
  type Message,
  MessageFlags,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
  RESTJSONErrorCodes,
  type RESTPostAPIChatInputApplicationCommandsJSONBody as Registered,
  TextInputStyle,
} from 'discord.js';
import { DEPTHS } from '#design/events.ts';
import type { Actor } from '#engine/design-inputs.ts';
import { answerVerb, start, startInputOf } from '../commands.ts';
import { controlValue, perform, readControl } from '../controls.ts';
import { answerInTime, createThreadQueue, type GatewayOptions, NONE_RUNS } from '../gateway.ts';
import { isCancel, takeReply } from '../messages.ts';
import { drawText, rowOf } from './draw.ts';
import { actorOf, isOfPerson, readMessage, threadOf } from './incoming.ts';
import { type Code, codeOf, type DiscordChat, NOT_HERE } from './post.ts';

const HELP = [
  '`/design start` with a topic starts a design. Answer in its thread, in your own words.',
  'You can add a depth, a repository, personas or a budget. Started inside a thread, it knows what was said there.',
  'A *Reply* to the card is an answer too.',
  '`/design list` shows the designs of this channel, `/design status` where one stands.',
  '`/design cancel` ends one. Only whoever started it or an operator can.',
].join('\n\n');
const MENTIONED = 'To start a design, type `/design start` and a topic.';
/** After this the store is back, or the design has a new owner, who reads its thread anyway. */
const STORE_BACK_MS = 10_000;

const text = (name: string, description: string) =>
  ({ type: ApplicationCommandOptionType.String, name, description }) as const;
const verb = (name: string, description: string, options: ReturnType<typeof text>[] = []) =>
  ({ type: ApplicationCommandOptionType.Subcommand, name, description, options }) as const;
const ID = text('id', 'The last 8 characters of its id');

export const COMMAND: Registered = {
  name: 'design',
  description: 'Turn a question into a decision',
  contexts: [InteractionContextType.Guild],
  options: [
    verb('start', 'Start a design', [
      { ...text('topic', 'What is to be decided?'), required: true, max_length: 4_000 },
      {
        ...text('depth', 'standard: six personas who also argue; quick: three'),
        choices: DEPTHS.map((depth) => ({ name: depth, value: depth })),
      },
      text('repo', 'A repository that the personas may read'),
      text('personas', 'Which personas, separated by commas'),
      text('budget', 'The most it may cost, in dollars'),
    ] as ReturnType<typeof text>[]),
    verb('list', 'The designs of this channel', [text('words', 'Only those with these words')]),
    verb('status', 'Where a design stands', [ID]),
    verb('cancel', 'End a design', [ID]),
    verb('help', 'How it works'),
  ],
};

type Interaction = ChatInputCommandInteraction | ButtonInteraction | ModalSubmitInteraction;

export function listen(
  client: Client<true>,
  { designs, operators, log, chat, onReconnect }: GatewayOptions & { readonly chat: DiscordChat },
): void {
  const inOrder = createThreadQueue();
  client.on('interactionCreate', async (interaction) => {
    try {
      if (interaction.isChatInputCommand()) await answer(interaction, answerCommand(interaction));
      else if (interaction.isButton()) await answerButton(interaction);
      else if (interaction.isModalSubmit())
        await answer(interaction, act(interaction, interaction.fields.getTextInputValue('note')));
    } catch (error) {
      // Another daemon has answered, or three seconds have passed: only the person can try again.
      if (!TOO_LATE.includes(codeOf(error))) throw error;
      log.debug('discord_interaction_too_late', { id: interaction.id });
    }
  });
  client.on('messageCreate', (message) => takeMessage(message, false));
  client.on('messageUpdate', async (_before, after) => {
    // Discord also reports a preview or a pin as a change.
    if (after.editedTimestamp === null) return;
    await takeMessage(after.partial ? await after.fetch() : after, true);
  });

  async function answer(interaction: Interaction, work: Promise<string>): Promise<void> {
    const late = async () => {
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    };
    const answered = await answerInTime(work, log, late);
    const content = drawText(answered.answer).text;
    if (answered.isLate) await interaction.editReply({ content });
    else
      await interaction.reply({
        content,
        flags: [MessageFlags.Ephemeral, MessageFlags.SuppressEmbeds],
      });
  }

  async function answerCommand(interaction: ChatInputCommandInteraction): Promise<string> {
    const { options, channelId, channel } = interaction;
    const place = threadOf(channel, channelId, '');
    const actor = personOf(interaction);
    const delivery = { platform: 'discord', id: interaction.id };
    const verb = options.getSubcommand();
    if (verb === 'list') {
      const words = options.getString('words') ?? '';
      return answerVerb(designs, { verb, words }, actor, delivery, place.channel);
    }
    if (verb === 'status' || verb === 'cancel') {
      const id = options.getString('id')?.trim().toLowerCase() ?? '';
      return answerVerb(designs, { verb, id }, actor, delivery, place.channel);
    }
    if (verb !== 'start') return HELP;
    if (!interaction.appPermissions.has(NEEDED)) return NOT_HERE;
    const context = place.thread === '' ? [] : await chat.contextOf(place.thread);
    const [depth, repo, personas, budget] = ['depth', 'repo', 'personas', 'budget'].map(
      (name) => options.getString(name) ?? undefined,
    );
    const topic = options.getString('topic', true).trim();
    const input = startInputOf(topic, { depth, repo, personas, budget }, context);
    return start(designs, input, actor, delivery, place);
  }

  async function answerButton(interaction: ButtonInteraction): Promise<void> {
    const press = readControl(interaction.customId);
    if (press?.act === 'send_back')
      return interaction.showModal({
        custom_id: interaction.customId,
        title: 'Send it back',
        components: [
          {
            type: ComponentType.Label,
            label: 'What should be different?',
            component: {
              type: ComponentType.TextInput,
              custom_id: 'note',
              style: TextInputStyle.Paragraph,
              max_length: 4_000,
            },
          },
        ],
      });
    if (press?.act === 'cancel') {
      const custom_id = controlValue('cancel_now', press.designId);
      const style = ButtonStyle.Danger;
      await interaction.reply({
        content: 'Cancel this design? The personas stop. What was said stays in the thread.',
        components: [rowOf([{ type: ComponentType.Button, style, label: 'Cancel it', custom_id }])],
        flags: MessageFlags.Ephemeral,
      });
      return;
    }
    await answer(interaction, act(interaction));
  }

  async function act(
    interaction: ButtonInteraction | ModalSubmitInteraction,
    note = '',
  ): Promise<string> {
    const press = readControl(interaction.customId);
    const delivery = { platform: 'discord', id: interaction.id };
    return (await perform(designs, press, personOf(interaction), delivery, note)).words;
  }

  function personOf({ user, member }: Interaction): Actor {
    const named = member !== null && 'displayName' in member ? member : null;
    return actorOf(user, named, operators);
  }

  async function takeMessage(message: Message, isEdit: boolean): Promise<void> {
    if (!message.inGuild() || !isOfPerson(message)) return;
    const answer = await storeMessage(message, isEdit).catch((error: unknown) => {
      log.error('discord_message_not_stored', {
        channel: message.channelId,
        id: message.id,
        error,
      });
      setTimeout(onReconnect, STORE_BACK_MS).unref();
      return '';
    });
    if (answer === '') return;
    // With one nonce for all daemons, so that one answer stands there.
    await message.reply({
      content: drawText(answer).text,
      flags: MessageFlags.SuppressEmbeds,
      nonce: message.id,
      enforceNonce: true,
    });
  }

  async function storeMessage(message: Message, isEdit: boolean): Promise<string> {
    const { channel, channelId, reference } = message;
    // A reply to a card stands in the channel, and counts: its thread has the card's id.
    const place = threadOf(channel, channelId, reference?.messageId ?? '');
    const actor = actorOf(message.author, message.member, operators);
    return inOrder(`${place.channel}:${place.thread}`, async () => {
      const read = await readMessage(message, isEdit);
      const taken = place.thread === '' ? null : await takeReply(designs, read, actor, place);
      const mentioned = isCancel(read) ? NONE_RUNS : MENTIONED;
      return taken ?? (read.toBot === null || isEdit ? '' : mentioned);
    });
  }
}

const TOO_LATE: readonly Code[] = [
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged,
];
const NEEDED = [
  PermissionFlagsBits.ViewChannel,
  PermissionFlagsBits.SendMessages,
  PermissionFlagsBits.CreatePublicThreads,
  PermissionFlagsBits.SendMessagesInThreads,
  PermissionFlagsBits.AttachFiles,
  PermissionFlagsBits.ReadMessageHistory,
];
