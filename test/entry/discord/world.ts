import type { ChildProcess } from 'node:child_process';
import { ChannelType } from 'discord-api-types/v10';
import type { DesignView } from '../../../src/core/view.ts';
import type { Message } from '../../support/discord/message.ts';
import { type DiscordOptions, type DiscordServer, startDiscord } from '../../support/discord/server.ts';
import { Daemon, launch, temporaryFolder } from '../daemon.ts';
import { afterwards, until } from '../slack/world.ts';

export interface WorldOptions {
  readonly discord?: DiscordOptions;
  /** Settings of every daemon; given as a function where they name people or channels. */
  readonly environment?: Environment | ((world: World) => Environment);
}

type Environment = Readonly<Record<string, string>>;

/** A guild with people, and daemons that serve it. */
export class World {
  readonly discord: DiscordServer;
  readonly ana: string;
  readonly ben: string;
  readonly general: string;
  readonly #dataDir: string;
  readonly #environment: Environment;
  daemon!: Daemon;
  /** Of the newest daemon, also before that is ready. */
  process!: ChildProcess;

  private constructor(discord: DiscordServer, dataDir: string, { environment = {} }: WorldOptions) {
    const { guild } = discord;
    this.discord = discord;
    this.#dataDir = dataDir;
    this.ana = guild.addPerson('Ana');
    this.ben = guild.addPerson('Ben');
    this.general = guild.addChannel('general');
    this.#environment = typeof environment === 'function' ? environment(this) : environment;
  }

  /** One daemon that is connected. */
  static async open(options: WorldOptions = {}): Promise<World> {
    const discord = await startDiscord(options.discord);
    const { path, remove } = await temporaryFolder();
    afterwards(remove);
    afterwards(discord.close);
    const world = new World(discord, path, options);
    await world.begin();
    return world;
  }

  /** Starts a daemon, the first or the next one on this folder or database; resolves when there is a session, or it has ended. */
  async begin(environment: Environment = {}, dataDir = this.#dataDir): Promise<Daemon> {
    const { discord } = this;
    const running = launch(dataDir, {
      CHARRETTE_REHEARSAL: '1',
      CHARRETTE_REHEARSAL_LATENCY_MS: '0',
      DISCORD_TOKEN: discord.token,
      DISCORD_APPLICATION_ID: discord.applicationId,
      DISCORD_API_URL: discord.apiUrl,
      DISCORD_GUILD_IDS: discord.guild.id,
      ...this.#environment,
      ...environment,
    });
    this.process = running.process;
    afterwards(async () => {
      running.process.kill('SIGKILL');
      await running.ended;
    });
    const daemon = await Daemon.ready(running);
    this.daemon = daemon;
    let isOver = false;
    void daemon.ended().then(() => {
      isOver = true;
    });
    await until('a daemon is connected', () => isOver || (discord.sockets.count > 0 && this.#hasCommands()));
    return daemon;
  }

  #hasCommands(): boolean {
    const { commands, guild } = this.discord;
    return commands.in(guild.id).length > 0;
  }

  /** What everyone sees in the thread of a card, which stands on top. */
  thread(card: Message): string[] {
    return this.discord.visible(this.threadOf(card));
  }

  /** It hangs from the card, or is the conversation that the card stands in. */
  threadOf({ id, channel }: Message): string {
    return this.discord.guild.channels.has(id) ? id : channel;
  }

  /** Starts a design as Ana and answers nothing yet; resolves with its card. */
  async begun(topic: string, channel = this.general): Promise<Message> {
    const before = new Set(this.fromBot(channel).map(({ id }) => id));
    await this.discord.people.slash(this.ana, channel, 'design start', { topic });
    const { channels } = this.discord.guild;
    const hangs = [ChannelType.GuildText, ChannelType.GuildAnnouncement].includes(
      this.discord.guild.channel(channel).type,
    );
    return this.message('the card', () =>
      this.fromBot(channel).find(({ id }) => !before.has(id) && (!hangs || channels.has(id))),
    );
  }

  /** What only this person reads: where they did something, and in the bot's direct messages to them. */
  privately(person: string): string[] {
    const { ephemeral, guild, visible } = this.discord;
    return [
      ...ephemeral(person),
      ...visible(guild.direct(person)).filter((text) => text.startsWith('Charrette: ')),
    ];
  }

  async told(person: string, words: string | RegExp): Promise<void> {
    await until(`${words} is told privately`, () => this.privately(person).some((text) => isIn(text, words)));
  }

  /** Once its thread hangs from it. */
  card(channel = this.general): Promise<Message> {
    const { channels } = this.discord.guild;
    return this.message('the card', () => this.fromBot(channel).find(({ id }) => channels.has(id)));
  }

  fromBot(channel: string): Message[] {
    const { guild } = this.discord;
    return this.discord
      .visibleMessages(channel)
      .filter((each) => each.author === guild.bot.id && each.reference === null);
  }

  /** The first message of the thread that people see these words in. */
  says(card: Message, words: string | RegExp): Promise<Message> {
    return this.message(`"${words}" in the thread`, () => {
      const at = this.thread(card).findIndex((text) => isIn(text, words));
      return this.discord.visibleMessages(this.threadOf(card))[at];
    });
  }

  /** Resolves when a message reads like this. */
  async reads(message: Message, words: string | RegExp): Promise<void> {
    await until(`a message that reads ${words}`, () => isIn(this.text(message), words));
  }

  text(message: Message): string {
    const { discord } = this;
    return (
      discord.visible(message.channel)[
        discord.visibleMessages(message.channel).findIndex(({ id }) => id === message.id)
      ] ?? ''
    );
  }

  async message(what: string, look: () => Message | undefined): Promise<Message> {
    let found: Message | undefined;
    await until(what, () => {
      found = look();
      return found !== undefined;
    });
    if (found === undefined) throw new Error(`there is no ${what}`);
    return found;
  }

  /** The newest design, as the API shows it. */
  async design(): Promise<DesignView> {
    const { designs } = await this.daemon.get<{ designs: { id: string }[] }>('/designs?limit=1');
    return this.daemon.design(designs[0]?.id ?? '');
  }
}

function isIn(text: string, words: string | RegExp): boolean {
  return typeof words === 'string' ? text.includes(words) : words.test(text);
}
