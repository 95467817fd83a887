import {
  type ButtonInteraction,
  ButtonStyle,
  type ChatInputCommandInteraction,
  Client,
  type ClientOptions,
  ComponentType,
  DiscordAPIError,
  Events,
  GatewayIntentBits,
  type Interaction,
  MessageFlags,
  Partials,
  REST,
  Routes,
} from 'discord.js';
import { onTestFinished } from 'vitest';
import type { DiscordServer } from '../../platforms/discord/server.ts';

const STOPPING_MS = 5_000;

const makeRequest = (url: string, init: object) => fetch(url, init) as never;

export function restOf(discord: DiscordServer): REST {
  return new REST({ api: discord.apiUrl, makeRequest, retries: 0 }).setToken(discord.token);
}

/** Discord's code for why this was refused, or null when it was not. */
export async function codeOf(call: Promise<unknown>): Promise<number | string | null> {
  try {
    await call;
    return null;
  } catch (error) {
    if (error instanceof DiscordAPIError) return error.code;
    throw error;
  }
}

export const COMMANDS = [
  {
    name: 'design',
    description: 'Discuss a design',
    options: [
      {
        type: 1,
        name: 'start',
        description: 'Start a design',
        options: [
          { type: 3, name: 'topic', description: 'What is to be decided', required: true },
          { type: 4, name: 'deadline', description: 'Minutes', min_value: 1 },
        ],
      },
      {
        type: 1,
        name: 'status',
        description: 'Where a design stands',
        options: [{ type: 3, name: 'design', description: 'Which one', autocomplete: true }],
      },
    ],
  },
  { type: 3, name: 'Design this' },
];

export async function register(discord: DiscordServer): Promise<void> {
  const route = Routes.applicationGuildCommands(discord.applicationId, discord.guild.id);
  await restOf(discord).put(route, { body: COMMANDS });
}

const card = (topic: string) => ({
  flags: MessageFlags.IsComponentsV2 as const,
  components: [
    {
      type: ComponentType.Container,
      accent_color: 0x33_66_99,
      components: [
        { type: ComponentType.TextDisplay, content: `# ${topic}` },
        {
          type: ComponentType.ActionRow,
          components: [
            { type: ComponentType.Button, style: ButtonStyle.Primary, custom_id: 'peek', label: 'Peek' },
            { type: ComponentType.Button, style: ButtonStyle.Secondary, custom_id: 'ask', label: 'Ask' },
          ],
        },
      ],
    },
  ],
});

const MODAL = {
  custom_id: 'reply',
  title: 'An answer',
  components: [
    {
      type: ComponentType.Label,
      label: 'Why?',
      component: { type: ComponentType.TextInput, custom_id: 'why', style: 2, required: true },
    },
    {
      type: ComponentType.Label,
      label: 'How sure?',
      component: {
        type: ComponentType.StringSelect,
        custom_id: 'sure',
        options: [
          { label: 'Quite', value: 'quite' },
          { label: 'Not at all', value: 'not' },
        ],
      },
    },
  ],
};

async function onInteraction(interaction: Interaction): Promise<unknown> {
  if (interaction.isChatInputCommand()) return onCommand(interaction);
  if (interaction.isButton()) return onButton(interaction);
  if (interaction.isAutocomplete()) {
    return interaction.respond([{ name: `Redis, ${interaction.options.getFocused()}`, value: 'dsn_1' }]);
  }
  if (interaction.isMessageContextMenuCommand()) {
    const content = `About "${interaction.targetMessage.content}"?`;
    return interaction.reply({ content, flags: MessageFlags.Ephemeral });
  }
  if (!interaction.isModalSubmit()) return;
  const why = interaction.fields.getTextInputValue('why');
  const [sure] = interaction.fields.getStringSelectValues('sure');
  return interaction.reply({ content: `${why}, ${sure}`, flags: MessageFlags.Ephemeral });
}

async function onCommand(interaction: ChatInputCommandInteraction): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const { channel } = interaction;
  const topic = interaction.options.getString('topic') ?? '';
  if (channel?.isSendable()) await channel.send(card(topic) as never);
  await interaction.editReply('On it.');
}

async function onButton(interaction: ButtonInteraction): Promise<void> {
  if (interaction.customId === 'ask') return void (await interaction.showModal(MODAL as never));
  await interaction.deferUpdate();
  await interaction.followUp({ content: 'Two are writing.', flags: MessageFlags.Ephemeral });
  const components = [{ type: ComponentType.TextDisplay, content: 'over' }];
  await interaction.editReply({ components } as never);
}

export interface BotOptions {
  readonly hasMessageContent?: boolean;
  readonly prepare?: (client: Client) => void;
  readonly client?: Partial<ClientOptions>;
}

export function teach(client: Client): void {
  client.on(
    Events.InteractionCreate,
    (interaction) =>
      void onInteraction(interaction).catch((error: unknown) => client.emit(Events.Error, error as Error)),
  );
  client.on(Events.MessageCreate, (message) => {
    if (message.content === 'hello')
      void message.react('✅').catch((error: unknown) => client.emit(Events.Error, error as Error));
  });
}

/** A small bot, connected; what its listeners throw is collected. */
export async function startBot(discord: DiscordServer, options: BotOptions = {}) {
  const { hasMessageContent = true, prepare = teach } = options;
  const { DirectMessages, GuildMessages, Guilds, MessageContent } = GatewayIntentBits;
  const errors: Error[] = [];
  const client = new Client({
    intents: [Guilds, GuildMessages, DirectMessages, ...(hasMessageContent ? [MessageContent] : [])],
    partials: [Partials.Channel],
    rest: { api: discord.apiUrl, makeRequest },
    ...options.client,
  });
  client.on(Events.Error, (error) => errors.push(error));
  prepare(client);
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  onTestFinished(async () => {
    await Promise.race([
      client.destroy(),
      new Promise((resolve) => setTimeout(resolve, STOPPING_MS).unref()),
    ]);
  });
  await client.login(discord.token);
  await ready;
  return { client, errors };
}
