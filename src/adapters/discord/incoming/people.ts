import { type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import {
  callAgain,
  foundOr,
  type PlatformAccess,
  unlessRefused,
} from '../../../acts/gateway/platform-access.ts';
import { readableName } from '../../../core/presentation/format/plain.ts';
import type { Person } from '../../../engine/access/permission.ts';
import { lookUpCache } from '../../../foundation/cache.ts';
import { discordCode } from '../calls/faults.ts';
import { Member, type User } from '../calls/wire.ts';

const [KEPT_MS, MAX_KEPT] = [300_000, 2_000];
/** Milliseconds for a look-up with all its attempts. */
const LOOK_UP_MS = 30_000;
/** They are not in the server, or the bot is not. */
const NOT_IN: readonly (number | null)[] = [
  RESTJSONErrorCodes.UnknownMember,
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.MissingAccess,
];

export type People = ReturnType<typeof createPeople>;

/**
 * The people of Discord, as far as Charrette needs to know them; most of that comes with what they do. `named`: ids that the
 * policy names, of people and of roles.
 */
export function createPeople(rest: REST, access: PlatformAccess, named: readonly string[]) {
  const lookUp = async (key: string): Promise<Member> => {
    const [guild = '', id = ''] = key.split(' ');
    return Member.parse(await callAgain(access, () => rest.get(Routes.guildMember(guild, id))));
  };
  const members = lookUpCache(lookUp, access.clock, KEPT_MS, MAX_KEPT);

  const known = (user: User, member: Member | null | undefined): Person => ({
    id: user.id,
    name: nameOf(user, member),
    groups: member?.roles.filter((role) => named.includes(role)) ?? [],
  });
  return {
    known,
    /** The person of this id with their place in the server, under a name that is known. Never throws: without it they have no roles. */
    byId: async (id: string, name: string, guild: string | null): Promise<Person> => {
      const member = guild === null ? null : members.get(`${guild} ${id}`);
      const facts = { what: 'member', id };
      const found = member === null ? null : await foundOr(access, member, LOOK_UP_MS, null, facts);
      return { id, name, groups: found?.roles.filter((role) => named.includes(role)) ?? [] };
    },
    /** Tells if they are in one of these servers now; `null` where Discord does not say. Never throws. */
    isInOneOf: async (id: string, guilds: readonly string[]): Promise<boolean | null> => {
      const isIn = async (guild: string): Promise<boolean> =>
        (await unlessRefused(discordCode, NOT_IN, () => lookUp(`${guild} ${id}`))) !== undefined;
      const facts = { what: 'member', id };
      const found = guilds.map((guild) => foundOr(access, isIn(guild), LOOK_UP_MS, null, facts));
      const answers = await Promise.all(found);
      return answers.includes(true) || (answers.includes(null) ? null : false);
    },
    /** Returns the person with their roles in all of these servers; `null` where they are in none, or Discord does not say. Never throws. */
    memberOf: async (id: string, guilds: readonly string[]): Promise<Person | null> => {
      const facts = { what: 'member', id };
      const found = await Promise.all(
        guilds.map((guild) => foundOr(access, members.get(`${guild} ${id}`), LOOK_UP_MS, null, facts)),
      );
      const there = found.filter((member) => member !== null);
      const user = there.find((member) => member.user != null)?.user;
      if (user == null) return null;
      const roles = there.flatMap((member) => member.roles);
      return { ...known(user, there[0]), groups: [...new Set(roles)].filter((role) => named.includes(role)) };
    },
    /**
     * Returns the person with their place in the server now. Throws the error of the call, also for a person who has left the
     * server.
     */
    member: async (user: User, guild: string | null): Promise<Person> =>
      known(user, guild === null ? null : await lookUp(`${guild} ${user.id}`)),
    /** The same where their place in the server did not come along, and is looked up. Never throws: without it they have no roles. */
    person: async (user: User, guild: string | null): Promise<Person> => {
      if (guild === null) return known(user, null);
      const { id } = user;
      const member = members.get(`${guild} ${id}`);
      return known(user, await foundOr(access, member, LOOK_UP_MS, null, { what: 'member', id }));
    },
  };
}

/** The name that people see. */
export function nameOf({ username, global_name }: User, member: Member | null | undefined): string {
  return readableName([member?.nick, global_name, username]);
}
