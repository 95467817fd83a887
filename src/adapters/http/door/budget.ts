/** Somebody who has said who they are: by a link to one design; or a *member*, by a token, or by a session, which counts as the token or person that it stands for. */
export interface Holder {
  readonly kind: 'link' | 'member';
  readonly id: string;
}

/** At once: answers that are not over, answers that go on as streams, and bytes of bodies that are being read. */
export type Resource = 'requests' | 'streams' | 'bytes';

interface Share {
  readonly each: number;
  readonly all: number;
}

/** A link is many people's, and a token a team's. */
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

  /** Takes so much until it is disposed of; `null` where this one, or all of their kind, have used up their share. */
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
 * Places for connections of people who have not said who they are. Whoever comes gets one: where none is free, the network that has the
 * most gives up its oldest. So one that sends slowly keeps nobody out, and many of one network keep out only each other.
 */
export class Places<Connection> {
  readonly #most: number;
  /** Networks by connection, the oldest first. */
  readonly #taken = new Map<Connection, string>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Returns the connection that has to go; `null` where there was room. */
  take(connection: Connection, network: string): Connection | null {
    this.#taken.delete(connection);
    this.#taken.set(connection, network);
    if (this.#taken.size <= this.#most) return null;
    const oldest = this.#oldestOfMost();
    this.#taken.delete(oldest);
    return oldest;
  }

  /** Says where a connection with a place comes from in truth, as a proxy tells. */
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
    throw new Error('broken invariant: nobody has a place where there are too many');
  }
}

/** Returns the part of an address that one customer of a provider has: of IPv6 the first 64 bits. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').length;
  return [...groups, ...Array.from({ length: Math.max(missing, 0) }, () => '0'), ...(tail ?? '').split(':')]
    .slice(0, 4)
    .join(':');
}
