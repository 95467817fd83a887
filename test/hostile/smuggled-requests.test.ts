import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { TOKEN } from '../entry/daemon.ts';
import { InProcess } from '../entry/in-process.ts';
import { afterwards } from '../entry/waiting.ts';
import { eventually } from '../support/runner/eventually.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';

/**
 * Requests as no client sends them: what stands in the body of one must never be taken for another.
 */
async function ownDaemon(): Promise<InProcess> {
  const daemon = await InProcess.start(temporaryFolder(), { CHARRETTE_REHEARSAL: '1' });
  afterwards(() => daemon.stop());
  return daemon;
}

const AUTHORIZED = `host: 127.0.0.1\r\nauthorization: Bearer ${TOKEN}\r\n`;
const SMUGGLED = `GET /api/v1/designs HTTP/1.1\r\n${AUTHORIZED}connection: close\r\n\r\n`;
const BODY = '{"topic":"Was this smuggled?"}';
const post = (headers: string, body: string) =>
  `POST /api/v1/designs HTTP/1.1\r\n${AUTHORIZED}content-type: application/json\r\n${headers}\r\n\r\n${body}`;

/** The statuses of all answers to these bytes, after which the connection is closed. */
async function answersTo(daemon: InProcess, bytes: string): Promise<number[]> {
  const { hostname, port } = new URL(daemon.url);
  const socket = connect(Number(port), hostname);
  let said = '';
  socket.setEncoding('latin1').on('data', (chunk) => {
    said += chunk;
  });
  let isClosed = false;
  socket.on('error', () => undefined);
  socket.on('close', () => {
    isClosed = true;
  });
  socket.write(bytes, 'latin1');
  await eventually(() => (isClosed ? 'closed' : `open after ${said}`)).toBe('closed');
  return [...said.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}

const REFUSED: readonly (readonly [string, string])[] = [
  [
    'a length and chunks',
    post('content-length: 4\r\ntransfer-encoding: chunked', `0\r\n\r\n${SMUGGLED}`),
  ],
  ['chunks by another name', post('transfer-encoding: xchunked', `0\r\n\r\n${SMUGGLED}`)],
  [
    'chunks that are not the last encoding',
    post('transfer-encoding: chunked, identity', `0\r\n\r\n${SMUGGLED}`),
  ],
  [
    'two encodings',
    post('transfer-encoding: chunked\r\ntransfer-encoding: cow', `0\r\n\r\n${SMUGGLED}`),
  ],
  ['two lengths', post(`content-length: 2\r\ncontent-length: ${BODY.length}`, `{}${SMUGGLED}`)],
  ['a length below nothing', post('content-length: -1', SMUGGLED)],
  ['a length with a sign', post(`content-length: +${BODY.length}`, BODY + SMUGGLED)],
  ['a length beyond all numbers', post('content-length: 99999999999999999999', SMUGGLED)],
  ['a space before the colon', post('content-length : 0', SMUGGLED)],
  ['a header over two lines', post('x-one: two\r\n content-length: 0', SMUGGLED)],
  ['lines without a carriage return', post('x-one: two', SMUGGLED).replaceAll('\r', '')],
  ['a carriage return by itself', post('x-one: two\rcontent-length: 0', SMUGGLED)],
  ['a zero in a header', post('x-one: t\0wo', SMUGGLED)],
  [
    'a chunk of more than there can be',
    post('transfer-encoding: chunked', `ffffffffffffffffff\r\n${SMUGGLED}`),
  ],
  [
    'a chunk whose size runs over',
    post('transfer-encoding: chunked', `10000000000000002\r\n{}\r\n0\r\n\r\n${SMUGGLED}`),
  ],
  ['another protocol', `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${SMUGGLED}`],
  ['no host', `GET /api/v1/designs HTTP/1.1\r\nauthorization: Bearer ${TOKEN}\r\n\r\n`],
];

describe('a request of a shape that two readers could read differently', () => {
  it('A12: a request that two readers could read differently is refused, and nothing after it is read', async () => {
    const daemon = await ownDaemon();
    const answers = REFUSED.map(async ([title, bytes]) => [title, await answersTo(daemon, bytes)]);
    expect(await Promise.all(answers)).toEqual(REFUSED.map(([title]) => [title, [400]]));
  });

  it('the trap would work: of two requests in one piece both are answered', async () => {
    expect(await answersTo(await ownDaemon(), post('content-length: 2', `{}${SMUGGLED}`))).toEqual([
      422, 200,
    ]);
  });

  it('a token in a trailer, or twice, is none', async () => {
    const daemon = await ownDaemon();
    const chunks = `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\nauthorization: Bearer ${TOKEN}\r\n\r\n`;
    const head =
      'POST /api/v1/designs HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\ntransfer-encoding: chunked\r\ntrailer: authorization\r\n\r\n';
    expect(await answersTo(daemon, head + chunks)).toEqual([401]);
    const twice = `GET /api/v1/designs HTTP/1.1\r\nauthorization: Bearer wrong\r\nconnection: close\r\n${AUTHORIZED}\r\n`;
    expect(await answersTo(daemon, twice)).toEqual([401]);
  });

  it('six hundred requests that are never ended keep nobody out', async () => {
    const daemon = await ownDaemon();
    const { hostname, port } = new URL(daemon.url);
    const sockets = Array.from({ length: 600 }, () => connect(Number(port), hostname));
    for (const socket of sockets)
      socket.on('error', () => undefined).write('GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-one: ');
    expect((await daemon.request('/api/v1/designs')).status).toBe(200);
    for (const socket of sockets) socket.destroy();
  });
});
