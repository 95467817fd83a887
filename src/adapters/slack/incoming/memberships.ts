import type { WebClient } from '@slack/web-api';
import * as z from 'zod';
import { callAgain, foundOr, type PlatformAccess, pagesOf } from '../../../acts/gateway/platform-access.ts';
import { type PlatformReaders, readersBy } from '../../../engine/access/may-read.ts';
import type { Policy } from '../../../engine/access/permission.ts';
import { lookUpCache } from '../../../foundation/cache.ts';
import { RETRY_POLICIES } from '../../../foundation/retry.ts';

const [KEPT_MS, MAX_KEPT] = [10_000, 500];
const [PER_PAGE, MAX_CHANNELS] = [200, 2_000];
const LOOK_UP_MS = 10_000;

const Page = z.object({
  channels: z.array(z.object({ id: z.string() })),
  response_metadata: z.object({ next_cursor: z.string().default('') }).optional(),
});

/**
 * Members of a channel may read it. Of private channels, Slack shows the bot only its own. Cached for ten seconds, and
 * read in pages of 200 channels. `null` if Slack does not answer now, even if it did before.
 */
export function createReaders(web: WebClient, access: PlatformAccess, policy: Policy): PlatformReaders {
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
  const known = lookUpCache(again, access.clock, KEPT_MS, MAX_KEPT, 'throw');
  const channelsOf = (user: string): Promise<ReadonlySet<string> | null> =>
    foundOr(access, known.get(user), LOOK_UP_MS, null, { what: 'channels', id: user });
  const canOpen = async (user: string, channel: string) => (await channelsOf(user))?.has(channel) ?? null;
  return readersBy(policy, { canOpen, channelsOf });
}
