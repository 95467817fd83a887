import { createHmac } from 'node:crypto';
import type { Context } from 'hono';
import * as z from 'zod';
import { ACTS } from '../../../acts/table.ts';

/** Time between two comments that keep proxies and clients from giving the connection up, in milliseconds. */
export const HEARTBEAT_MS = 15_000;
export const STREAM_OVER = 'over';

/** The name of the event that says that something could not be stored or written yet: it has no number, and is no event of the design. */
export const STREAM_WAITING = 'waiting';

const pages = z.number().int().nonnegative();
/** A line of the answer to a request for a backup: how far it is, and at last how it ended. */
export const BackupLine = z.union([
  z.object({ pages, totalPages: pages }),
  z.object({ done: z.literal(true) }),
  z.object({ error: z.string() }),
]);
export type BackupLine = z.infer<typeof BackupLine>;

/** Mark that the listener for the command line on the same data folder adds to each request. */
export const LOCAL = { isLocal: true } as const;

/** Tells if a request came in by that listener, and so with the rights of the operator of the folder. */
export function isLocal(context: Context): boolean {
  const bindings: Partial<typeof LOCAL> | undefined = context.env;
  return bindings?.isLocal === true;
}

/** Tells if the answer is to be a stream. A HEAD request has no body that could end, and with it the stream. */
export function wantsStream({ req }: Context): boolean {
  return req.method === 'GET' && (req.header('accept') ?? '').includes('text/event-stream');
}

/** Returns the answer that only a process with the token can give: a client sends neither token nor text to any other. */
export function proofOf(token: string, challenge: string): string {
  return createHmac('sha256', token).update(challenge).digest('hex');
}

/** Where all paths of the API begin. */
export const API = '/api/v1';

/** Collections of the API beside the designs, none of which has such an id. */
const BESIDE_DESIGNS: ReadonlySet<string> = new Set(
  Object.values(ACTS).map(({ route }) => route.split('/')[1] ?? ''),
);

/** Returns the whole path of a call: below the designs, unless it names a collection beside them. */
export function apiPath(path: string): string {
  return `${API}${BESIDE_DESIGNS.has(path.split(/[/?]/, 2)[1] ?? '') ? '' : '/designs'}${path}`;
}

/** Header of a program that acts for a person: the name that it gives itself. */
export const AGENT_HEADER = 'charrette-agent';

/** Facts of a request beside its body. `key`: the sender's own id of it (P5); `agent`: a program that acts for a person (D8). */
export interface SentBy {
  readonly key?: string;
  readonly agent?: string;
}

export function headersOf({ key, agent }: SentBy = {}): Record<string, string> {
  return {
    'content-type': 'application/json',
    ...(key === undefined ? {} : { 'idempotency-key': key }),
    ...(agent === undefined ? {} : { [AGENT_HEADER]: agent }),
  };
}

/** Tells JSON by the type of a body; where none is named it is taken for that. */
export function isJsonType(type = 'application/json'): boolean {
  return type.startsWith('application/json');
}
