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
import type { Thread } from '#design/events.ts';
import type { Actor } from '#engine/designs.ts';
import {
  answerInTime,
  answerVerb,
  controlValue,
  type GatewayOptions,
  perform,
  readControl,
  start,
  startInputOf,
  takeReply,
  UNKNOWN_CONTROL,
} from '../shared.ts';
import { drawText, rowOf } from './draw.ts';
import { actorOf, isOfPerson, placeOf, readMessage } from './incoming.ts';
import { codeOf, type DiscordChat } from './post.ts';

const HELP = [
  '`/design start` with a topic starts a design. Answer in its thread, in your own words.',
  'It may have a depth, a repository, personas or a budget. Inside a thread it knows what the thread said.',
  'A reply to the card counts as written in its thread.',
  '`/design list` shows the designs of this channel, `/design status` where one stands.',
  '`/design cancel` ends one. Only who started it, or an operator, can.',
].join('\n\n');
const MENTIONED = 'Type `/design start` and a topic to start a design.';
const NONE_RUNS = 'No design runs in this thread.';
const NOT_HERE =
  'I can’t work in this channel. Let my role see it, write, open threads and attach files there, then start again.';

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
        choices: [
          { name: 'standard', value: 'standard' },
          { name: 'quick', value: 'quick' },
        ],
      },
      text('repo', 'A repository that the personas may read'),
      text('personas', 'Their names, separated by commas'),
      text('budget', 'Dollars, at most'),
    ] as ReturnType<typeof text>[]),
    verb('list', 'The designs of this channel'),
    verb('status', 'Where a design stands', [ID]),
    verb('cancel', 'End a design', [ID]),
    verb('help', 'How it works, in five lines'),
  ],
};

type Interaction = ChatInputCommandInteraction | ButtonInteraction | ModalSubmitInteraction;

export function listen(
  client: Client<true>,
  { designs, operators, log, chat }: GatewayOptions & { readonly chat: DiscordChat },
): void {
  client.on('interactionCreate', async (interaction) => {
    try {
      if (interaction.isChatInputCommand()) await answer(interaction, answerCommand(interaction));
      else if (interaction.isButton()) await answerButton(interaction);
      else if (interaction.isModalSubmit()) await answer(interaction, submitNote(interaction));
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
    const actor = personOf(interaction);
    const delivery = { platform: 'discord', id: interaction.id };
    const thread = channel?.isThread() === true ? channel : null;
    const place: Thread = {
      platform: 'discord',
      channel: thread?.parentId ?? channelId,
      thread: thread?.id ?? '',
    };
    switch (options.getSubcommand()) {
      case 'start': {
        if (!interaction.appPermissions.has(NEEDED)) return NOT_HERE;
        const context = thread === null ? [] : await chat.contextOf(thread.id);
        const [depth, repo, personas, budget] = ['depth', 'repo', 'personas', 'budget'].map(
          (name) => options.getString(name) ?? undefined,
        );
        const topic = options.getString('topic', true).trim();
        const input = startInputOf(topic, { depth, repo, personas, budget }, context);
        return start(designs, input, actor, delivery, place);
      }
      case 'list':
        return answerVerb(designs, { verb: 'list' }, actor, delivery, place);
      case 'status':
      case 'cancel': {
        const id = options.getString('id')?.trim() ?? '';
        const known = options.getSubcommand() === 'status' ? 'status' : 'cancel';
        return answerVerb(designs, { verb: known, id }, actor, delivery, place);
      }
      default:
        return HELP;
    }
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
    const delivery = { platform: 'discord', id: interaction.id };
    const work =
      press === null
        ? Promise.resolve(UNKNOWN_CONTROL)
        : perform(designs, press, personOf(interaction), delivery);
    await answer(interaction, work);
  }

  async function submitNote(interaction: ModalSubmitInteraction): Promise<string> {
    const press = readControl(interaction.customId);
    if (press === null) return UNKNOWN_CONTROL;
    const note = interaction.fields.getTextInputValue('note');
    const delivery = { platform: 'discord', id: interaction.id };
    return perform(designs, press, personOf(interaction), delivery, note);
  }

  function personOf({ user, member }: Interaction): Actor {
    const named = member !== null && 'displayName' in member ? member : null;
    return actorOf(user, named, operators);
  }

  async function takeMessage(message: Message, isEdit: boolean): Promise<void> {
    if (!message.inGuild() || !isOfPerson(message)) return;
    try {
      const read = await readMessage(message, isEdit);
      const place = placeOf(message);
      const actor = actorOf(message.author, message.member, operators);
      const taken = place.thread === '' ? null : await takeReply(designs, read, actor, place);
      const mentioned = read.toBot === 'cancel' ? NONE_RUNS : MENTIONED;
      const said = taken?.answer ?? (read.toBot === null || isEdit ? '' : mentioned);
      if (said === '') return;
      // With one nonce for all daemons, so that one answer stands there.
      await message.reply({
        content: drawText(said).text,
        flags: MessageFlags.SuppressEmbeds,
        nonce: message.id,
        enforceNonce: true,
      });
    } catch (error) {
      log.error('discord_message_failed', { channel: message.channelId, id: message.id, error });
    }
  }
}

const TOO_LATE: readonly (number | string | null)[] = [
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
