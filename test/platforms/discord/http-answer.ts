import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DiscordMishap } from './faults.ts';

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Null for nothing; a buffer is sent as it is, anything else as JSON. */
  readonly body: unknown;
}

/** A file that came in a form. */
export interface Upload {
  /** The field's index, as in `files[0]`. */
  readonly index: string;
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
}

export interface Submitted {
  /** The JSON of the request, or undefined where there was none. */
  readonly body: unknown;
  readonly files: readonly Upload[];
  /** What was said, the same however often it is sent. */
  readonly text: string;
}

const MISHAP_SECONDS = 1;

/** Does the work and answers, or what goes wrong instead. */
export function behave(
  outgoing: ServerResponse,
  mishap: DiscordMishap | null,
  work: () => Answer,
): Answer | null {
  const isDone = mishap === null || mishap === 'failed_after' || mishap === 'cut_after';
  const answer = isDone ? work() : null;
  if (mishap === 'cut_before' || mishap === 'cut_after') outgoing.socket?.resetAndDestroy();
  else if (mishap === 'limited' || mishap === 'limited_globally') {
    send(outgoing, limited(MISHAP_SECONDS, mishap === 'limited_globally', {}));
  } else if (mishap !== null)
    send(outgoing, { status: 500, body: { message: '500: Internal Server Error', code: 0 } });
  else if (answer !== null) send(outgoing, answer);
  return answer;
}

/** `seconds` may have a fraction, which the header does not show. */
export function limited(
  seconds: number,
  isGlobal: boolean,
  headers: Readonly<Record<string, string>>,
): Answer {
  const scope = isGlobal
    ? { 'x-ratelimit-global': 'true', 'x-ratelimit-scope': 'global' }
    : { 'x-ratelimit-scope': 'user' };
  return {
    status: 429,
    headers: { ...headers, ...scope, 'retry-after': String(Math.ceil(seconds)) },
    body: { message: 'You are being rate limited.', retry_after: seconds, global: isGlobal },
  };
}

function send(outgoing: ServerResponse, { status, headers = {}, body }: Answer): void {
  if (body === null) outgoing.writeHead(status, headers).end();
  else if (Buffer.isBuffer(body)) outgoing.writeHead(status, headers).end(body);
  else
    outgoing.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** The request's JSON and files, whether it is a form or not. Throws what JSON finds wrong. */
export async function submittedIn(incoming: IncomingMessage): Promise<Submitted> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const bytes = Buffer.concat(chunks);
  const type = incoming.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) {
    const text = bytes.toString('utf8');
    return { body: text === '' ? undefined : JSON.parse(text), files: [], text };
  }
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  const files: Upload[] = [];
  for (const [field, part] of form) {
    if (!(part instanceof File)) continue;
    const [, index = ''] = /^files\[(\d+)\]$/.exec(field) ?? [];
    files.push({ index, name: part.name, type: part.type, content: Buffer.from(await part.arrayBuffer()) });
  }
  const text = String(form.get('payload_json') ?? '{}');
  return { body: JSON.parse(text), files, text: `${text} ${files.map(({ name }) => name).join(' ')}` };
}
