import { type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import { acceptRefusals, callAgain } from '#acts/gateway/platform-access.ts';
import { type RightsAccess, rightsOf } from '#acts/gateway/platform-rights.ts';
import type { Asking } from '#engine/access/asking.ts';
import { createLookUpCache } from '#foundation/cache.ts';
import { RETRY_POLICIES } from '#foundation/retry.ts';
import { discordCodeOf } from '../calls/faults.ts';
import { ChannelExceptions, permissionsOf, Server } from '../calls/granted.ts';
import { Member } from '../calls/wire.ts';

/** The conversation or the person is gone, or the bot is not in the server. */
export const NOT_THERE: readonly (number | null)[] = [
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.UnknownMember,
  RESTJSONErrorCodes.MissingAccess,
];

const NAMES_KEPT_MS = 60_000;
const MAX_SERVERS = 500;

export type MemberRights = ReturnType<typeof createMemberRights>;

/**
 * What Discord says of members, roles and channels, kept for ten seconds. Each throws `ChatFault`
 * if it does not say.
 */
export function createMemberRights(rest: REST, access: RightsAccess) {
  const createRights = <Found>(what: string, look: (...ids: string[]) => Promise<Found>) =>
    rightsOf(
      access,
      what,
      async (key) =>
        (await acceptRefusals(discordCodeOf, NOT_THERE, () => look(...key.split(' ')))) ?? null,
    );
  const serverOf = async (guild = '') => Server.parse(await rest.get(Routes.guild(guild)));
  const servers = createRights('server', serverOf);
  // For names an old answer is better than none.
  const serversForNames = createLookUpCache(
    (guild) =>
      acceptRefusals(discordCodeOf, NOT_THERE, () =>
        callAgain(access, () => serverOf(guild), RETRY_POLICIES.lookUp),
      ),
    access.clock,
    { freshMs: NAMES_KEPT_MS },
    MAX_SERVERS,
  );
  const places = createRights('channel', async (channel = '') =>
    ChannelExceptions.parse(await rest.get(Routes.channel(channel))),
  );
  const members = createRights('member', async (guild = '', user = '') =>
    Member.parse(await rest.get(Routes.guildMember(guild, user))),
  );
  const threads = createRights('thread member', (thread = '', user = '') =>
    rest.get(Routes.threadMembers(thread, user)),
  );
  return {
    /** `null` if the person or the bot is not in the server. */
    member: (guild: string, user: string, asking: Asking) =>
      members.get(`${guild} ${user}`, asking),
    isInThread: async (thread: string, user: string, asking: Asking) =>
      (await threads.get(`${thread} ${user}`, asking)) !== null,
    /**
     * The person's permissions in a channel of the server; none if they or the bot are not there.
     */
    lookUpPermissions: async (
      guild: string,
      channel: string,
      user: string,
      asking: Asking,
    ): Promise<bigint> => {
      const [server, place, member] = await Promise.all([
        servers.get(guild, asking),
        places.get(channel, asking),
        members.get(`${guild} ${user}`, asking),
      ]);
      const isThere = server !== null && place !== null && member !== null;
      return isThere ? permissionsOf({ server, place, member }, guild, user) : 0n;
    },
    /**
     * Roles of a server by their names, from at most a minute ago; none where the bot is not.
     * Throws the call's error.
     */
    roles: async (guild: string) => (await serversForNames.get(guild))?.roles ?? [],
    forgetChannel: places.forget,
  };
}
