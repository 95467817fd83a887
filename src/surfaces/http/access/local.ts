import { createHmac } from 'node:crypto';
import type { Context } from 'hono';
import { API } from '#acts/act-inputs.ts';
import { addressOf, type Call } from '#acts/call.ts';

/** Milliseconds between comments in a stream, so that proxies and clients keep the connection. */
export const HEARTBEAT_MS = 15_000;
export const STREAM_OVER = 'over';

/**
 * Name of the notice that something could not be stored or written yet. It is not a design event
 * and has no number.
 */
export const STREAM_WAITING = 'waiting';

/** Added to each request by the listener for the command line on the same data folder. */
export const LOCAL = { isLocal: true } as const;

/** True for a request of the local command line, which has the operator's rights. */
export function isLocal(context: Context): boolean {
  const bindings: Partial<typeof LOCAL> | undefined = context.env;
  return bindings?.isLocal === true;
}

/** True if the answer is a stream. Never for HEAD: without a body the stream would not end. */
export function wantsStream(context: Context): boolean {
  return context.req.method === 'GET' && acceptsType(context, 'text/event-stream');
}

export function acceptsType({ req }: Context, type: string): boolean {
  return (req.header('accept') ?? '').includes(type);
}

/**
 * Proves to a client that the daemon knows the token, before the client sends the token or any
 * text.
 */
export function proofOf(token: string, challenge: string): string {
  return createHmac('sha256', token).update(challenge).digest('hex');
}

/** Header in which a program that acts for a person names itself. */
export const AGENT_HEADER = 'charrette-agent';

/** A call as an HTTP request. */
export function httpRequestOf(...[act, names, { query, body, key, agent } = {}]: Parameters<Call>) {
  const { method, path } = addressOf(act, names, query);
  return {
    path: `${API}${path}`,
    method,
    headers: {
      'content-type': 'application/json',
      ...(key !== undefined && { 'idempotency-key': key }),
      ...(agent !== undefined && { [AGENT_HEADER]: agent }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

/** True for JSON. A missing type counts as JSON. */
export function isJsonType(type = 'application/json'): boolean {
  return type.startsWith('application/json');
}
