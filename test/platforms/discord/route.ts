import { z } from 'zod';
import type { Commands } from './commands.ts';
import type { Guild } from './guild.ts';
import type { Interactions } from './interactions.ts';
import type { Message } from './message.ts';
import type { PermissionName } from './permissions.ts';
import { type Channel, holdsMessages } from './places.ts';
import { invalid, type RefusalName, refusal } from './refusal.ts';

/** What the routes work on. */
export interface Backend {
  readonly guild: Guild;
  readonly commands: Commands;
  readonly interactions: Interactions;
  /** Whether the app has been granted the privileged intent to read what people write. */
  readonly mayRead: boolean;
  /** Where the gateway is. */
  readonly gateway: { readonly url: string; readonly sessionsLeft: number };
  /** Calls that the world refuses for now, by their names. */
  readonly refused: ReadonlyMap<string, RefusalName>;
  /** How long a nonce is remembered, in milliseconds. */
  readonly nonceMs: number;
}

/** A file that came in a form. */
export interface Upload {
  /** The field's index, as in `files[0]`. */
  readonly index: string;
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
}

export interface Call {
  /** The JSON of the request, or undefined where there was none. */
  readonly body: unknown;
  readonly files: readonly Upload[];
  /** What stands in the path for each `:name`. */
  readonly at: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

export interface Route {
  /** For records and faults, as in `messages.create`. */
  readonly name: string;
  readonly verb: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Whether the bot's token is needed; otherwise the path holds one. */
  readonly isOpen: boolean;
  /** What a call is answered with where all is well. */
  readonly status: number;
  /** Does the work; null answers with 204. */
  readonly run: (backend: Backend, call: Call) => object | null;
}

type Given<T extends z.ZodType> = Omit<Call, 'body'> & { readonly body: z.infer<T> };

/** A route whose body is this and nothing else. */
export function route<T extends z.ZodType = z.ZodUndefined>(
  name: string,
  endpoint: `${Route['verb']} ${string}`,
  about: {
    readonly body?: T;
    readonly query?: readonly string[];
    readonly isOpen?: boolean;
    readonly status?: number;
    readonly takesFiles?: boolean;
  },
  work: (backend: Backend, call: Given<T>) => object | null,
): Route {
  const [verb, path] = endpoint.split(' ') as [Route['verb'], string];
  const body: z.ZodType = about.body ?? z.undefined();
  const queries = z.strictObject(
    Object.fromEntries((about.query ?? []).map((key) => [key, z.string().optional()])),
  );
  const run: Route['run'] = (backend, call) => {
    queries.parse(call.query);
    if (call.files.length > 0 && !about.takesFiles)
      throw invalid(['files'], 'UNKNOWN_FIELD', 'no files here');
    return work(backend, { ...call, body: body.parse(call.body) as z.infer<T> });
  };
  return { name, verb, path, isOpen: about.isOpen ?? false, status: about.status ?? 200, run };
}

/** A channel that the bot sees. */
export function seenChannel({ guild }: Backend, id: string | undefined): Channel {
  const channel = guild.channels.get(id ?? '');
  if (channel === undefined) throw refusal('unknown_channel');
  if (!guild.mayBot(channel, 'ViewChannel')) throw refusal('missing_access');
  return channel;
}

export function need(
  { guild }: Backend,
  channel: Channel,
  ...names: readonly PermissionName[]
): void {
  if (!names.every((name) => guild.mayBot(channel, name))) throw refusal('missing_permissions');
}

/** A channel that holds messages. */
export function textChannel(backend: Backend, id: string | undefined): Channel {
  const channel = seenChannel(backend, id);
  if (!holdsMessages(channel)) throw refusal('wrong_channel_type');
  return channel;
}

/** A message that the bot may read. */
export function readMessage(backend: Backend, channel: Channel, id: string | undefined): Message {
  need(backend, channel, 'ReadMessageHistory');
  return messageIn(backend, channel, id);
}

export function messageIn({ guild }: Backend, channel: Channel, id: string | undefined): Message {
  const message = guild.messages.find(channel.id, id ?? '');
  if (message === undefined) throw refusal('unknown_message');
  return message;
}

/** A moderator's lock holds for everybody who may not manage threads. */
export function needUnlocked({ guild }: Backend, channel: Channel): void {
  const { thread } = channel;
  if (thread?.isLocked !== true || guild.mayBot(channel, 'ManageThreads')) return;
  throw refusal(thread.isArchived ? 'archived_thread' : 'locked_thread');
}

/** Writing in an archived thread opens it. */
export function openToWrite(backend: Backend, channel: Channel): void {
  needUnlocked(backend, channel);
  if (channel.thread?.isArchived) backend.guild.archive(channel.id, false);
}

/** In an archived thread nothing can be changed, and nobody comes or goes. */
export function needActive({ thread }: Channel): void {
  if (thread?.isArchived) throw refusal('archived_thread');
}
