import * as z from 'zod';
import { NAME_KEPT_MS } from '#acts/gateway/channel-names.ts';
import { lookUpOr } from '#acts/gateway/platform-access.ts';
import { lookUpUnlessBarred, type RightsAccess, rightsOf } from '#acts/gateway/platform-rights.ts';
import { UNKNOWN_NAME } from '#core/vocabulary/claimed-name.ts';
import type { Asking } from '#engine/access/asking.ts';
import type { Person } from '#engine/access/permission.ts';
import { createLookUpCache } from '#foundation/cache.ts';
import { ChatFault } from '#ports/chat.ts';
import { makeReadableName } from '#presentation/format/plain.ts';
import type { SlackCalls } from '../calls/web-client.ts';

/**
 * Milliseconds to look up a name that goes on record for good. Not much longer, since Slack repeats
 * an unacknowledged event.
 */
const RECORDED_MS = 5_000;
/** Milliseconds to look up a name that Slack has to show within three seconds. */
const AT_ONCE_MS = 1_500;
const MAX_NAMES = 2_000;
const MS_PER_SECOND = 1_000;
const UNKNOWN = { name: UNKNOWN_NAME, isApp: false, clock: {} };
const ACTIVE = { isActive: true };

export type People = ReturnType<typeof createPeople>;

const name = z.string().optional();
const Account = z.object({
  user: z.object({
    name,
    real_name: name,
    /** Seconds. */
    tz_offset: z.number().min(-86_400).max(86_400).optional().catch(undefined),
    deleted: z.boolean().default(false),
    is_bot: z.boolean().default(false),
    team_id: name,
    enterprise_id: name,
    enterprise_user: z.object({ enterprise_id: name }).optional(),
    profile: z.object({ display_name: name, real_name: name }).default({}),
  }),
});
const Groups = z.object({
  usergroups: z.array(
    z.object({ id: z.string(), handle: name, users: z.array(z.string()).default([]) }),
  ),
});

/**
 * Names are kept for ten minutes, rights for ten seconds. `groups`: ids of the user groups named in
 * the policy. Membership is looked up only for these.
 */
export function createPeople(calls: SlackCalls, access: RightsAccess, groups: readonly string[]) {
  const accounts = rightsOf(access, 'person', (id) => accountOf(calls, id));
  const members = rightsOf(access, 'groups', () => membersOf(calls));
  const names = createLookUpCache(
    (id) => accounts.get(id, 'page'),
    access.clock,
    { freshMs: NAME_KEPT_MS },
    MAX_NAMES,
  );

  const readAccount = (id: string, withinMs: number) =>
    lookUpOr(access, names.get(id), withinMs, UNKNOWN, { what: 'person', id });
  /** `null` for a deactivated account. */
  const groupsOf = async (
    id: string,
    asking: Asking,
    withinMs?: number,
  ): Promise<readonly string[] | null> => {
    const [{ isActive }, all] = await Promise.all([
      accounts.get(id, asking, withinMs),
      groups.length === 0 ? null : members.get('', asking, withinMs),
    ]);
    return isActive ? groups.filter((group) => all?.get(group)?.users.includes(id)) : null;
  };
  const personWithin = async (id: string, withinMs: number): Promise<Person> => {
    const [{ name, clock: theirs }, { found, ...barred }] = await Promise.all([
      readAccount(id, withinMs),
      lookUpUnlessBarred(access, groupsOf(id, 'act', withinMs)),
    ]);
    return { id, name, groups: found ?? [], ...barred, ...theirs };
  };

  return {
    /** Never throws. If the look-up fails, the person is called “somebody”, and barred. */
    person: (id: string) => personWithin(id, RECORDED_MS),
    /**
     * For what must be answered within three seconds. Not to be recorded, since the look-up may be
     * cut short.
     */
    personAtOnce: (id: string) => personWithin(id, AT_ONCE_MS),
    /** Never throws, like `nameAtOnce`. */
    name: async (id: string) => (await readAccount(id, RECORDED_MS)).name,
    nameAtOnce: async (id: string) => (await readAccount(id, AT_ONCE_MS)).name,
    /**
     * Never throws. Groups are looked up only if the policy names some, since that needs a scope.
     */
    groupName: async (id: string): Promise<string> => {
      if (groups.length === 0) return UNKNOWN_NAME;
      const all = members.get('', 'page', AT_ONCE_MS);
      const allGroups = await lookUpOr(access, all, AT_ONCE_MS, null, { what: 'groups' });
      return allGroups?.get(id)?.handle ?? UNKNOWN_NAME;
    },
    /** `null` for a deactivated account. Throws `ChatFault` if Slack does not say. */
    member: async (id: string, asking: Asking): Promise<Person | null> => {
      const [{ name, clock: theirs }, known] = await Promise.all([
        readAccount(id, AT_ONCE_MS),
        groupsOf(id, asking),
      ]);
      return known && { id, name, groups: known, ...theirs };
    },
    /** Never throws; an account counts as active if the look-up fails. */
    isActive: async (id: string): Promise<boolean> => {
      const account = accounts.get(id, 'act', RECORDED_MS);
      return (await lookUpOr(access, account, RECORDED_MS, ACTIVE, { what: 'person', id }))
        .isActive;
    },
    /** `null` if Slack does not show the account to us. Throws `ChatFault` if it does not say. */
    homeOf: async (id: string) => {
      try {
        return (await accounts.get(id, 'page', AT_ONCE_MS)).home;
      } catch (error) {
        const cause = error instanceof ChatFault ? error.cause : null;
        if (cause instanceof ChatFault && cause.kind !== 'passing') return null;
        throw error;
      }
    },
    /** `true` for an app's account. Throws `ChatFault` if Slack does not say. */
    isApp: async (id: string): Promise<boolean> => (await names.get(id)).isApp,
    forget: (id: string): void => {
      accounts.forget(id);
      names.forget(id);
    },
    forgetGroups: () => members.forget(''),
  };
}

async function accountOf(calls: SlackCalls, user: string) {
  const { user: account } = Account.parse(
    await calls.lookUp('users.info', (web) => web.users.info({ user })),
  );
  const { profile } = account;
  const name = makeReadableName([
    profile.display_name,
    profile.real_name,
    account.real_name,
    account.name,
  ]);
  const clock = {
    ...(account.tz_offset === undefined ? {} : { utcOffsetMs: account.tz_offset * MS_PER_SECOND }),
  };
  const organisation = account.enterprise_user?.enterprise_id ?? account.enterprise_id ?? null;
  const home = { team: account.team_id ?? null, organisation };
  return { name, isActive: !account.deleted, isApp: account.is_bot, home, clock };
}

/** Members of all groups, in one call: Slack allows few. */
async function membersOf(calls: SlackCalls) {
  const list = await calls.lookUp('usergroups.list', (web) =>
    web.usergroups.list({ include_users: true }),
  );
  return new Map(Groups.parse(list).usergroups.map((group) => [group.id, group]));
}
