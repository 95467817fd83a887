import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';

// An `import` of it reads everything that it exports, and so loads a client for WebSockets, which takes longer than all of a short command's work.
const { request } = process.getBuiltinModule('node:http');

interface Sent {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** The answer to one request, unread. Without `fetch`, whose loading takes longer than a short command's work. */
export function requested(
  url: string,
  { method = 'GET', headers = {}, body, signal }: Sent,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // Node gives the body of a DELETE no length by itself.
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const sending = request(url, { method, headers: { ...headers, ...length }, signal }, resolve);
    sending.once('error', reject);
    sending.end(body);
  });
}

/** An answer's body as JSON. Throws for one that is longer. */
export async function jsonOf(answer: IncomingMessage, maxBytes: number): Promise<unknown> {
  return JSON.parse(await textOf(answer, maxBytes));
}

/** An answer's body as text. Throws for one that is longer. */
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
