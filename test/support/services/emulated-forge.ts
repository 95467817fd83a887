import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { packageOf } from '../../second-opinion/package-of.ts';

/** A token of the seeded account. */
export const FORGE_TOKEN = 'ghp_emulatedtokenforthetests0000000000000';
export const REPOSITORY = 'acme/shop';

interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

interface Emulate {
  createEmulator(options: object): Promise<{ readonly url: string; close(): Promise<void> }>;
}

/**
 * Answers a request in the forge's place; `lose`: the forge does what it is asked, and its answer
 * never arrives.
 */
type Misbehaviour = Answer | 'lose';

/**
 * An emulated GitHub until the end of the running test, with a way in that can be made to misbehave
 * once for a request.
 */
export async function emulateForge() {
  const { createEmulator } = await packageOf<Emulate>('emulate');
  const emulator = await createEmulator({
    service: 'github',
    port: 0,
    seed: {
      tokens: {
        [FORGE_TOKEN]: { login: 'acme', scopes: ['repo'] },
      },
      github: {
        users: [{ login: 'acme', name: 'Acme', email: 'acme@example.com' }],
        repos: [{ owner: 'acme', name: 'shop', auto_init: true }],
      },
    },
  });
  let next: { readonly route: RegExp; readonly does: Misbehaviour } | null = null;
  const requests: string[] = [];
  let always: readonly { readonly route: RegExp; readonly does: Answer }[] = [];

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const route = `${request.method} ${request.url}`;
    const body = await buffer(request);
    requests.push(route);
    const once = next?.route.test(route) ? next.does : null;
    if (once !== null) next = null;
    const does = once ?? always.find((each) => each.route.test(route))?.does ?? null;
    if (does !== null && does !== 'lose') {
      response.writeHead(does.status, { 'content-type': 'application/json', ...does.headers });
      response.end(JSON.stringify(does.body ?? { message: 'as the test wants it' }));
      return;
    }
    const { authorization = '' } = request.headers;
    const given = body.length === 0 ? {} : { body };
    const forwarded = await fetch(`${emulator.url}${request.url}`, {
      method: request.method ?? 'GET',
      headers: { authorization, 'content-type': 'application/json' },
      ...given,
    });
    const text = await forwarded.text();
    if (does === 'lose') request.socket.destroy();
    else response.writeHead(forwarded.status, { 'content-type': 'application/json' }).end(text);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await emulator.close();
  });
  return {
    url,
    /** Every request so far, by its method and path. */
    requests,
    misbehave(route: RegExp, does: Misbehaviour): void {
      next = { route, does };
    },
    /** Answers in the forge's place from now on; nothing in its place where none is given. */
    answering(answers: typeof always): void {
      always = answers;
    },
    /** Asks the forge as its people do. */
    async ask(method: string, path: string, body?: unknown, token = FORGE_TOKEN) {
      const given = body === undefined ? {} : { body: JSON.stringify(body) };
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const answered = await fetch(`${url}/repos/${REPOSITORY}${path}`, {
        method,
        headers,
        ...given,
      });
      // biome-ignore lint/suspicious/noExplicitAny: a client knows no shape of JSON.
      const data: any = await answered.json();
      return { status: answered.status, data };
    },
  };
}
