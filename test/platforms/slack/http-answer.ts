import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { SlackMishap } from './faults.ts';
import { SlackRefusal } from './refusal.ts';

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text or a buffer is sent as it is, anything else as JSON. */
  readonly body: unknown;
}

/** Does the work and answers, or what goes wrong instead; says whether the work was done. */
export function behave(outgoing: ServerResponse, mishap: SlackMishap | null, work: () => Answer): boolean {
  const isDone = mishap === null || mishap === 'failed_after' || mishap === 'cut_after';
  const answer = isDone ? work() : limited(1);
  if (mishap === 'cut_before' || mishap === 'cut_after') outgoing.socket?.resetAndDestroy();
  else if (mishap === null || mishap === 'limited') send(outgoing, answer);
  else send(outgoing, { status: 500, body: 'internal_error' });
  return isDone;
}

export function limited(seconds: number): Answer {
  const headers = { 'retry-after': String(seconds) };
  return { status: 429, headers, body: { ok: false, error: 'ratelimited' } };
}

function send(outgoing: ServerResponse, { status, headers = {}, body }: Answer): void {
  const isPlain = typeof body === 'string' || Buffer.isBuffer(body);
  outgoing.writeHead(status, { 'content-type': isPlain ? 'text/html' : 'application/json', ...headers });
  outgoing.end(isPlain ? body : JSON.stringify(body));
}

export async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

const ERROR_OF_FIELD: Record<string, string> = {
  blocks: 'invalid_blocks',
  metadata: 'invalid_metadata_format',
  text: 'msg_too_long',
};

/** Slack's refusal for what was found wrong; anything but a refusal or zod's findings is a defect, and thrown on. */
export function refusalOf(error: unknown): SlackRefusal {
  if (error instanceof SlackRefusal) return error;
  if (!(error instanceof z.ZodError)) throw error;
  const fields = new Set(error.issues.map(({ path }) => String(path[0])));
  const [field] = [...fields];
  const isTooLarge = error.issues.some(({ message }) => message === 'metadata_too_large');
  const only = fields.size === 1 ? ERROR_OF_FIELD[field ?? ''] : undefined;
  const name = isTooLarge ? 'metadata_too_large' : only;
  const messages = error.issues.map(
    ({ message, path }) => `[ERROR] ${message} [json-pointer:/${path.join('/')}]`,
  );
  return new SlackRefusal(name ?? 'invalid_arguments', { response_metadata: { messages } });
}
