import { z } from 'zod';
import { SlackRefusal } from './refusal.ts';
import type { AgentSessions } from './sessions.ts';
import type { Views } from './views.ts';
import type { SlackRecord } from './web-api.ts';
import type { Channel, Message, Workspace } from './workspace.ts';

/** What a method works on. */
export interface Backend {
  readonly workspace: Workspace;
  readonly views: Views;
  readonly sessions: AgentSessions;
  readonly record: SlackRecord;
  /** The URL for a new socket, or a refusal when there are too many. */
  readonly openSocket: () => string;
  readonly knowsNewBlocks: boolean;
}

export interface Method {
  /**
   * Scopes that the token needs; `*:` stands for the kind of the channel named in the arguments.
   */
  readonly scopes: readonly string[];
  readonly perMinute: number;
  readonly token: 'bot' | 'app';
  /** Reads the arguments and does the work; throws what zod found, or a SlackRefusal. */
  readonly run: (backend: Backend, given: unknown) => object;
}

/** A method whose arguments are these and no others. */
export function method<Shape extends z.ZodRawShape>(
  about: {
    readonly scopes?: readonly string[];
    readonly perMinute: number;
    readonly token?: 'app';
  },
  shape: Shape,
  work: (backend: Backend, given: z.infer<z.ZodObject<Shape, z.core.$strict>>) => object,
): Method {
  const schema = z.strictObject(shape);
  return {
    scopes: about.scopes ?? [],
    perMinute: about.perMinute,
    token: about.token ?? 'bot',
    run: (backend, given) => work(backend, schema.parse(given)),
  };
}

/** An argument that a form carries as JSON. */
export const json = <T extends z.ZodType>(schema: T) =>
  z.preprocess((given, context) => {
    if (typeof given !== 'string') return given;
    try {
      return JSON.parse(given) as unknown;
    } catch (error) {
      context.addIssue({ code: 'custom', message: `is no JSON: ${String(error)}` });
      return z.NEVER;
    }
  }, schema);

export const flag = z.union([z.boolean(), z.stringbool()]).optional();
export const count = z.coerce.number().int().positive().optional();

/** The channel as far as the bot may know of it; a private one that it is not in does not exist. */
export function channelOf({ workspace }: Backend, id: string): Channel {
  const channel = workspace.channels.get(workspace.people.has(id) ? workspace.direct(id) : id);
  const isHidden = channel?.kind !== 'public' && !channel?.members.has(workspace.bot.user);
  if (channel === undefined || isHidden) throw new SlackRefusal('channel_not_found');
  return channel;
}

/** A channel that the bot may write to. */
export function openChannel(backend: Backend, id: string): Channel {
  const channel = channelOf(backend, id);
  if (channel.isArchived) throw new SlackRefusal('is_archived');
  if (!channel.members.has(backend.workspace.bot.user)) throw new SlackRefusal('not_in_channel');
  return channel;
}

/** A channel whose messages the bot may read. */
export function joinedChannel(backend: Backend, id: string): Channel {
  const channel = channelOf(backend, id);
  if (!channel.members.has(backend.workspace.bot.user)) throw new SlackRefusal('not_in_channel');
  return channel;
}

export function messageOf(backend: Backend, channel: Channel, ts: string): Message {
  const message = backend.workspace.find(channel.id, ts);
  if (message === undefined || message.isTombstone) throw new SlackRefusal('message_not_found');
  return message;
}

/** The parent of what is posted; what would hang on nothing stands in the channel. */
export function parentOrChannel(
  backend: Backend,
  channel: Channel,
  ts: string | undefined,
): string | null {
  const isThere = ts !== undefined && backend.workspace.find(channel.id, ts) !== undefined;
  return isThere ? parentOf(backend, channel, ts) : null;
}

/** The parent that a reply would hang on; a reply cannot be one. */
export function parentOf(
  backend: Backend,
  channel: Channel,
  ts: string | undefined,
): string | null {
  if (ts === undefined) return null;
  const parent = backend.workspace.find(channel.id, ts);
  if (parent === undefined) throw new SlackRefusal('thread_not_found');
  if (parent.thread !== null) throw new SlackRefusal('cannot_reply_to_message');
  return ts;
}
