import { type REST, Routes } from 'discord.js';
import { BOUNDS } from '../../core/events.ts';
import { atMost } from '../../core/text.ts';
import { Remembered } from '../../runtime/gateway/remembered.ts';
import { isolated, oneLine } from '../../runtime/message/plain.ts';
import type { Person } from '../../runtime/permission.ts';
import type { Clock } from '../../runtime/ports/clock.ts';
import type { Log } from '../../runtime/ports/log.ts';
import { toldAgain } from './again.ts';
import { failureOf } from './failure.ts';
import { Member, type User } from './payload.ts';

const [KEPT_MS, MOST_KEPT] = [300_000, 2_000];
const NOBODY_KNOWN = 'somebody';

/** The people of Discord, as far as Charrette needs to know them. Most of what there is to know comes with what they do. */
export interface People {
  readonly known: (user: User, member: Member | null | undefined) => Person;
  /** The same where their place in the server did not come along, and is looked up. Never throws: without it they have no roles. */
  readonly person: (user: User, guild: string | null) => Promise<Person>;
}

export interface PeopleOptions {
  readonly rest: REST;
  readonly clock: Clock;
  readonly log: Log;
  /** Ids that the policy names: of people, and of roles, which are told apart by nothing. */
  readonly named: readonly string[];
}

export function createPeople({ rest, clock, log, named }: PeopleOptions): People {
  const lookUp = async (key: string): Promise<Member> => {
    const [guild = '', id = ''] = key.split(' ');
    return Member.parse(await toldAgain(() => rest.get(Routes.guildMember(guild, id))));
  };
  const members = new Remembered(lookUp, clock, KEPT_MS, MOST_KEPT);

  const known = (user: User, member: Member | null | undefined): Person => ({
    id: user.id,
    name: nameOf(user, member),
    groups: member?.roles.filter((role) => named.includes(role)) ?? [],
  });
  return {
    known,
    person: async (user, guild) => {
      if (guild === null) return known(user, null);
      const member = await members.get(`${guild} ${user.id}`).catch((error: unknown) => {
        log.warn('discord_look_up_failed', { what: 'member', id: user.id, error: failureOf(error) });
        return null;
      });
      return known(user, member);
    },
  };
}

/** The name that people see. Cut before it is isolated, so that what turns the reading order around always ends within it. */
export function nameOf({ username, global_name }: User, member: Member | null | undefined): string {
  const names = [member?.nick, global_name, username].map((each) =>
    isolated(atMost(oneLine(each ?? ''), BOUNDS.personCharacters - 2).trim()),
  );
  return names.find((each) => each !== '') ?? NOBODY_KNOWN;
}
