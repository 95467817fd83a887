import { type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import { LRUCache } from 'lru-cache';
import * as z from 'zod';
import type { CallingPolicy } from '#acts/drawing/calls.ts';
import { acceptRefusals } from '#acts/gateway/platform-access.ts';
import { ChatFault } from '#ports/chat.ts';
import { discordCodeOf } from '../calls/faults.ts';
import type { DiscordCalls } from '../calls/rest.ts';
import { DiscordChannel, discordId, Identified } from '../calls/wire.ts';

export interface Called {
  readonly users: readonly string[];
  readonly roles: readonly string[];
  readonly words: string;
}

/**
 * The person has left, Discord keeps them out, or the thread is full: the design goes on without
 * them.
 */
const NOT_THERE = [
  RESTJSONErrorCodes.UnknownUser,
  RESTJSONErrorCodes.UnknownMember,
  RESTJSONErrorCodes.MissingAccess,
  RESTJSONErrorCodes.MissingPermissions,
  RESTJSONErrorCodes.MaximumThreadParticipantsReached,
];
/**
 * The message cannot get a reaction: it is deleted, full of reactions, or its author has blocked
 * the bot.
 */
const NOT_SHOWN = [
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownEmoji,
  RESTJSONErrorCodes.MaximumNumberOfReactionsReached,
  RESTJSONErrorCodes.ReactionWasBlocked,
];
const MARKS = { heard: encodeURIComponent('👀'), answered: encodeURIComponent('✅') };
const Roles = z.array(Identified);
const MAX_CHANNELS = 500;

/** Mentions people, adds them to the thread, and reacts to their messages. */
export class ThreadPeople {
  readonly #calls: DiscordCalls;
  readonly #policy: CallingPolicy;
  readonly #roles = new LRUCache<string, readonly string[]>({ max: MAX_CHANNELS });

  constructor(calls: DiscordCalls, policy: CallingPolicy) {
    this.#calls = calls;
    this.#policy = policy;
  }

  /**
   * `null` if the message calls no one. An id does not show if it is a person's or a role's, so the
   * server's roles are read.
   */
  async findCalled(
    called: readonly string[],
    channel: string,
    signal: AbortSignal,
  ): Promise<Called | null> {
    const ids = called.filter((each) => discordId.safeParse(each).success);
    if (ids.length === 0) return null;
    const idsOfPolicy = [...this.#policy.deciders, ...this.#policy.operators];
    const knownRoles = ids.some((each) => idsOfPolicy.includes(each))
      ? await this.#rolesOf(channel, signal)
      : [];
    const roles = ids.filter((each) => knownRoles.includes(each));
    const users = ids.filter((each) => !knownRoles.includes(each));
    const words = ids
      .map((each) => (knownRoles.includes(each) ? `<@&${each}>` : `<@${each}>`))
      .join(' ');
    return { users, roles, words };
  }

  async add(thread: string, person: string, signal: AbortSignal): Promise<void> {
    const route = Routes.threadMembers(thread, person);
    const add = (rest: REST) => acceptRefusals(discordCodeOf, NOT_THERE, () => rest.put(route));
    await this.#calls.make(add, signal);
  }

  async react(
    place: string,
    message: string,
    mark: keyof typeof MARKS,
    signal: AbortSignal,
  ): Promise<void> {
    const route = Routes.channelMessageOwnReaction(place, message, MARKS[mark]);
    const react = (rest: REST) => acceptRefusals(discordCodeOf, NOT_SHOWN, () => rest.put(route));
    await this.#calls.makeIn(place, react, signal);
  }

  /** Roles of the channel's server; empty if they cannot be read, as in a direct conversation. */
  async #rolesOf(channel: string, signal: AbortSignal): Promise<readonly string[]> {
    const cached = this.#roles.get(channel);
    if (cached !== undefined) return cached;
    const read = async (rest: REST): Promise<string[]> => {
      const { guild_id: guild } = DiscordChannel.parse(await rest.get(Routes.channel(channel)));
      return guild == null
        ? []
        : Roles.parse(await rest.get(Routes.guildRoles(guild))).map(({ id }) => id);
    };
    try {
      const roles = await this.#calls.make(read, signal);
      this.#roles.set(channel, roles);
      return roles;
    } catch (error) {
      if (!(error instanceof ChatFault) || error.kind === 'passing') throw error;
      return [];
    }
  }
}
