import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anthropicModel } from '../support/shipped-models.ts';

/** An endpoint that answers without an end, or wants the request, with all that is in it, to be sent to somebody else. */
const TOPIC = 'What the company has told nobody';
const MIB = 1024 ** 2;

let endpoint: Server;
let stranger: Server;
let respond: (response: ServerResponse, request: IncomingMessage) => void;
let taken: string[] = [];
const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
beforeAll(async () => {
  endpoint = createServer((request, response) => {
    request.resume().once('end', () => respond(response, request));
  });
  stranger = createServer(async (request, response) => {
    taken.push(await text(request));
    response.end('{}');
  });
  for (const server of [endpoint, stranger])
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(() => {
  for (const server of [endpoint, stranger]) server.close().closeAllConnections();
});

const GENEROUS = { connectMs: 10_000, firstTokenMs: 60_000, stallMs: 60_000, totalMs: 60_000 };
const ask = async (clocks = GENEROUS) => {
  const model = anthropicModel(urlOf(endpoint));
  const request = {
    model: 'claude-opus-5-5',
    effort: 'low',
    maxOutputTokens: 100,
    system: [],
    tools: [],
    messages: [{ role: 'user', content: [{ type: 'text', text: TOPIC }] }],
  };
  return model.answer(request as never, { ask: { turnId: 'trn_1' }, callNumber: 1 } as never, {
    signal: new AbortController().signal,
    clocks,
    onProgress: () => undefined,
  });
};

/** Writes the same piece as long as somebody reads. */
function endlessly(stream: NodeJS.WritableStream & { readonly destroyed?: boolean }, piece: Buffer): void {
  const more = (): void => {
    while (stream.destroyed !== true) if (!stream.write(piece)) return void stream.once('drain', more);
  };
  more();
}

const BEGINS =
  'event: message_start\ndata: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"usage":{"input_tokens":1,"output_tokens":1}}}\n\n';
const BLOCK = `event: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"${'x'.repeat(500)}"}}\n\n`;
const streamed = (response: ServerResponse, headers = {}) =>
  response.writeHead(200, { 'content-type': 'text/event-stream', ...headers });

const ENDLESS: readonly (readonly [string, (response: ServerResponse) => void])[] = [
  ['one line', (to) => endlessly(streamed(to), Buffer.alloc(MIB, 'x'))],
  [
    'one line that packs a thousand times smaller',
    (to) => {
      const packed = createGzip();
      packed.pipe(streamed(to, { 'content-encoding': 'gzip' }));
      endlessly(packed, Buffer.alloc(MIB, 'x'));
    },
  ],
  ['comments', (to) => endlessly(streamed(to), Buffer.from(`: ${'nothing '.repeat(100)}\n`.repeat(1_000)))],
  [
    'pings',
    (to) =>
      endlessly(
        streamed(to),
        Buffer.from(`event: ping\ndata: {"type":"ping"${' '.repeat(1_000)}}\n\n`.repeat(1_000)),
      ),
  ],
  [
    'blocks',
    (to) => {
      streamed(to).write(BEGINS);
      endlessly(to, Buffer.from(BLOCK.repeat(100)));
    },
  ],
  [
    'an error',
    (to) => endlessly(to.writeHead(400, { 'content-type': 'application/json' }), Buffer.alloc(MIB, '[1,')),
  ],
];

describe('an answer without an end', () => {
  it.each(ENDLESS)(
    'A10: %s: is refused soon, for good, and takes no memory to speak of',
    async (_, endless) => {
      respond = endless;
      const before = process.memoryUsage().rss;
      await expect(ask()).rejects.toMatchObject({
        kind: 'malformed_answer',
        message: 'the answer has no sensible length',
        transient: false,
      });
      expect((process.memoryUsage().rss - before) / MIB).toBeLessThan(500);
    },
  );

  it('headers without an end are refused as well', async () => {
    respond = ({ socket }) => {
      socket?.on('error', () => undefined).write('HTTP/1.1 200 OK\r\n');
      if (socket !== null) endlessly(socket, Buffer.from(`x-more: ${'y'.repeat(8_000)}\r\n`));
    };
    await expect(ask()).rejects.toMatchObject({ kind: 'connection_lost' });
  });
});

/** Says something every few milliseconds for as long as somebody listens, so that no clock for silence runs out. */
function trickling(socket: Socket, ...begin: readonly string[]): void {
  const pieces = [...begin];
  const more = setInterval(() => socket.write(pieces.shift() ?? 'x'), 10);
  socket.on('error', () => undefined).once('close', () => clearInterval(more));
}
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n';
const WORD =
  'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"word "}}\n\n';
const PING = 'event: ping\ndata: {"type":"ping"}\n\n';

describe('an endpoint that keeps people waiting', () => {
  const SLOW: readonly (readonly [string, string, (socket: Socket) => void])[] = [
    ['connect_timeout', 'takes the request and never answers', () => undefined],
    [
      'connect_timeout',
      'sends headers letter by letter',
      (to) => trickling(to, 'HTTP/1.1 200 OK\r\nx-slow: '),
    ],
    ['first_token_timeout', 'sends headers and nothing more', (to) => void to.write(HEAD)],
    ['first_token_timeout', 'sends its answer letter by letter', (to) => trickling(to, HEAD, 'data: ')],
    [
      'first_token_timeout',
      'sends pings only',
      (to) => trickling(to, HEAD, ...Array.from({ length: 1_000 }, () => PING)),
    ],
    [
      'total_timeout',
      'sends word after word without an end',
      (to) => trickling(to, HEAD, BEGINS, BLOCK, ...Array.from({ length: 1_000 }, () => WORD)),
    ],
  ];

  it.each(SLOW)('A10: %s: %s, and is left', async (kind, _, slow) => {
    const left = Promise.withResolvers<void>();
    respond = ({ socket }) => {
      socket?.once('close', () => left.resolve());
      if (socket !== null) slow(socket);
    };
    const clocks = { connectMs: 300, firstTokenMs: 400, stallMs: 5_000, totalMs: 800 };
    const beganAt = performance.now();
    await expect(ask(clocks)).rejects.toMatchObject({ kind });
    // None of them ends by itself: a clock of its own bounds each.
    expect(performance.now() - beganAt).toBeGreaterThan(290);
    await left.promise;
  });
});

describe('an endpoint that sends elsewhere', () => {
  it.each([301, 302, 303, 307, 308])('A10: %i: nobody else is asked anything', async (status) => {
    taken = [];
    respond = (response) => response.writeHead(status, { location: urlOf(stranger) }).end();
    await expect(ask()).rejects.toMatchObject({
      kind: 'invalid_request',
      message: expect.stringContaining(`answered ${status} and wants to be asked elsewhere`),
      transient: false,
    });
    expect(taken).toEqual([]);
  });

  it('the trap would work: a client that follows tells the stranger everything', async () => {
    respond = (response) => response.writeHead(307, { location: urlOf(stranger) }).end();
    await fetch(urlOf(endpoint), { method: 'POST', body: TOPIC });
    expect(taken).toEqual([TOPIC]);
  });
});
