import type { WebClient } from '@slack/web-api';
import * as z from 'zod';
import { lookUpCache } from '../../../runtime/cache.ts';
import {
  callAgain,
  foundOr,
  type PlatformAccess,
  pagesOf,
} from '../../../runtime/gateway/platform-access.ts';
import { RETRY_POLICIES } from '../../../runtime/retry.ts';

const [KEPT_MS, MAX_KEPT] = [60_000, 500];
const [PER_PAGE, MAX_CHANNELS] = [200, 2_000];
/** Milliseconds that somebody waits for a page of their own. */
const LOOK_UP_MS = 10_000;

const Page = z.object({
  channels: z.array(z.object({ id: z.string() })),
  response_metadata: z.object({ next_cursor: z.string().default('') }).optional(),
});

export type Memberships = ReturnType<typeof createMemberships>;

/**
 * The channels that somebody is in: of private ones those that the bot is in as well. A call for 200 channels, kept for a minute;
 * `null` where Slack does not say it. Never throws.
 */
export function createMemberships(web: WebClient, access: PlatformAccess) {
  const read = async (user: string): Promise<ReadonlySet<string>> => {
    const found = new Set<string>();
    const asked = { user, types: 'public_channel,private_channel', limit: PER_PAGE };
    const pages = pagesOf(PER_PAGE, '', async (cursor) => {
      const answer = Page.parse(await web.users.conversations(cursor === '' ? asked : { ...asked, cursor }));
      return { page: answer.channels, next: answer.response_metadata?.next_cursor || null };
    });
    for await (const { id } of pages) {
      if (found.size === MAX_CHANNELS) break;
      found.add(id);
    }
    return found;
  };
  const again = (user: string) => callAgain(access, () => read(user), RETRY_POLICIES.lookUp);
  const known = lookUpCache(again, access.clock, KEPT_MS, MAX_KEPT);
  return (user: string): Promise<ReadonlySet<string> | null> =>
    foundOr(access, known.get(user), LOOK_UP_MS, null, { what: 'channels', id: user });
}
