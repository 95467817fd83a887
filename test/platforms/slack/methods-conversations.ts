import { z } from 'zod';
import {
  type Backend,
  channelOf,
  count,
  flag,
  joinedChannel,
  type Method,
  messageOf,
  method,
} from './method.ts';
import { TIER } from './rates.ts';
import { SlackRefusal } from './refusal.ts';
import { isShared, wireMessage } from './wire.ts';
import type { Channel, Message } from './workspace.ts';

const MAX_PAGE = 999;
const window = {
  channel: z.string(),
  cursor: z.string().optional(),
  limit: count,
  include_all_metadata: flag,
  inclusive: flag,
  latest: z.string().optional(),
  oldest: z.string().optional(),
};
type Window = z.infer<z.ZodObject<typeof window>>;
const scopes = ['*:history'];

export const CONVERSATION_METHODS: Record<string, Method> = {
  'conversations.replies': method(
    { scopes, perMinute: TIER.three },
    { ...window, ts: z.string() },
    (backend, given) => {
      const channel = joinedChannel(backend, given.channel);
      const message = backend.workspace.find(channel.id, given.ts);
      if (message === undefined) throw new SlackRefusal('thread_not_found');
      return page(backend, given, within(given, backend.workspace.replies(message)), [message]);
    },
  ),
  'conversations.history': method({ scopes, perMinute: TIER.three }, window, (backend, given) => {
    const channel = joinedChannel(backend, given.channel);
    const all = backend.workspace.messages.filter(
      (each) => each.channel === channel.id && each.thread === null && each.onlyFor === null,
    );
    return page(backend, given, within(given, all).toReversed(), []);
  }),
  'conversations.info': method(
    { scopes: ['*:read'], perMinute: TIER.three },
    { channel: z.string(), include_num_members: flag },
    (backend, given) => ({ channel: wireChannel(backend, channelOf(backend, given.channel)) }),
  ),
  'reactions.add': method(
    { scopes: ['reactions:write'], perMinute: TIER.three },
    { channel: z.string(), timestamp: z.string(), name: z.string().regex(/^[a-z0-9_+'-]+$/) },
    (backend, given) => {
      const channel = joinedChannel(backend, given.channel);
      if (channel.isArchived) throw new SlackRefusal('is_archived');
      const { reactions } = messageOf(backend, channel, given.timestamp);
      const users = reactions.get(given.name) ?? [];
      if (users.includes(backend.workspace.bot.user)) throw new SlackRefusal('already_reacted');
      reactions.set(given.name, [...users, backend.workspace.bot.user]);
      return {};
    },
  ),
};

function within(
  { oldest = '0', latest = '9', inclusive = false }: Window,
  messages: Message[],
): Message[] {
  return messages.filter(
    ({ ts }) => (ts > oldest && ts < latest) || (inclusive && (ts === oldest || ts === latest)),
  );
}

/** One page of the messages, behind those that stand at the head of every page. */
function page(backend: Backend, given: Window, messages: Message[], head: Message[]): object {
  const from = given.cursor === undefined ? 0 : Number(given.cursor);
  if (!Number.isInteger(from)) throw new SlackRefusal('invalid_cursor');
  const limit = Math.min(given.limit ?? 100, MAX_PAGE);
  const shown = [...head, ...messages.slice(from, from + limit)];
  const hasMore = messages.length > from + limit;
  return {
    messages: shown.map((each) =>
      wireMessage(backend.workspace, each, given.include_all_metadata === true),
    ),
    has_more: hasMore,
    ...(hasMore && { response_metadata: { next_cursor: String(from + limit) } }),
  };
}

function wireChannel({ workspace }: Backend, channel: Channel): object {
  const isDirect = channel.kind === 'im';
  const partner = [...channel.members].find((member) => member !== workspace.bot.user);
  return {
    id: channel.id,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_private: channel.kind !== 'public',
    is_im: isDirect,
    is_archived: channel.isArchived,
    is_ext_shared: isShared(workspace, channel),
    ...(isDirect
      ? { user: partner }
      : { name: channel.name, is_member: channel.members.has(workspace.bot.user) }),
  };
}
