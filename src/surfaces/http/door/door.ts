/**
 * The bound before all routes: how many requests, streams, bytes and how much time a client gets,
 * so that an unknown one cannot keep out the others.
 */

import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { Problem } from '#acts/problem.ts';
import type { Clock } from '#foundation/clock.ts';
import type { Log } from '#foundation/log.ts';
import { warnRepeatedly } from '#foundation/repeated-line.ts';
import { noteWork } from '#foundation/stalls.ts';
import { waitUntil } from '#foundation/timeout.ts';
import { clientAddressOf, remoteAddressOf } from '../access/address.ts';
import { wantsStream } from '../access/local.ts';
import { Budget, type IdentifiedClient, networkOf, Places, type Resource } from './budget.ts';

declare module 'hono' {
  interface ContextVariableMap {
    door: Door;
    /** Absent for an unidentified client. */
    holder?: IdentifiedClient;
  }
}

/** Words for refused clients. */
export const WHY = {
  no_token: 'The request has no token.',
  wrong_token: 'There is no such token.',
  expired_token: 'This token has expired.',
  revoked_token: 'This token was revoked.',
  asleep_token:
    'This token sleeps, because the store went back to an earlier moment, and it may have been revoked since. Somebody with the rights of the admin can wake it: charrette token wake.',
  wrong_session: 'There is no such session.',
  expired_session: 'This session has ended.',
  revoked_session: 'This session was ended, or its owner may no longer sign in.',
  other_origin: 'A session works only from the pages of this daemon.',
} as const;

export type Refused =
  | keyof typeof WHY
  | 'role'
  | 'crowded'
  | 'too_much'
  | 'too_slow'
  | 'broken_off';

interface RefusedFacts {
  readonly who?: string;
  readonly what?: string;
  readonly [more: string]: unknown;
}

interface DoorParts {
  readonly log: Log;
  readonly clock: Clock;
  readonly count: (kind: Refused) => void;
  /** The number from which all bounds of connections follow. */
  readonly places: number;
}

/**
 * Most open requests on one connection. Browsers wait for each answer before they send the next.
 */
const MOST_ON_ONE = 8;

const TOO_LARGE = 413;

/** Milliseconds before the speed of a body counts. */
const GRACE_MS = 2_000;
/** Milliseconds between checks of the speed, and least bytes in all for each check so far. */
const CHECK_MS = 1_000;
const LEAST_BYTES = 1_000;

/** Each open request, with its share of the budget once its client is identified. */
type Connection = Map<ServerResponse, Disposable | null>;

/**
 * Stages of a connection without an identified client: before the first head, with a request, and
 * after the last answer.
 */
type Stage = 'opened' | 'unidentified' | 'idle';

const WORDS: Readonly<Record<Resource, string>> = {
  requests: 'You have too many requests under way. Try again in a second.',
  streams: 'You have too many streams open. Close one, or a page that follows a design.',
  bytes: 'You are uploading too much at once. Try again in a second.',
};

/**
 * The one bound before all routes:
 *
 * - A connection without an identified client has a place of its stage. A new one pushes out an old
 *   one of that stage.
 * - An identified client gets an eighth of the requests, streams and bytes that the others of its
 *   kind leave.
 * - A body has two seconds, then 1,000 bytes must have arrived for each further second.
 * - Equal refusals make one log line a minute.
 */
export class Door {
  readonly #parts: DoorParts;
  readonly #budget: Budget;
  readonly #places: Readonly<Record<Stage, Places<Socket>>>;
  readonly #connections = new WeakMap<Socket, Connection>();

  constructor(parts: DoorParts) {
    this.#parts = parts;
    this.#budget = new Budget(parts.places);
    const places = () => new Places<Socket>(parts.places);
    this.#places = { opened: places(), unidentified: places(), idle: places() };
  }

  opened(socket: Socket): void {
    const open: Connection = new Map();
    this.#connections.set(socket, open);
    this.#seat(socket, 'opened', remoteAddressOf(socket));
    socket.once('close', () => {
      this.#leave(socket);
      for (const share of open.values()) share?.[Symbol.dispose]();
    });
  }

  readonly arrived: MiddlewareHandler = async (context, next) => {
    context.set('door', this);
    const { socket, outgoing, open } = this.#at(context);
    // A request that still arrives on a closed connection gets no answer.
    if (socket?.destroyed) return new Response(null);
    if (
      socket !== undefined &&
      outgoing !== undefined &&
      open !== undefined &&
      !open.has(outgoing)
    ) {
      if (open.size === MOST_ON_ONE) {
        this.#sendAway(socket, clientAddressOf(context));
        return new Response(null);
      }
      // From here on it counts for the client that a trusted proxy names.
      if (open.size === 0) this.#seat(socket, 'unidentified', clientAddressOf(context));
      open.set(outgoing, null);
      outgoing.once('close', () => this.#answered(context, socket, outgoing));
    }
    await next();
    // Node accepts connections only between requests of open ones. Closing an unidentified client's
    // lets others in soon. A body that was not read leaves no place for a next request.
    const isLast = context.get('holder') === undefined || outgoing?.req.complete === false;
    if (isLast && outgoing !== undefined) outgoing.shouldKeepAlive = false;
    return undefined;
  };

  /**
   * Admits an identified client. Throws `Problem` if it has too many open requests or streams,
   * before anything is looked up.
   */
  enter(context: Context, holder: IdentifiedClient): void {
    noteWork(`answer ${context.req.method} ${matchedRoutes(context).at(-1)?.path}`);
    context.set('holder', holder);
    const { socket, outgoing, open } = this.#at(context);
    // A call within another request, such as one by an agent's tool, is part of it.
    if (socket === undefined || outgoing === undefined || open?.get(outgoing) !== null) return;
    const share = this.#take(context, holder, wantsStream(context) ? 'streams' : 'requests');
    // A socket closed meanwhile emits no second event.
    if (socket.destroyed) share[Symbol.dispose]();
    else {
      open.set(outgoing, share);
      this.#leave(socket);
    }
  }

  /**
   * Reads a body of at most so many bytes. Throws `Problem` if the client's share is used up, or if
   * the body is too slow or broken off. Calls within the process are free.
   */
  async read(context: Context, bytes: number, read: () => Promise<unknown>): Promise<void> {
    const { socket } = this.#at(context);
    if (socket === undefined) return void (await read());
    const holder = context.get('holder');
    using _ = holder === undefined ? null : this.#take(context, holder, 'bytes', bytes);
    const over = new AbortController();
    try {
      await Promise.race([read(), this.#watchSpeed(context, socket, over.signal)]);
    } catch (error) {
      if (error instanceof Problem || !context.req.raw.signal.aborted) throw error;
      // The client has left; nothing has failed here.
      throw this.#unread(context, 'broken_off', 'The body was broken off.');
    } finally {
      over.abort();
    }
  }

  /** Counts refusals, and logs one of a kind and client every minute at most. */
  refused(kind: Refused, facts: RefusedFacts): void {
    const { count, log, clock } = this.#parts;
    count(kind);
    const { who = '', what = '' } = facts;
    warnRepeatedly(log, clock, 'request_refused', { kind, ...facts }, `${kind} ${who} ${what}`);
  }

  /**
   * Rejects with a `Problem` once a body is too slow. Two timers in a row: bytes that arrive while
   * the process is busy count.
   */
  async #watchSpeed(context: Context, socket: Socket, signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    const before = socket.bytesRead;
    await waitUntil(clock, clock.now() + GRACE_MS, signal);
    for (let least = LEAST_BYTES; !signal.aborted; least += LEAST_BYTES) {
      await waitUntil(clock, clock.now() + CHECK_MS, signal);
      if (!signal.aborted && socket.bytesRead - before < least)
        throw this.#unread(
          context,
          'too_slow',
          'The body came too slowly. Send 1,000 bytes a second or more.',
        );
    }
  }

  #unread(context: Context, kind: Refused, words: string): Problem {
    this.refused(kind, { path: context.req.path, from: clientAddressOf(context) });
    return new Problem('too_slow', words);
  }

  #take(context: Context, holder: IdentifiedClient, what: Resource, amount = 1): Disposable {
    const share = this.#budget.take(holder, what, amount);
    if (share !== null) return share;
    const { kind, id } = holder;
    this.refused('too_much', { who: `${kind} ${id}`, what, from: clientAddressOf(context) });
    throw new Problem('busy', WORDS[what]);
  }

  #answered(context: Context, socket: Socket, outgoing: ServerResponse): void {
    const open = this.#connections.get(socket);
    open?.get(outgoing)?.[Symbol.dispose]();
    open?.delete(outgoing);
    // Cuts off the rest of a request, unless an identified client sent too much: it must be able to
    // read the refusal.
    const isHeard = context.get('holder') !== undefined && outgoing.statusCode === TOO_LARGE;
    if (!isHeard && !outgoing.req.complete) socket.destroy();
    // The next request on this connection must identify its client again.
    if (open?.size === 0 && !socket.destroyed) this.#seat(socket, 'idle', remoteAddressOf(socket));
  }

  #seat(socket: Socket, stage: Stage, address: string): void {
    this.#leave(socket);
    const leaving = this.#places[stage].take(socket, networkOf(address));
    if (leaving !== null) this.#sendAway(leaving, remoteAddressOf(leaving));
  }

  #leave(socket: Socket): void {
    for (const places of Object.values(this.#places)) places.leave(socket);
  }

  #sendAway(socket: Socket, from: string): void {
    socket.destroy();
    this.refused('crowded', { who: 'unknown', from });
  }

  #at(context: Context) {
    const { incoming, outgoing }: Partial<HttpBindings> = context.env ?? {};
    const socket = incoming?.socket;
    const open = socket === undefined ? undefined : this.#connections.get(socket);
    return { socket, outgoing: outgoing as ServerResponse | undefined, open };
  }
}
