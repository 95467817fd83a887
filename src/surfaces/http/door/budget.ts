import { existsSync, readFileSync } from 'node:fs';

/**
 * An identified client. All sessions of one token or person are one client. `local`: the command
 * line on this machine. `revoking`: an operator who revokes, whatever they hold besides.
 */
export interface IdentifiedClient {
  readonly kind: 'link' | 'member' | 'operator' | 'local' | 'revoking';
  readonly id: string;
}

/**
 * Counted while in use: unfinished answers, open streams, and bytes of bodies that are being read.
 */
export type Resource = 'requests' | 'streams' | 'bytes';

const LIMITS = '/proc/self/limits';
const MOST_PLACES = 128;
/** Files of the process for each place: all connections together keep to half of them. */
const FILES_EACH = 50;

/**
 * Returns the number of places that this process can afford, from which all bounds of connections
 * follow.
 */
export function countPlaces(): number {
  const files = existsSync(LIMITS)
    ? /^Max open files\s+(\d+)/m.exec(readFileSync(LIMITS, 'utf8'))?.[1]
    : undefined;
  return files === undefined
    ? MOST_PLACES
    : Math.min(MOST_PLACES, Math.floor(Number(files) / FILES_EACH));
}

/**
 * Most that one client gets, as a part of what the others of its kind leave: so sixteen greedy ones
 * leave a tenth.
 */
const PART = 1 / 8;

/** The shares of identified clients. Each kind has its own, from which no other kind takes. */
export class Budget {
  readonly #all: Readonly<Record<Resource, number>>;
  readonly #used = new Map<string, number>();

  constructor(places: number) {
    this.#all = { requests: 2 * places, streams: 4 * places, bytes: 24_000_000 };
  }

  /**
   * Takes `amount` until the result is disposed of. Returns `null` if that is more than the
   * client's part.
   */
  take({ kind, id }: IdentifiedClient, what: Resource, amount = 1): Disposable | null {
    const pool = `${kind} ${what}`;
    const own = `${pool} ${id}`;
    const others = this.#of(pool) - this.#of(own);
    if (this.#of(own) + amount > Math.ceil((this.#all[what] - others) * PART)) return null;
    const share = new DisposableStack();
    for (const key of [pool, own]) {
      this.#add(key, amount);
      share.defer(() => this.#add(key, -amount));
    }
    return share;
  }

  #of(key: string): number {
    return this.#used.get(key) ?? 0;
  }

  #add(key: string, amount: number): void {
    const amountUsed = this.#of(key) + amount;
    if (amountUsed === 0) this.#used.delete(key);
    else this.#used.set(key, amountUsed);
  }
}

/**
 * Places for connections of clients that are not identified yet. A new connection always gets one:
 * if none is free, the network with the most connections loses its oldest. So a slow client blocks
 * no other, and a crowd from one network blocks only itself.
 */
export class Places<Connection> {
  readonly #most: number;
  /** Networks by connection, the oldest first. */
  readonly #taken = new Map<Connection, string>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Returns the connection to close; `null` if there was room. */
  take(connection: Connection, network: string): Connection | null {
    this.#taken.delete(connection);
    this.#taken.set(connection, network);
    if (this.#taken.size <= this.#most) return null;
    const oldest = this.#oldestOfMost();
    this.#taken.delete(oldest);
    return oldest;
  }

  leave(connection: Connection): void {
    this.#taken.delete(connection);
  }

  #oldestOfMost(): Connection {
    const counts = new Map<string, number>();
    for (const network of this.#taken.values()) counts.set(network, (counts.get(network) ?? 0) + 1);
    const most = Math.max(...counts.values());
    for (const [connection, network] of this.#taken)
      if (counts.get(network) === most) return connection;
    throw new Error('broken invariant: no connection has a place, yet too many places are taken');
  }
}

/**
 * Returns the part of an address that belongs to one customer of a provider: the first 64 bits of
 * IPv6.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').length;
  return [
    ...groups,
    ...Array.from({ length: Math.max(missing, 0) }, () => '0'),
    ...(tail ?? '').split(':'),
  ]
    .slice(0, 4)
    .join(':');
}
