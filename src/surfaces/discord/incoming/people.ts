import { lookUpUnlessBarred, type RightsAccess } from '#acts/gateway/platform-rights.ts';
import type { Asking } from '#engine/access/asking.ts';
import type { Person } from '#engine/access/permission.ts';
import { ChatFault } from '#ports/chat.ts';
import { makeReadableName } from '#presentation/format/plain.ts';
import type { Member, User } from '../calls/wire.ts';
import type { MemberRights } from './member-rights.ts';

export type People = ReturnType<typeof createPeople>;

/** Events already contain most of it. `ids`: those of people and roles in the policy. */
export function createPeople(rights: MemberRights, access: RightsAccess, ids: readonly string[]) {
  const personOf = (user: User, member: Partial<Member> | null | undefined): Person => ({
    id: user.id,
    name: memberNameOf(user, member),
    groups: member?.roles?.filter((role) => ids.includes(role)) ?? [],
  });
  /**
   * For an act, with roles that did not come with the event. Never throws: without an answer they
   * are barred.
   */
  const person = async (user: User, guild: string | null): Promise<Person> => {
    if (guild === null) return personOf(user, null);
    const { found, ...barred } = await lookUpUnlessBarred(
      access,
      rights.member(guild, user.id, 'act'),
    );
    return { ...personOf(user, found), ...barred };
  };
  const membersIn = (id: string, guilds: readonly string[], asking: Asking) =>
    Promise.all(guilds.map((guild) => rights.member(guild, id, asking)));
  return {
    known: personOf,
    person,
    /** The same, under the given name. */
    byId: async (id: string, name: string, guild: string | null): Promise<Person> => ({
      ...(await person({ id, username: name, bot: false }, guild)),
      name,
    }),
    /** `null` if Discord does not answer. Never throws. */
    isInOneOf: async (id: string, guilds: readonly string[]): Promise<boolean | null> => {
      try {
        return (await membersIn(id, guilds, 'act')).some((member) => member !== null);
      } catch (error) {
        if (error instanceof ChatFault) return null;
        throw error;
      }
    },
    /**
     * Their roles in all of these servers; `null` if they are in none. Throws `ChatFault` if
     * Discord does not say.
     */
    memberOf: async (
      id: string,
      guilds: readonly string[],
      asking: Asking,
    ): Promise<Person | null> => {
      const members = (await membersIn(id, guilds, asking)).filter((member) => member !== null);
      const user = members.find((member) => member.user != null)?.user;
      if (user == null) return null;
      const roles = [...new Set(members.flatMap((member) => member.roles))];
      return personOf(user, { nick: members[0]?.nick, roles });
    },
  };
}

export function memberNameOf(
  { username, global_name }: User,
  member: Partial<Member> | null | undefined,
): string {
  return makeReadableName([member?.nick, global_name, username]);
}
