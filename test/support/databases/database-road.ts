import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a database server that can be closed, and can go silent with all that is on it. */
export class DatabaseRoad {
  readonly #server = createServer((near) => this.#join(near));
  readonly #sockets = new Set<Socket>();
  #to: URL;
  #turnedAway: 'end' | 'resetAndDestroy' | null = null;

  private constructor(to: string) {
    this.#to = new URL(to);
  }

  static async to(url: string): Promise<DatabaseRoad> {
    const road = new DatabaseRoad(url);
    road.#server.listen(0, '127.0.0.1');
    await once(road.#server, 'listening');
    return road;
  }

  /** As it stands in a database URL. */
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Ends what is on it, and lets nothing on it any more. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** Leads elsewhere from now on, and ends what is on it. */
  leadTo(url: string): void {
    this.#to = new URL(url);
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Drops everything that is on it now, silently. */
  goSilent(): void {
    for (const socket of this.#sockets) socket.pause().unpipe();
  }

  /**
   * Ends what is on it, and lets who comes no further than its beginning, as a proxy does that has
   * no server behind it.
   */
  turnAway(how: 'end' | 'resetAndDestroy'): void {
    this.#turnedAway = how;
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(near: Socket): void {
    if (this.#turnedAway !== null)
      return void near
        .on('error', () => undefined)
        .resume()
        [this.#turnedAway]();
    const far = connect(Number(this.#to.port || 5432), this.#to.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
  }
}
