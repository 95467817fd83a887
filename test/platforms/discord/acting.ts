import { ChannelType, type InteractionType } from 'discord-api-types/v10';
import type { Command, Commands } from './commands.ts';
import type { GatewayDeliveries } from './deliveries.ts';
import { event } from './events.ts';
import type { Guild } from './guild.ts';
import type { Choice, Interaction, Interactions } from './interactions.ts';
import type { Message } from './message.ts';
import type { OpenModal } from './modal.ts';
import { has } from './permissions.ts';
import type { Channel } from './places.ts';
import { readable } from './readable.ts';
import { wireChannel, wireMember, wireMessage, wireUser } from './wire.ts';

/** What a person sees once the app has answered, or has not. */
export interface Seen {
  /** Whether the app has answered in time. */
  readonly isAcknowledged: boolean;
  /** What only they see and did not see so before, as far as it has come. */
  readonly privately: readonly string[];
  readonly modal: OpenModal | null;
  readonly choices: readonly Choice[];
  readonly interaction: Interaction;
}

export interface Act {
  readonly person: string;
  readonly channel: string;
  readonly type: InteractionType;
  /** For people: what is done. */
  readonly what: string;
  readonly data: object;
  readonly message?: Message | null;
  readonly answerType?: number;
}

/**
 * Kinds of places as interactions name them: a direct conversation with the bot, one of people; a
 * server else.
 */
const CONTEXT: Partial<Record<ChannelType, 0 | 1 | 2>> = {
  [ChannelType.DM]: 1,
  [ChannelType.GroupDM]: 2,
};

/** Brings what a person does to the app, and looks at what they see then. */
export class Acting {
  readonly guild: Guild;
  readonly commands: Commands;
  readonly interactions: Interactions;
  readonly #deliveries: GatewayDeliveries;
  /** How long a person waits for a deferred answer, in milliseconds. */
  readonly #timeoutMs: number;

  constructor(
    parts: { guild: Guild; commands: Commands; interactions: Interactions },
    deliveries: GatewayDeliveries,
    timeoutMs: number,
  ) {
    this.guild = parts.guild;
    this.commands = parts.commands;
    this.interactions = parts.interactions;
    this.#deliveries = deliveries;
    this.#timeoutMs = timeoutMs;
  }

  async act({
    person,
    channel,
    type,
    what,
    data,
    message = null,
    answerType = 0,
  }: Act): Promise<Seen> {
    const { thread } = this.guild.channel(channel);
    if (thread?.isArchived && !thread.isLocked) this.guild.archive(channel, false);
    const before = new Map(
      this.guild.messages.onlyFor(person).map((each) => [each.id, this.#read(each)]),
    );
    const interaction = this.interactions.add({ type, what, person, channel, message, answerType });
    const payload = {
      ...this.#place(person, channel),
      id: interaction.id,
      token: interaction.token,
      type,
      data,
    };
    const shown =
      message === null ? {} : { message: wireMessage(this.guild, message, { mayRead: true }) };
    this.#deliveries.send(event('INTERACTION_CREATE', 0, { ...payload, ...shown }));
    await interaction.settled;
    const isAcknowledged = interaction.state === 'acknowledged';
    if (interaction.isThinking) await this.#wait(interaction.fulfilled);
    const news = this.guild.messages
      .onlyFor(person)
      .filter((each) => before.get(each.id) !== this.#read(each));
    const failed = isAcknowledged ? [] : ['Discord: The application did not respond'];
    const privately = [...failed, ...news.map((each) => this.#read(each))];
    return {
      isAcknowledged,
      privately,
      modal: interaction.modal,
      choices: interaction.choices ?? [],
      interaction,
    };
  }

  #read(message: Message): string {
    return readable(this.guild, message);
  }

  async #wait(promised: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const bound = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.#timeoutMs);
    });
    await Promise.race([promised, bound]);
    clearTimeout(timer);
  }

  /** Where it is done, by whom, and what they may do there. */
  #place(person: string, id: string): object {
    const { guild } = this;
    const who = guild.people.get(person);
    if (who === undefined) throw new Error(`there is nobody called ${person}`);
    const channel = guild.channel(id);
    const permissions = guild.permissions(person, channel);
    const isInServer = channel.type !== ChannelType.DM && channel.type !== ChannelType.GroupDM;
    const { permission_overwrites: _exceptions, ...shown } = wireChannel(guild, channel) as Record<
      string,
      unknown
    >;
    const owners = { authorizing_integration_owners: this.#owners(person, channel) };
    const scene = !isInServer
      ? { user: wireUser(who), context: CONTEXT[channel.type] ?? 0, ...owners }
      : {
          guild_id: guild.id,
          guild: { id: guild.id, locale: 'en-US', features: [] },
          guild_locale: 'en-US',
          member: wireMember(guild, who, permissions),
          context: 0,
          ...owners,
        };
    return {
      application_id: guild.application,
      ...scene,
      channel_id: id,
      channel: { ...shown, permissions: String(permissions) },
      version: 1,
      locale: 'en-US',
      app_permissions: String(guild.permissions(guild.bot.id, channel)),
      entitlements: [],
      attachment_size_limit: 10_485_760,
    };
  }

  /** By which installations the app may be used there: the server's, the person's. */
  #owners(person: string, { type }: Channel): Readonly<Record<string, string>> {
    const { guild } = this;
    const isOfServer = type !== ChannelType.GroupDM && !guild.isLeft;
    const server = isOfServer ? { '0': type === ChannelType.DM ? '0' : guild.id } : {};
    const own = guild.installedBy?.has(person) ? { '1': person } : {};
    return { ...server, ...own };
  }

  /** The command that a person chooses in a channel; one that they are not offered is an error. */
  offered(
    person: string,
    channelId: string,
    type: number,
    isIt: (command: Command) => boolean,
  ): Command {
    const { guild } = this;
    const channel = guild.channel(channelId);
    const context = CONTEXT[channel.type] ?? 0;
    const by = Object.keys(this.#owners(person, channel));
    const command = this.commands
      .offered(context !== 0 || guild.isLeft ? null : guild.id)
      .find((each) => each.type === type && isIt(each));
    const name = guild.people.get(person)?.name ?? person;
    if (command === undefined) throw new Error(`${name} is offered no such command here`);
    const { contexts = [0, 1], integration_types: types = [0] } = command;
    const isOffered = contexts.includes(context) && types.some((each) => by.includes(String(each)));
    if (!isOffered) throw new Error(`/${command.name} is not offered here`);
    const mayUse = has(guild.permissions(person, channel), 'UseApplicationCommands');
    if (context === 0 && !mayUse) throw new Error(`${name} may not use /${command.name} here`);
    return command;
  }
}
