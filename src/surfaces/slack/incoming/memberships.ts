import * as z from 'zod';
import { pagesOf } from '#acts/gateway/platform-access.ts';
import { lookUpUnlessBarred, type RightsAccess, rightsOf } from '#acts/gateway/platform-rights.ts';
import { makeReaders } from '#engine/access/may-read.ts';
import type { Policy } from '#engine/access/permission.ts';
import type { SlackCalls } from '../calls/web-client.ts';

const PER_PAGE = 200;
const MAX_CHANNELS = 2_000;

const Page = z.object({
  channels: z.array(z.object({ id: z.string() })),
  response_metadata: z.object({ next_cursor: z.string().default('') }).optional(),
});

/**
 * Members of a channel may read it. Of private channels, Slack shows the bot only its own. Read in
 * pages of 200 channels.
 */
export type SlackReaders = ReturnType<typeof createReaders>;

export function createReaders(calls: SlackCalls, access: RightsAccess, policy: Policy) {
  const channels = rightsOf(access, 'channels', (user) => channelsOf(calls, user));
  return {
    ...makeReaders(policy, {
      canOpen: async (user, channel, asking) => (await channels.get(user, asking)).has(channel),
      channelsOf: async (user, asking) =>
        (await lookUpUnlessBarred(access, channels.get(user, asking))).found,
    }),
    forget: channels.forget,
  };
}

const Conversation = z.object({ channel: z.object({ name: z.string().optional() }) });

/** Throws `ChatFault`. `null` for a direct conversation, which has no name. */
export async function channelNameOf(calls: SlackCalls, channel: string): Promise<string | null> {
  const answer = await calls.lookUp('conversations.info', (web) =>
    web.conversations.info({ channel }),
  );
  return Conversation.parse(answer).channel.name ?? null;
}

async function channelsOf(calls: SlackCalls, user: string): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  const query = { user, types: 'public_channel,private_channel', limit: PER_PAGE };
  const pages = pagesOf(PER_PAGE, '', async (cursor) => {
    const answer = await calls.lookUp('users.conversations', (web) =>
      web.users.conversations(cursor === '' ? query : { ...query, cursor }),
    );
    const { channels, response_metadata } = Page.parse(answer);
    return { page: channels, next: response_metadata?.next_cursor || null };
  });
  for await (const { id } of pages) {
    if (ids.size === MAX_CHANNELS) break;
    ids.add(id);
  }
  return ids;
}
