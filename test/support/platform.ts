/**
 * What the local servers of Slack and Discord share: an HTTP server on a free port, calls that go
 * wrong by script, and a record. `violations`: what no app may do; a test expects none at its end.
 */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Those with `after` have done the work all the same: the case in which a client posts twice. */
export type Mishap =
  | 'failed_before'
  | 'failed_after'
  | 'cut_before'
  | 'cut_after'
  | 'limited'
  | 'silent';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export class Platform {
  readonly violations: string[] = [];
  readonly calls: { readonly name: string; readonly body: unknown; readonly error: unknown }[] = [];
  readonly #script = new Map<string, Mishap[]>();
  readonly #server: Server;
  origin = '';

  constructor(
    serve: (incoming: IncomingMessage, body: Buffer) => Promise<Answer | Called>,
    failed: { readonly failed: Answer; readonly limited: Answer },
  ) {
    this.#server = createServer((incoming, outgoing) => {
      this.#answer(incoming, outgoing, serve, failed).catch((error: unknown) => {
        this.violations.push(`the server itself failed: ${String(error)}`);
        outgoing.destroy();
      });
    });
  }

  get server(): Server {
    return this.#server;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The next calls of this name go like this. */
  script(name: string, ...mishaps: readonly Mishap[]): void {
    this.#script.set(name, [...(this.#script.get(name) ?? []), ...mishaps]);
  }

  callsOf(name: string) {
    return this.calls.filter((each) => each.name === name);
  }

  async #answer(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    serve: (incoming: IncomingMessage, body: Buffer) => Promise<Answer | Called>,
    { failed, limited }: { readonly failed: Answer; readonly limited: Answer },
  ): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const served = await serve(incoming, Buffer.concat(chunks));
    if (!('name' in served)) return send(outgoing, served);
    const mishap = this.#script.get(served.name)?.shift();
    const isDone = mishap === undefined || mishap === 'failed_after' || mishap === 'cut_after';
    const answer = isDone ? await served.work() : failed;
    const error = mishap ?? served.errorOf(answer);
    this.calls.push({ name: served.name, body: served.body, error });
    if (mishap === 'cut_before' || mishap === 'cut_after') outgoing.socket?.resetAndDestroy();
    else if (mishap === 'limited') send(outgoing, limited);
    else if (mishap === 'silent') return;
    else send(outgoing, mishap === undefined ? answer : failed);
  }
}

/** A call that has a name, so that a script may spoil it. */
export interface Called {
  readonly name: string;
  readonly body: unknown;
  work(): Answer | Promise<Answer>;
  errorOf(answer: Answer): unknown;
}

function send(outgoing: ServerResponse, { status, headers = {}, body }: Answer): void {
  const isPlain = body === null || typeof body === 'string' || Buffer.isBuffer(body);
  const type = isPlain ? {} : { 'content-type': 'application/json' };
  outgoing.writeHead(status, { ...type, ...headers });
  outgoing.end(isPlain ? body : JSON.stringify(body));
}

/** Waits until this holds; a test that waits longer than the bound has failed. */
export async function until<T>(
  what: string,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  boundMs = 10_000,
): Promise<T> {
  const end = performance.now() + boundMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`it did not happen in ${boundMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
