import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Types of the messages of Postgres by which a client has a statement carried out. */
const STATEMENTS = ['Q', 'E'].map((type) => type.charCodeAt(0));
const BEGIN = 'begin \0';
/** The severity in a report of a statement that failed. */
const FAILED = 'VERROR\0';

/**
 * A way to a database server on which the next commit is cut in a chosen place, as by a client that
 * was killed there.
 */
export class CutRoad {
  readonly #server = createServer((near) => this.#join(near));
  readonly #sockets = new Set<Socket>();
  readonly #to: URL;
  /** Statements that the server reported as failed. */
  failed = 0;
  #left: number | null = null;
  #cut = Promise.withResolvers<void>();

  private constructor(to: string) {
    this.#to = new URL(to);
  }

  static async to(url: string): Promise<CutRoad> {
    const road = new CutRoad(url);
    road.#server.listen(0, '127.0.0.1');
    await once(road.#server, 'listening');
    return road;
  }

  get url(): string {
    const url = new URL(this.#to);
    [url.hostname, url.port] = ['127.0.0.1', String((this.#server.address() as AddressInfo).port)];
    return url.href;
  }

  /**
   * Of the next transaction, this many statements reach the server, its `begin` being the first,
   * and no answer comes back. Resolves once the server has done with them.
   */
  cutAfter(statements: number): Promise<void> {
    this.#left = statements;
    this.#cut = Promise.withResolvers();
    return this.#cut.promise;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #join(near: Socket): void {
    const far = connect(Number(this.#to.port || 5432), this.#to.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
    let isCutting = false;
    let rest: Buffer = Buffer.alloc(0);
    let typeBytes = 0;
    far.on('data', (data: Buffer) => {
      if (data.includes(FAILED)) this.failed += 1;
    });
    far.pipe(near);
    near.on('data', (data: Buffer) => {
      rest = Buffer.concat([rest, data]);
      // A length, which counts itself, stands behind the type; the very first message has no type.
      while (rest.length >= typeBytes + 4) {
        const bytes = typeBytes + rest.readUInt32BE(typeBytes);
        if (rest.length < bytes) return;
        const message = rest.subarray(0, bytes);
        rest = rest.subarray(bytes);
        const isStatement = typeBytes === 1 && STATEMENTS.includes(message[0] ?? 0);
        typeBytes = 1;
        if (this.#left !== null && message.includes(BEGIN)) isCutting = true;
        if (isCutting && this.#left === 0) return this.#end(near, far);
        far.write(message);
        if (isCutting && isStatement && this.#left !== null) this.#left -= 1;
        if (isCutting && this.#left === 0) return this.#end(near, far);
      }
    });
  }

  #end(near: Socket, far: Socket): void {
    this.#left = null;
    near.removeAllListeners('data');
    far.unpipe(near).resume();
    far.once('end', this.#cut.resolve).end();
  }
}
