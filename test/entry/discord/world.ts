import { ChannelType } from 'discord-api-types/v10';
import { ACTIONS } from '../../../src/acts/gateway/actions.ts';
import type { Seen } from '../../platforms/discord/acting.ts';
import { controls } from '../../platforms/discord/components.ts';
import type { Message } from '../../platforms/discord/message.ts';
import { readable } from '../../platforms/discord/readable.ts';
import { type DiscordOptions, type DiscordServer, startDiscord } from '../../platforms/discord/server.ts';
import { insist } from '../chat/telling.ts';
import { ChatWorld, type Entries, type Environment } from '../chat/world.ts';
import { afterwards } from '../waiting.ts';

/** For stories that are not about how fast people are answered. */
const PATIENT = { ackMs: 20_000 };

/** Clicks after which a story confirms itself. */
const APART: readonly string[] = [ACTIONS.cancel, ACTIONS.runAgain, ACTIONS.choose, ACTIONS.sure];

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
  static async open({ discord, environment = {}, isServedHere = true }: WorldOptions = {}): Promise<World> {
    const server = await startDiscord({ ...PATIENT, ...discord });
    afterwards(server.close);
    const world = new World(server);
    return world.opened(typeof environment === 'function' ? environment(world) : environment, isServedHere);
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

  calls(person: string, card: Message): string[] {
    return this.messages(card)
      .filter(({ author, pings }) => author === this.discord.guild.bot.id && pings.includes(person))
      .map((each) => this.text(each));
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

  mention(person: string, card: Message, words: string): void {
    this.discord.people.mention(person, this.threadOf(card), words);
  }

  ask(person: string, channel: string, words: string): void {
    this.discord.people.mention(person, channel, words);
  }

  hasButton({ id }: Message, action: string): boolean {
    const now = this.discord.guild.messages.get(id);
    return controls(now?.components ?? []).some(
      (each) => 'custom_id' in each && each.custom_id?.startsWith(`${action} `),
    );
  }

  shownTo(person: string): Message | undefined {
    return this.discord.people.ephemeral(person).at(-1);
  }

  /** What is asked once more is confirmed, but for what a story confirms itself. */
  async press(person: string, message: Message, action: string, choice?: string | RegExp): Promise<Seen> {
    const option = choice === undefined ? [] : [optionOf(message, choice)];
    const seen = await this.discord.people.click(person, message, action, ...option);
    const asked = this.discord.people.ephemeral(person).at(-1);
    const isAsked = asked !== undefined && !APART.includes(action) && this.hasButton(asked, ACTIONS.sure);
    return isAsked ? this.discord.people.click(person, asked, ACTIONS.sure) : seen;
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

  onPosted(hear: (text: string) => void): void {
    const { guild } = this.discord;
    const told = guild.watch;
    guild.watch = (change) => {
      told(change);
      const isSaid = change.kind === 'posted' || change.kind === 'edited';
      if (!isSaid || change.message.author !== guild.bot.id) return;
      hear(readable(guild, change.message));
    };
  }

  async fill(person: string, message: Message, action: string, entries: Entries): Promise<Seen> {
    const { modal } = await insist('a form is opened', async () => {
      const seen = await this.discord.people.click(person, message, action);
      return { ...seen, isAcknowledged: seen.modal !== null };
    });
    if (modal === null) throw new Error('no form was opened');
    return insist('the form is taken', () => this.discord.people.submit(person, modal, entries));
  }
}

/** What a menu in this message calls the choice that reads like this. */
export function optionOf({ components }: Message, label: string | RegExp): string {
  const options = controls(components).flatMap((each) => (each.type === 3 ? each.options : []));
  const reads = (said: string) => (typeof label === 'string' ? said === label : label.test(said));
  return options.find((each) => reads(each.label))?.value ?? `no option ${label}`;
}

/** What this person was shown last, and nobody else sees. */
export function shownTo(world: World, person: string): Message {
  const shown = world.shownTo(person);
  if (shown === undefined) throw new Error('nothing is shown to them');
  return shown;
}
