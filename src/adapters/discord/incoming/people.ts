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
const LOOK_UP_MS = 30_000;
/** The person or the bot is not in the server. */
const NOT_IN: readonly (number | null)[] = [
  RESTJSONErrorCodes.UnknownMember,
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.MissingAccess,
];

export type People = ReturnType<typeof createPeople>;

/** Events already contain most of it. `named`: ids of people and roles in the policy. */
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
    /** Looks up their roles in the server, under the given name. Never throws: without an answer they have no roles. */
    byId: async (id: string, name: string, guild: string | null): Promise<Person> => {
      const member = guild === null ? null : members.get(`${guild} ${id}`);
      const facts = { what: 'member', id };
      const found = member === null ? null : await foundOr(access, member, LOOK_UP_MS, null, facts);
      return { id, name, groups: found?.roles.filter((role) => named.includes(role)) ?? [] };
    },
    /** `null` if Discord does not answer. Never throws. */
    isInOneOf: async (id: string, guilds: readonly string[]): Promise<boolean | null> => {
      const isIn = async (guild: string): Promise<boolean> =>
        (await unlessRefused(discordCode, NOT_IN, () => lookUp(`${guild} ${id}`))) !== undefined;
      const facts = { what: 'member', id };
      const found = guilds.map((guild) => foundOr(access, isIn(guild), LOOK_UP_MS, null, facts));
      const answers = await Promise.all(found);
      return answers.includes(true) || (answers.includes(null) ? null : false);
    },
    /** Their roles in all of these servers; `null` if they are in none, or if Discord does not answer. Never throws. */
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
    /** Reads the roles anew. Throws the error of the call, also for a person who left the server. */
    member: async (user: User, guild: string | null): Promise<Person> =>
      known(user, guild === null ? null : await lookUp(`${guild} ${user.id}`)),
    /** Looks up roles that did not come with the event. Never throws: without an answer they have no roles. */
    person: async (user: User, guild: string | null): Promise<Person> => {
      if (guild === null) return known(user, null);
      const { id } = user;
      const member = members.get(`${guild} ${id}`);
      return known(user, await foundOr(access, member, LOOK_UP_MS, null, { what: 'member', id }));
    },
  };
}

export function nameOf({ username, global_name }: User, member: Member | null | undefined): string {
  return readableName([member?.nick, global_name, username]);
}
