import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import type { Clock } from '../../../foundation/clock.ts';
import type { Log } from '../../../foundation/log.ts';
import { warnRepeatedly } from '../../../foundation/repeated-line.ts';
import { addressOf, remoteAddress } from '../access/address.ts';
import { wantsStream } from '../access/local.ts';
import { Problem } from '../problem.ts';
import { Budget, type Holder, networkOf, Places, type Resource } from './budget.ts';

declare module 'hono' {
  interface ContextVariableMap {
    door: Door;
    /** Absent for an unidentified client. */
    holder: Holder;
  }
}

/** Words for refused clients. */
export const WHY = {
  no_token: 'The request has no token.',
  wrong_token: 'There is no such token.',
  expired_token: 'This token has expired.',
  revoked_token: 'This token was revoked.',
  wrong_session: 'There is no such session.',
  expired_session: 'This session has ended.',
  revoked_session: 'This session was ended, or its owner may no longer sign in.',
  other_origin: 'A session works only from the pages of this daemon.',
} as const;

export type Refused = keyof typeof WHY | 'role' | 'crowded' | 'too_much' | 'broken_off';

interface RefusedFacts {
  readonly who?: string;
  readonly what?: string;
  readonly [more: string]: unknown;
}

interface DoorParts {
  readonly log: Log;
  readonly clock: Clock;
  readonly count: (kind: Refused) => void;
  /** Most connections of unidentified clients at the same time. */
  readonly places: number;
}

/** Most open requests on one connection. Browsers wait for each answer before they send the next. */
const MOST_ON_ONE = 8;

/**
 * Takes from the client's budget until disposed of. Throws `Problem` if that is used up. Calls within the process are
 * free.
 */
export function take(context: Context, what: Resource, amount = 1): Disposable {
  const door: Door | undefined = context.get('door');
  return door?.take(context, what, amount) ?? { [Symbol.dispose]: () => undefined };
}

const TOO_LARGE = 413;

/** Each open request, with its share of the budget once its client is identified. */
type Connection = Map<ServerResponse, Disposable | null>;

const WORDS: Readonly<Record<Resource, string>> = {
  requests: 'You have too many requests under way. Try again in a second.',
  streams: 'You have too many streams open. Close one, or a page that follows a design.',
  bytes: 'You are uploading too much at once. Try again in a second.',
};

/**
 * The one budget before all routes (A22). Unidentified clients share a few places, where a new one may push out an old one. Each
 * link and each member has a share of its own.
 */
export class Door {
  readonly #parts: DoorParts;
  readonly #budget = new Budget();
  readonly #places: Places<Socket>;
  readonly #connections = new WeakMap<Socket, Connection>();

  constructor(parts: DoorParts) {
    this.#parts = parts;
    this.#places = new Places(parts.places);
  }

  opened(socket: Socket): void {
    const open: Connection = new Map();
    this.#connections.set(socket, open);
    this.#seat(socket, remoteAddress(socket));
    socket.once('close', () => {
      this.#places.leave(socket);
      for (const taken of open.values()) taken?.[Symbol.dispose]();
    });
  }

  readonly arrived: MiddlewareHandler = async (context, next) => {
    context.set('door', this);
    const { socket, outgoing, open } = this.#at(context);
    // A request that still arrives on a closed connection gets no answer.
    if (socket?.destroyed) return new Response(null);
    if (socket !== undefined && outgoing !== undefined && open !== undefined && !open.has(outgoing)) {
      if (open.size === MOST_ON_ONE) {
        this.#sendAway(socket, addressOf(context));
        return new Response(null);
      }
      open.set(outgoing, null);
      this.#places.move(socket, networkOf(addressOf(context)));
      outgoing.once('close', () => this.#answered(context, socket, outgoing));
    }
    await next();
    // Node accepts connections only between requests of open ones. Closing an unidentified client's lets others in soon.
    if (context.get('holder') === undefined && outgoing !== undefined) outgoing.shouldKeepAlive = false;
    return undefined;
  };

  /** Admits an identified client. Throws `Problem` if it has too many open requests or streams, before anything is looked up. */
  enter(context: Context, holder: Holder): void {
    context.set('holder', holder);
    const { socket, outgoing, open } = this.#at(context);
    // A call within another request, such as one by an agent's tool, is part of it.
    if (socket === undefined || outgoing === undefined || open?.get(outgoing) !== null) return;
    const taken = take(context, wantsStream(context) ? 'streams' : 'requests');
    // A socket closed meanwhile emits no second event.
    if (socket.destroyed) taken[Symbol.dispose]();
    else {
      open.set(outgoing, taken);
      this.#places.leave(socket);
    }
  }

  /** Takes an amount from the client's share. `null` for an unidentified client, which has a place but no share. */
  take(context: Context, what: Resource, amount: number): Disposable | null {
    const holder: Holder | undefined = context.get('holder');
    if (holder === undefined) return null;
    const taken = this.#budget.take(holder, what, amount);
    if (taken !== null) return taken;
    const { kind, id } = holder;
    this.refused('too_much', { who: `${kind} ${id}`, what, from: addressOf(context) });
    throw new Problem('busy', WORDS[what]);
  }

  /** Counts refusals, and logs one of a kind and client every ten seconds at most. */
  refused(kind: Refused, facts: RefusedFacts): void {
    const { count, log, clock } = this.#parts;
    count(kind);
    const { who = '', what = '' } = facts;
    warnRepeatedly(log, clock, 'request_refused', { kind, ...facts }, `${kind} ${who} ${what}`);
  }

  #answered(context: Context, socket: Socket, outgoing: ServerResponse): void {
    const open = this.#connections.get(socket);
    open?.get(outgoing)?.[Symbol.dispose]();
    open?.delete(outgoing);
    // Cuts off the rest of a request, unless an identified client sent too much: it must be able to read the refusal.
    const isHeard = context.get('holder') !== undefined && outgoing.statusCode === TOO_LARGE;
    if (!isHeard && !outgoing.req.complete) socket.destroy();
    // The next request on this connection must identify its client again.
    if (open?.size === 0 && !socket.destroyed) this.#seat(socket, addressOf(context));
  }

  #seat(socket: Socket, address: string): void {
    const leaving = this.#places.take(socket, networkOf(address));
    if (leaving !== null) this.#sendAway(leaving, remoteAddress(leaving));
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
