/**
 * An identified client. `link`: came by a link to one design. `member`: has a token or a session; all sessions of one
 * token or person are one client.
 */
export interface Holder {
  readonly kind: 'link' | 'member';
  readonly id: string;
}

/** Counted while in use: unfinished answers, open streams, and bytes of bodies that are being read. */
export type Resource = 'requests' | 'streams' | 'bytes';

interface Share {
  readonly each: number;
  readonly all: number;
}

/** Generous, since many people share a link, and a team shares a token. */
export const BUDGET: Readonly<Record<Holder['kind'], Readonly<Record<Resource, Share>>>> = {
  link: {
    requests: { each: 16, all: 48 },
    streams: { each: 64, all: 128 },
    bytes: { each: 0, all: 0 },
  },
  member: {
    requests: { each: 32, all: 128 },
    streams: { each: 64, all: 256 },
    bytes: { each: 3_000_000, all: 9_000_000 },
  },
};

export class Budget {
  readonly #used = new Map<string, number>();

  /**
   * Takes `amount` until the result is disposed of. Returns `null` if the holder, or all of its kind together, would
   * exceed their share.
   */
  take({ kind, id }: Holder, what: Resource, amount = 1): Disposable | null {
    const { each, all } = BUDGET[kind][what];
    const [own, kinds] = [`${kind} ${what} ${id}`, `${kind} ${what}`];
    if (this.#of(own) + amount > each || this.#of(kinds) + amount > all) return null;
    for (const key of [own, kinds]) this.#add(key, amount);
    let isTaken = true;
    return {
      [Symbol.dispose]: () => {
        if (isTaken) for (const key of [own, kinds]) this.#add(key, -amount);
        isTaken = false;
      },
    };
  }

  #of(key: string): number {
    return this.#used.get(key) ?? 0;
  }

  #add(key: string, amount: number): void {
    const used = this.#of(key) + amount;
    if (used === 0) this.#used.delete(key);
    else this.#used.set(key, used);
  }
}

/**
 * Places for connections of unidentified clients. A new connection always gets one: if none is free, the network with the most
 * connections loses its oldest. So a slow client blocks no other, and a crowd from one network blocks only itself.
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

  /** Counts a connection towards the network that its proxy names. */
  move(connection: Connection, network: string): void {
    if (this.#taken.has(connection)) this.#taken.set(connection, network);
  }

  leave(connection: Connection): void {
    this.#taken.delete(connection);
  }

  get size(): number {
    return this.#taken.size;
  }

  #oldestOfMost(): Connection {
    const counts = new Map<string, number>();
    for (const network of this.#taken.values()) counts.set(network, (counts.get(network) ?? 0) + 1);
    const most = Math.max(...counts.values());
    for (const [connection, network] of this.#taken) if (counts.get(network) === most) return connection;
    throw new Error('broken invariant: no connection has a place, yet too many places are taken');
  }
}

/** Returns the part of an address that belongs to one customer of a provider: the first 64 bits of IPv6. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').length;
  return [...groups, ...Array.from({ length: Math.max(missing, 0) }, () => '0'), ...(tail ?? '').split(':')]
    .slice(0, 4)
    .join(':');
}
