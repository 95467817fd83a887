import { ChannelType } from 'discord-api-types/v10';
import type { Seen } from '../../platforms/discord/acting.ts';
import type { Message } from '../../platforms/discord/message.ts';
import {
  type DiscordOptions,
  type DiscordServer,
  startDiscord,
} from '../../platforms/discord/server.ts';
import { type DrawnAction, drawnId, findDrawn } from '../../surfaces/drawn-controls.ts';
import { ChatWorld, type Environment } from '../chat/world.ts';
import { afterwards } from '../waiting.ts';

/** For stories that are not about how fast people are answered. */
const PATIENT = { ackMs: 20_000 };

export interface WorldOptions {
  readonly discord?: DiscordOptions;
  /** Settings of every daemon; given as a function where they name people or channels. */
  readonly environment?: Environment | ((world: World) => Environment);
  /** False where daemons are processes that a test starts itself. */
  readonly isServedHere?: boolean;
}

/** A guild with people, and daemons that serve it. */
export class World extends ChatWorld<Message> {
  readonly discord: DiscordServer;
  readonly ana: string;
  readonly ben: string;
  readonly general: string;

  private constructor(discord: DiscordServer) {
    super();
    const { guild } = discord;
    this.discord = discord;
    this.ana = guild.addPerson('Ana');
    this.ben = guild.addPerson('Ben');
    this.general = guild.addChannel('general');
  }

  /** One daemon that is connected. */
  static async open({
    discord,
    environment = {},
    isServedHere = true,
  }: WorldOptions = {}): Promise<World> {
    const server = await startDiscord({ ...PATIENT, ...discord });
    afterwards(server.close);
    const world = new World(server);
    return world.opened(
      typeof environment === 'function' ? environment(world) : environment,
      isServedHere,
    );
  }

  get server(): DiscordServer {
    return this.discord;
  }

  settings(): Environment {
    const { token, applicationId, apiUrl, guild } = this.discord;
    return {
      DISCORD_TOKEN: token,
      DISCORD_APPLICATION_ID: applicationId,
      DISCORD_API_URL: apiUrl,
      DISCORD_GUILD_IDS: guild.id,
    };
  }

  isReached(): boolean {
    const { sockets, commands, guild } = this.discord;
    return sockets.count > 0 && commands.in(guild.id).length > 0 && commands.in(null).length > 0;
  }

  /** It hangs from the card, or is the conversation that the card stands in. */
  threadOf({ id, channel }: Message): string {
    return this.discord.guild.channels.has(id) ? id : channel;
  }

  messages(card: Message): Message[] {
    return this.discord.visibleMessages(this.threadOf(card));
  }

  thread(card: Message): string[] {
    return this.discord.visible(this.threadOf(card));
  }

  text({ channel, id }: Message): string {
    const { discord } = this;
    const at = discord.visibleMessages(channel).findIndex((each) => each.id === id);
    return discord.visible(channel)[at] ?? '';
  }

  /** In a channel where threads hang from their cards only those that have theirs. */
  fromBot(channel: string): Message[] {
    const { guild } = this.discord;
    const { type } = guild.channel(channel);
    const hangs = type === ChannelType.GuildText || type === ChannelType.GuildAnnouncement;
    return this.discord
      .visibleMessages(channel)
      .filter(({ author, reference }) => author === guild.bot.id && reference === null)
      .filter(({ id }) => !hangs || guild.channels.has(id));
  }

  /** Where they did something, and in the bot's direct messages to them. */
  privately(person: string): string[] {
    const { ephemeral, guild, visible } = this.discord;
    const direct = visible(guild.direct(person)).filter((text) => text.startsWith('Charrette: '));
    return [...ephemeral(person), ...direct];
  }

  start(person: string, channel: string, topic: string): Promise<Seen> {
    return this.discord.people.slash(person, channel, 'design start', { topic });
  }

  command(person: string, channel: string, verb: string): Promise<Seen> {
    return this.discord.people.slash(person, channel, `design ${verb}`);
  }

  say(person: string, card: Message, words: string): Message {
    return this.discord.people.say(person, this.threadOf(card), words);
  }

  ask(person: string, channel: string, words: string): void {
    this.discord.people.mention(person, channel, words);
  }

  hasButton({ id }: Message, action: DrawnAction): boolean {
    const now = this.discord.guild.messages.get(id);
    return findDrawn(now?.components, action) !== undefined;
  }

  /** What is asked once more is confirmed, but for cancelling. */
  async press(person: string, message: Message, action: DrawnAction): Promise<Seen> {
    const { people, guild } = this.discord;
    const shown = guild.messages.get(message.id)?.components;
    const seen = await people.click(person, message, drawnId(shown, action));
    const asked = people.ephemeral(person).at(-1);
    const yes = action === 'cancel' ? undefined : findDrawn(asked?.components, 'sure');
    return asked === undefined || yes === undefined ? seen : people.click(person, asked, yes);
  }

  get disruptions(): readonly (() => void)[] {
    const { sockets } = this.discord;
    return [
      () => sockets.drop('reset'),
      () => sockets.drop('close'),
      () => sockets.askToLeave(),
      () => sockets.freeze(),
      () => {
        sockets.forget();
        sockets.drop('reset');
      },
    ];
  }
}
