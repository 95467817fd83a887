import type { WebClient } from '@slack/web-api';
import * as z from 'zod';
import { callAgain, foundOr, type PlatformAccess } from '../../../acts/gateway/platform-access.ts';
import { readableName } from '../../../core/presentation/format/plain.ts';
import { UNKNOWN_NAME } from '../../../core/vocabulary/claimed-name.ts';
import type { Person } from '../../../engine/access/permission.ts';
import { lookUpCache } from '../../../foundation/cache.ts';
import { RETRY_POLICIES } from '../../../foundation/retry.ts';

/**
 * Milliseconds to look up a name that goes on record for good. Not much longer, since Slack repeats an unacknowledged
 * event.
 */
const RECORDED_MS = 5_000;
/** Milliseconds to look up a name that Slack has to show within three seconds. */
const AT_ONCE_MS = 1_500;
const [NAME_KEPT_MS, MAX_NAMES] = [3_600_000, 2_000];
const [GROUP_KEPT_MS, MAX_GROUPS] = [300_000, 100];
const MS_PER_SECOND = 1_000;
const UNKNOWN = { name: UNKNOWN_NAME, isActive: true, isKnown: false, clock: {} };

export type People = ReturnType<typeof createPeople>;

const name = z.string().optional();
const Account = z.object({
  user: z.object({
    name,
    real_name: name,
    /** Seconds. */
    tz_offset: z.number().min(-86_400).max(86_400).optional().catch(undefined),
    deleted: z.boolean().default(false),
    profile: z.object({ display_name: name, real_name: name }).default({}),
  }),
});
const Members = z.object({ users: z.array(z.string()) });

/** `groups`: ids of the user groups named in the policy. Membership is looked up only for these. */
export function createPeople(web: WebClient, access: PlatformAccess, groups: readonly string[]) {
  const { clock } = access;
  const again = <Found>(lookUp: () => Promise<Found>) => callAgain(access, lookUp, RETRY_POLICIES.lookUp);
  const accounts = lookUpCache((id) => again(() => accountOf(web, id)), clock, NAME_KEPT_MS, MAX_NAMES);
  const members = lookUpCache(
    (id) => again(async () => Members.parse(await web.usergroups.users.list({ usergroup: id })).users),
    clock,
    GROUP_KEPT_MS,
    MAX_GROUPS,
  );

  const account = (id: string, withinMs: number) =>
    foundOr(access, accounts.get(id), withinMs, UNKNOWN, { what: 'person', id });
  const membersOf = (group: string, withinMs: number) =>
    foundOr(access, members.get(group), withinMs, null, { what: 'group', id: group });
  const personWithin = async (id: string, withinMs: number): Promise<[person: Person, isSure: boolean]> => {
    const [{ name, clock: theirs }, memberships] = await Promise.all([
      account(id, withinMs),
      Promise.all(groups.map((group) => membersOf(group, withinMs))),
    ]);
    const known = groups.filter((_, at) => memberships[at]?.includes(id));
    return [{ id, name, groups: known, ...theirs }, !memberships.includes(null)];
  };

  return {
    /** Never throws. If the look-up fails, the person is called “somebody” and in no group. */
    person: async (id: string): Promise<Person> => (await personWithin(id, RECORDED_MS))[0],
    /** For what must be answered within three seconds. Not to be recorded, since the look-up may be cut short. */
    personAtOnce: async (id: string): Promise<Person> => (await personWithin(id, AT_ONCE_MS))[0],
    /** Like `personAtOnce`, and `isSure` if Slack answered in time for each group. */
    surelyAtOnce: (id: string) => personWithin(id, AT_ONCE_MS),
    /** `null` unless Slack knows this account as active. Never throws. */
    known: async (id: string): Promise<Person | null> => {
      const { isActive, isKnown } = await account(id, AT_ONCE_MS);
      return isActive && isKnown ? (await personWithin(id, AT_ONCE_MS))[0] : null;
    },
    /** Never throws; an account counts as active if the look-up fails. */
    isActive: async (id: string): Promise<boolean> => (await account(id, RECORDED_MS)).isActive,
  };
}

async function accountOf(web: WebClient, user: string) {
  const { user: found } = Account.parse(await web.users.info({ user }));
  const { profile } = found;
  const name = readableName([profile.display_name, profile.real_name, found.real_name, found.name]);
  const clock = {
    ...(found.tz_offset === undefined ? {} : { utcOffsetMs: found.tz_offset * MS_PER_SECOND }),
  };
  return { name, isActive: !found.deleted, isKnown: true, clock };
}
