import type { WebClient } from '@slack/web-api';
import pRetry from 'p-retry';
import * as z from 'zod';
import { BOUNDS } from '../../core/events.ts';
import { atMost } from '../../core/text.ts';
import { Remembered } from '../../runtime/gateway/remembered.ts';
import { isolated, oneLine } from '../../runtime/message/plain.ts';
import type { Person } from '../../runtime/permission.ts';
import type { Clock } from '../../runtime/ports/clock.ts';
import type { Log } from '../../runtime/ports/log.ts';
import { faultOf, slackCode } from './faults.ts';

/** Milliseconds that a look-up may take: who asks for somebody has three seconds for all that it does. */
const PATIENCE_MS = 1_500;
/** Milliseconds before the one further try. */
const AGAIN_MS = 200;
const [NAME_KEPT_MS, MOST_NAMES] = [3_600_000, 2_000];
const [GROUP_KEPT_MS, MOST_GROUPS] = [300_000, 100];
const NOBODY_KNOWN = 'somebody';

/** The people of a workspace, as far as Charrette needs to know them. */
export interface People {
  /** Never throws. Whose name cannot be found out in time is "somebody", and in none of the groups. */
  readonly person: (id: string) => Promise<Person>;
  /** Whether this account may still be used. Never throws; one that cannot be looked up counts as active. */
  readonly isActive: (id: string) => Promise<boolean>;
}

export interface PeopleOptions {
  readonly web: WebClient;
  readonly clock: Clock;
  readonly log: Log;
  /** Ids of the user groups that the policy names; nobody's membership of any other is looked up. */
  readonly groups: readonly string[];
}

const name = z.string().optional();
const Account = z.object({
  user: z.object({
    name,
    real_name: name,
    deleted: z.boolean().default(false),
    profile: z.object({ display_name: name, real_name: name }).default({}),
  }),
});
const Members = z.object({ users: z.array(z.string()) });

export function createPeople({ web, clock, log, groups }: PeopleOptions): People {
  const accounts = new Remembered((id) => twice(() => accountOf(web, id)), clock, NAME_KEPT_MS, MOST_NAMES);
  const members = new Remembered((id) => twice(() => membersOf(web, id)), clock, GROUP_KEPT_MS, MOST_GROUPS);

  /** What is not known in time, or not at all, is something else instead. */
  async function orElse<Value>(lookUp: Promise<Value>, fallback: Value, facts: object): Promise<Value> {
    const late = Promise.withResolvers<Value>();
    using _alarm = clock.at(clock.now() + PATIENCE_MS, () => {
      log.warn('slack_look_up_late', { ...facts });
      late.resolve(fallback);
    });
    const known = lookUp.catch((error: unknown) => {
      log.warn('slack_look_up_failed', { ...facts, code: slackCode(error) });
      return fallback;
    });
    return await Promise.race([known, late.promise]);
  }

  const account = (id: string) =>
    orElse(accounts.get(id), { name: NOBODY_KNOWN, isActive: true }, { what: 'person', id });
  const isIn = async (group: string, id: string) =>
    (await orElse(members.get(group), [], { what: 'group', id: group })).includes(id);

  return {
    person: async (id) => {
      const [{ name }, memberships] = await Promise.all([
        account(id),
        Promise.all(groups.map((group) => isIn(group, id))),
      ]);
      return { id, name, groups: groups.filter((_, at) => memberships[at]) };
    },
    isActive: async (id) => (await account(id)).isActive,
  };
}

/** Once more where Slack failed in passing: a name is recorded for good with what its bearer says. */
function twice<Value>(lookUp: () => Promise<Value>): Promise<Value> {
  return pRetry(lookUp, {
    retries: 1,
    minTimeout: AGAIN_MS,
    shouldRetry: ({ error }) => !(error instanceof z.ZodError) && faultOf(error).kind === 'passing',
  });
}

async function accountOf(web: WebClient, user: string) {
  const { user: found } = Account.parse(await web.users.info({ user }));
  const { profile } = found;
  const names = [profile.display_name, profile.real_name, found.real_name, found.name, NOBODY_KNOWN];
  const readable = names.map((each) => nameOf(each ?? '')).find((each) => each !== '');
  return { name: readable ?? NOBODY_KNOWN, isActive: !found.deleted };
}

/** Cut before it is isolated, so that what turns the reading order around always ends within the name. */
function nameOf(given: string): string {
  return isolated(atMost(oneLine(given), BOUNDS.personCharacters - 2).trim());
}

async function membersOf(web: WebClient, usergroup: string): Promise<string[]> {
  return Members.parse(await web.usergroups.users.list({ usergroup })).users;
}
