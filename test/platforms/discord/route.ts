import { z } from 'zod';
import type { Commands } from './commands.ts';
import type { Guild } from './guild.ts';
import type { Submitted } from './http-answer.ts';
import type { Interactions } from './interactions.ts';
import type { Message } from './message.ts';
import type { PermissionName } from './permissions.ts';
import { type Channel, holdsMessages } from './places.ts';
import { refusal } from './refusal.ts';

/** What the routes work on. */
export interface Desk {
  readonly guild: Guild;
  readonly commands: Commands;
  readonly interactions: Interactions;
  /** Whether the app has been granted the privileged intent to read what people write. */
  readonly mayRead: boolean;
  /** Where the gateway is. */
  readonly gateway: { readonly url: string };
  /** How long a nonce is remembered, in milliseconds. */
  readonly nonceMs: number;
  /** How large a file may be, in bytes. */
  readonly maxFileBytes: number;
}

export interface Call extends Submitted {
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
  /** Does the work; null answers with 204, a `Reply` with its own status. */
  readonly run: (desk: Desk, call: Call) => object | null;
}

/** An answer with a status of its own. */
export class Reply {
  readonly status: number;
  readonly body: object;

  constructor(status: number, body: object) {
    this.status = status;
    this.body = body;
  }
}

type Given<T extends z.ZodType> = Omit<Call, 'body'> & { readonly body: z.infer<T> };

/** A route whose body is this and nothing else. */
export function route<T extends z.ZodType = z.ZodUndefined>(
  name: string,
  endpoint: `${Route['verb']} ${string}`,
  about: { readonly body?: T; readonly query?: readonly string[]; readonly isOpen?: boolean },
  work: (desk: Desk, call: Given<T>) => object | null,
): Route {
  const [verb, path] = endpoint.split(' ') as [Route['verb'], string];
  const body: z.ZodType = about.body ?? z.undefined();
  const queries = z.strictObject(
    Object.fromEntries((about.query ?? []).map((key) => [key, z.string().optional()])),
  );
  const run: Route['run'] = (desk, call) => {
    queries.parse(call.query);
    return work(desk, { ...call, body: body.parse(call.body) as z.infer<T> });
  };
  return { name, verb, path, isOpen: about.isOpen ?? false, run };
}

/** A channel that the bot sees. */
export function seenChannel({ guild }: Desk, id: string | undefined): Channel {
  const channel = guild.channels.get(id ?? '');
  if (channel === undefined) throw refusal('unknown_channel');
  if (!guild.mayBot(channel, 'ViewChannel')) throw refusal('missing_access');
  return channel;
}

export function need({ guild }: Desk, channel: Channel, ...names: readonly PermissionName[]): void {
  if (!names.every((name) => guild.mayBot(channel, name))) throw refusal('missing_permissions');
}

/** A channel that holds messages. */
export function textChannel(desk: Desk, id: string | undefined): Channel {
  const channel = seenChannel(desk, id);
  if (!holdsMessages(channel)) throw refusal('wrong_channel_type');
  return channel;
}

/** A message that the bot may read. */
export function readMessage(desk: Desk, channel: Channel, id: string | undefined): Message {
  need(desk, channel, 'ReadMessageHistory');
  const message = desk.guild.messages.find(channel.id, id ?? '');
  if (message === undefined) throw refusal('unknown_message');
  return message;
}
