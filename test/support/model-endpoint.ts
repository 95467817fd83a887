/**
 * A local endpoint for models: the Messages API (`/v1/messages`), chat completions
 * (`/v1/chat/completions`) and responses (`/v1/responses`), as event streams. It refuses with 400 what
 * a strict endpoint refuses, answers by a function of the request, and can misbehave.
 *
 *     const endpoint = await startModelEndpoint((request) => calls('sign', { … }));
 *     ANTHROPIC_BASE_URL: endpoint.url
 *     await endpoint.close();
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventsOf, type Scripted, type ScriptedBlock, type Wire } from './model-wires.ts';
import { isObject, type Json, objectsIn, problemsOf } from './strict-requests.ts';

export type { Scripted };

type Extras = Partial<Omit<Extract<Scripted, { kind: 'answer' }>, 'kind' | 'content'>>;
const USAGE = { input: 100, cacheWrite: 40, cacheRead: 20, output: 50 };
const USUAL = { delayMs: 0, restMs: 0, breaking: null };

export function answers(content: readonly ScriptedBlock[], extras: Extras = {}): Scripted {
  const stop = content.some(({ type }) => type === 'tool_use') ? 'tool_use' : 'end';
  return { kind: 'answer', content, stop, usage: USAGE, ...USUAL, ...extras };
}
export function says(text: string, extras?: Extras): Scripted {
  return answers([{ type: 'text', text }], extras);
}
export function calls(name: string, input: unknown, extras?: Extras): Scripted {
  return answers([{ type: 'tool_use', name, input }], extras);
}
/** @example fails(429, { type: 'rate_limit_error' }, { 'retry-after': '2' }) */
export function fails(
  status: number,
  error: Json = {},
  headers: Readonly<Record<string, string>> = {},
): Scripted {
  return {
    kind: 'error',
    status,
    error: { type: 'api_error', message: 'as scripted', ...error },
    headers,
  };
}

export interface ReceivedRequest {
  readonly number: number;
  readonly wire: Wire;
  readonly model: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Json;
  /** Names of the tools, as offered. */
  readonly tools: readonly string[];
  /** Everything that a model would read, in order. */
  readonly prompt: string;
}

export interface ModelEndpoint {
  readonly url: string;
  /** Everything that was asked, oldest first. */
  readonly requests: readonly ReceivedRequest[];
  /** What a strict endpoint refuses, of all requests. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

export async function startModelEndpoint(
  answer: (request: ReceivedRequest) => Scripted | Promise<Scripted>,
): Promise<ModelEndpoint> {
  const requests: ReceivedRequest[] = [];
  const problems: string[] = [];
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => {
      problems.push(`endpoint: ${String(error)}`);
      outgoing.destroy();
    });
  });

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await readRequest(incoming, requests.length + 1);
    requests.push(request);
    const wrong = problemsOf(request.wire, incoming.headers, request.body);
    problems.push(...wrong);
    const scripted =
      wrong.length === 0
        ? await answer(request)
        : fails(400, { type: 'invalid_request_error', message: wrong.join('; ') });
    await send(outgoing, request, scripted);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    problems,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const WIRES: Readonly<Record<string, Wire>> = {
  '/v1/messages': 'messages',
  '/v1/chat/completions': 'chat',
  '/v1/responses': 'responses',
};

async function readRequest(incoming: IncomingMessage, number: number): Promise<ReceivedRequest> {
  const wire = WIRES[incoming.url ?? ''];
  if (wire === undefined) throw new Error(`nothing answers at ${incoming.url}`);
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  if (!isObject(body)) throw new Error('the body is not an object');
  const tools = objectsIn(body.tools).map((tool) =>
    String(tool.name ?? (isObject(tool.function) ? tool.function.name : '')),
  );
  const prompt = [body.system, body.messages ?? body.input].map(textIn).join('\n\n');
  return {
    number,
    wire,
    model: String(body.model),
    headers: incoming.headers,
    body,
    tools,
    prompt,
  };
}

/** All texts in a value, whichever wire wrote it. */
function textIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textIn).join('\n\n');
  if (!isObject(value)) return '';
  const parts = [value.text, value.content, value.output, value.arguments];
  return parts
    .map(textIn)
    .filter((text) => text !== '')
    .join('\n\n');
}

async function send(
  outgoing: ServerResponse,
  request: ReceivedRequest,
  scripted: Scripted,
): Promise<void> {
  if (scripted.kind === 'reset') {
    outgoing.socket?.resetAndDestroy();
    return;
  }
  if (scripted.kind === 'error') {
    outgoing.writeHead(scripted.status, {
      'content-type': 'application/json',
      ...scripted.headers,
    });
    outgoing.end(JSON.stringify({ type: 'error', error: scripted.error }));
    return;
  }
  outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
  outgoing.flushHeaders();
  if (scripted.kind === 'silence') return;
  if (scripted.delayMs > 0) await sleep(scripted.delayMs);
  const events = eventsOf(
    request.wire,
    scripted,
    request.model,
    request.number,
    asksForUsage(request),
  );
  const count = scripted.breaking === null ? events.length : events.findIndex((e) => e.isPiece) + 1;
  for (const [index, { name, data }] of events.slice(0, count).entries()) {
    if (index === 1 && scripted.restMs > 0) await sleep(scripted.restMs);
    write(outgoing, name, JSON.stringify(data));
  }
  switch (scripted.breaking) {
    case null:
    case 'cut':
      outgoing.end();
      return;
    case 'stall':
      return;
    case 'reset':
      // What was written is read first, or the reader sees only the reset.
      await sleep(20);
      outgoing.socket?.resetAndDestroy();
      return;
    case 'malformed':
      write(outgoing, request.wire === 'messages' ? 'content_block_delta' : '', '{"type": "conte');
      outgoing.end();
      return;
    case 'error_event': {
      const error = { type: 'overloaded_error', code: 'server_overloaded', message: 'Overloaded' };
      const data =
        request.wire === 'responses'
          ? { type: 'error', sequence_number: 9, error }
          : { type: 'error', error };
      write(outgoing, request.wire === 'messages' ? 'error' : '', JSON.stringify(data));
      outgoing.end();
    }
  }
}

/** Chat completions count only when they are asked to. */
function asksForUsage({ body: { stream_options } }: ReceivedRequest): boolean {
  return isObject(stream_options) && stream_options.include_usage === true;
}

function write(outgoing: ServerResponse, name: string, data: string): void {
  outgoing.write(`${name === '' ? '' : `event: ${name}\n`}data: ${data}\n\n`);
}
