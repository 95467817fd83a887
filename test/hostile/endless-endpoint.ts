import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished } from 'vitest';
import { anthropicModel } from '../support/services/shipped-models.ts';

/**
 * An endpoint that answers without an end, or wants the request, with all that is in it, to be sent
 * to somebody else.
 */
export const TOPIC = 'What the company has told nobody';
export const MIB = 1024 ** 2;

const GENEROUS = { connectMs: 60_000, firstTokenMs: 60_000, stallMs: 60_000, totalMs: 60_000 };
const REQUEST = {
  model: 'claude-opus-5-5',
  effort: 'low',
  maxOutputTokens: 100,
  system: [],
  tools: [],
  messages: [{ role: 'user', content: [{ type: 'text', text: TOPIC }] }],
};

type Respond = (response: ServerResponse, request: IncomingMessage) => void;

/** An endpoint of the running test, and the model that asks it. */
export async function endpointThat(respond: Respond) {
  const url = await served((request, response) => {
    request.resume().once('end', () => respond(response, request));
  });
  const ask = (clocks: Partial<typeof GENEROUS> = {}) =>
    anthropicModel(url).answer(
      REQUEST as never,
      { ask: { turnId: 'trn_1' }, callNumber: 1 } as never,
      {
        signal: new AbortController().signal,
        clocks: { ...GENEROUS, ...clocks },
        onProgress: () => undefined,
      },
    );
  return { url, ask };
}

/** Somebody else's server, with the bodies that came there. */
export async function aStranger() {
  const taken: string[] = [];
  const url = await served(async (request, response) => {
    taken.push(await text(request));
    response.end('{}');
  });
  return { url, taken };
}

async function served(
  listener: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Writes the same piece as long as somebody reads. */
export function endlessly(
  stream: NodeJS.WritableStream & { readonly destroyed?: boolean },
  piece: Buffer,
): void {
  const more = (): void => {
    while (stream.destroyed !== true)
      if (!stream.write(piece)) return void stream.once('drain', more);
  };
  more();
}

export const streamed = (response: ServerResponse, headers = {}) =>
  response.writeHead(200, { 'content-type': 'text/event-stream', ...headers });

/** Expects an answer that never ends to be refused soon, and for good. */
export async function expectRefused(endless: Respond): Promise<void> {
  const { ask } = await endpointThat(endless);
  await expect(ask()).rejects.toMatchObject({
    kind: 'malformed_answer',
    message: 'the answer is far too long',
    transient: false,
  });
}
