import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { createGzip } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { endlessly, endpointThat, expectRefused, MIB, streamed } from './endless-endpoint.ts';

const BEGINS =
  'event: message_start\ndata: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"usage":{"input_tokens":1,"output_tokens":1}}}\n\n';
const BLOCK = `event: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"${'x'.repeat(500)}"}}\n\n`;

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
      const before = process.memoryUsage().rss;
      await expectRefused(endless);
      expect((process.memoryUsage().rss - before) / MIB).toBeLessThan(500);
    },
  );

  it('headers without an end are refused as well', async () => {
    const { ask } = await endpointThat(({ socket }) => {
      socket?.on('error', () => undefined).write('HTTP/1.1 200 OK\r\n');
      if (socket !== null) endlessly(socket, Buffer.from(`x-more: ${'y'.repeat(8_000)}\r\n`));
    });
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
  /** The clock that runs out; the others leave time for a busy machine. */
  const CLOCKS = {
    connect_timeout: { connectMs: 300 },
    first_token_timeout: { firstTokenMs: 400 },
    total_timeout: { totalMs: 800 },
  };
  const SLOW: readonly (readonly [keyof typeof CLOCKS, string, (socket: Socket) => void])[] = [
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
    const { ask } = await endpointThat(({ socket }) => {
      socket?.once('close', () => left.resolve());
      if (socket !== null) slow(socket);
    });
    const beganAt = performance.now();
    await expect(ask(CLOCKS[kind])).rejects.toMatchObject({ kind });
    // None of them ends by itself: a clock of its own bounds each.
    expect(performance.now() - beganAt).toBeGreaterThan(290);
    await left.promise;
  });
});
