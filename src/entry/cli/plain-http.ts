import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';

// An `import` would evaluate all exports, and so load a WebSocket client, which takes longer than a
// short command.
const { request } = process.getBuiltinModule('node:http');

interface Sent {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/**
 * The answer, unread. Does not use `fetch`, which takes longer to load than a short command takes.
 */
export function sendRequest(
  url: string,
  { method = 'GET', headers = {}, body, signal }: Sent,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // Node does not set the length of a DELETE's body.
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const sending = request(url, { method, headers: { ...headers, ...length }, signal }, resolve);
    sending.once('error', reject);
    sending.end(body);
  });
}

/** Throws for a longer body. */
export async function jsonOf(answer: IncomingMessage, maxBytes: number): Promise<unknown> {
  return JSON.parse(await textOf(answer, maxBytes));
}

/** Throws for a longer body. */
export async function textOf(answer: IncomingMessage, maxBytes: number): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer) {
    parts.push(part);
    bytes += part.length;
    if (bytes > maxBytes) throw new Error(`the answer has more than ${maxBytes} bytes`);
  }
  return Buffer.concat(parts).toString('utf8');
}
