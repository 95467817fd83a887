import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { keepOpen } from './held-open.ts';
import { type Answer, signatureOf, streamOf, type WireUsage } from './model-endpoint-answers.ts';
import { defaultAnswer } from './model-endpoint-responder.ts';
import {
  bodyProblems,
  headerProblems,
  isObject,
  type Json,
  objects,
  thinkingProblems,
} from './model-endpoint-validation.ts';

/**
 * A strict local endpoint that speaks the Anthropic messages API: it refuses with 400 what the real
 * one refuses (see model-endpoint-validation.ts), streams what a function of the request returns,
 * and can misbehave.
 *
 *     const endpoint = await startModelEndpoint(); // answers every ask with something valid
 *     const model = createAnthropicModel({ baseUrl: endpoint.url, … });
 *     endpoint.respondWith((request) => says('no tool')); // or script it
 *     endpoint.respondInOrder([fails(529), calls('pass', { … })]); // or one by one
 *     await endpoint.close();
 *
 * Prompt caching is imitated: a marked prefix can be read by others once the answer that wrote it
 * has begun.
 */
export interface ModelEndpoint {
  readonly url: string;
  /** Everything that was asked, oldest first, valid or not. */
  readonly requests: readonly ReceivedRequest[];
  /**
   * What was refused as a broken request. A test that expects none can assert that this is empty.
   */
  readonly problems: readonly string[];
  /** The most requests that were being answered at one moment. */
  readonly maxAtOnce: number;
  respondWith(responder: Responder): void;
  /** One answer after another; what comes after the last gets the default answer. */
  respondInOrder(answers: readonly Answer[]): void;
  /** Resolves when this many requests have arrived in all. */
  awaitRequests(count: number): Promise<void>;
  /** Drops what it keeps of all requests so far, for runs of hours. */
  forget(): void;
  close(): Promise<void>;
}

export interface ReceivedRequest {
  readonly number: number;
  readonly body: Json;
  /** Text of the last message, tool results included. */
  readonly lastText: string;
  /** Text of the whole prompt: system and messages. */
  readonly promptText: string;
}

export type Responder = (request: ReceivedRequest) => Answer | Promise<Answer>;

export interface EndpointOptions {
  /**
   * How long the default answers take from the headers to the end: the fixed latency of a model.
   */
  readonly latencyMs?: number;
  /** How long until an answer begins to stream; part of no latency above. */
  readonly firstEventMs?: number;
  /**
   * Takes everything, as servers on one's own machine do. What the real one would refuse stands in
   * `problems` all the same.
   */
  readonly lax?: boolean;
  /** Whether the default persona asks a question or passes. */
  readonly questions?: 'ask' | 'pass';
}

export async function startModelEndpoint(options: EndpointOptions = {}): Promise<ModelEndpoint> {
  const pace = { streamMs: options.latencyMs ?? 0, firstEventMs: options.firstEventMs ?? 0 };
  const byDefault: Responder = (request) =>
    defaultAnswer(request, options.questions ?? 'pass', pace);
  const requests: ReceivedRequest[] = [];
  const problems: string[] = [];
  const warm = new Set<string>();
  const thinking = new Map<string, readonly Json[]>();
  const arrivals: (() => void)[] = [];
  let responder = byDefault;
  let atOnce = 0;
  let maxAtOnce = 0;
  let arrived = 0;

  const server = createServer((incoming, outgoing) => {
    atOnce += 1;
    maxAtOnce = Math.max(maxAtOnce, atOnce);
    outgoing.once('close', () => {
      atOnce -= 1;
    });
    serve(incoming, outgoing).catch((error: unknown) => {
      problems.push(`endpoint: ${String(error)}`);
      outgoing.destroy();
    });
  });

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readJson(incoming);
    arrived += 1;
    const request = readRequest(arrived, body);
    requests.push(request);
    for (const notify of arrivals.splice(0)) notify();
    const wrong = [
      ...headerProblems(incoming.headers),
      ...bodyProblems(body),
      ...thinkingProblems(body, thinking),
    ];
    if (incoming.method !== 'POST' || incoming.url !== '/v1/messages')
      wrong.push(`no ${incoming.url}`);
    problems.push(...wrong);
    if (wrong.length > 0 && options.lax !== true)
      return sendError(outgoing, 400, 'invalid_request_error', wrong.join('; '), {});
    const answer = await responder(request);
    rememberThinking(answer, `${request.number}`, thinking);
    await send(outgoing, request, answer, warm);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    problems,
    get maxAtOnce() {
      return maxAtOnce;
    },
    respondWith: (next) => {
      responder = next;
    },
    respondInOrder: (answers) => {
      const left = [...answers];
      responder = (request) => left.shift() ?? byDefault(request);
    },
    awaitRequests: async (count) => {
      while (requests.length < count) await new Promise<void>((resolve) => arrivals.push(resolve));
    },
    forget: () => {
      requests.length = 0;
      thinking.clear();
      warm.clear();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Under the id of each tool call of the answer, the thinking that it came with. */
function rememberThinking(
  answer: Answer,
  id: string,
  thinking: Map<string, readonly Json[]>,
): void {
  if (answer.kind !== 'message') return;
  const blocks = answer.content.flatMap((block, index): Json[] => {
    if (block.type === 'thinking') return [{ ...block, signature: signatureOf(id, index) }];
    return block.type === 'redacted_thinking' ? [block] : [];
  });
  for (const [index, { type }] of answer.content.entries()) {
    if (type === 'tool_use') thinking.set(`toolu_${id}_${index}`, blocks);
  }
}

async function readJson(incoming: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  if (!isObject(parsed)) throw new Error('the body is not an object');
  return parsed;
}

function readRequest(number: number, body: Json): ReceivedRequest {
  const messages = objects(body.messages);
  const system = objects(body.system).map((block) => String(block.text));
  const lastText = textOf(messages.at(-1));
  return { number, body, lastText, promptText: [...system, ...messages.map(textOf)].join('\n\n') };
}

function textOf(message: Json | undefined): string {
  return objects(message?.content)
    .map((block) =>
      block.type === 'text'
        ? String(block.text)
        : JSON.stringify(block.content ?? block.input ?? ''),
    )
    .join('\n\n');
}

async function send(
  outgoing: ServerResponse,
  request: ReceivedRequest,
  answer: Answer,
  warm: Set<string>,
): Promise<void> {
  switch (answer.kind) {
    case 'status':
      return sendError(outgoing, answer.status, answer.type, 'as scripted', answer.headers);
    case 'reset':
      outgoing.socket?.resetAndDestroy();
      return;
    case 'raw':
      outgoing.writeHead(answer.status, answer.headers).write(answer.body);
      if (answer.isHeld === true) keepOpen(outgoing);
      else outgoing.end();
      return;
    case 'stall':
      if (answer.where === 'first_token') openStream(outgoing);
      return;
    case 'message':
      return stream(outgoing, request, answer, warm);
  }
}

function sendError(
  outgoing: ServerResponse,
  status: number,
  type: string,
  message: string,
  headers: Readonly<Record<string, string>>,
): void {
  outgoing.writeHead(status, {
    'content-type': 'application/json',
    'request-id': 'req_scripted',
    ...headers,
  });
  outgoing.end(JSON.stringify({ type: 'error', error: { type, message } }));
}

function openStream(outgoing: ServerResponse): void {
  outgoing.writeHead(200, { 'content-type': 'text/event-stream', 'request-id': 'req_scripted' });
  outgoing.flushHeaders();
}

async function stream(
  outgoing: ServerResponse,
  request: ReceivedRequest,
  answer: Extract<Answer, { kind: 'message' }>,
  warm: Set<string>,
): Promise<void> {
  const { headersMs = 0, firstEventMs = 0, streamMs = 0 } = answer.pace;
  if (headersMs > 0) await delay(headersMs);
  openStream(outgoing);
  if (firstEventMs > 0) await delay(firstEventMs);
  const prefixes = prefixesOf(request.body);
  const events = streamOf(
    answer,
    String(request.body.model),
    usageOf(request.body, answer, prefixes, warm),
    `${request.number}`,
  );
  for (const { hash, marked } of prefixes) if (marked) warm.add(hash);
  const begunAt = performance.now();
  const pieces = Math.max(1, events.length - 3);
  for (const [at, { event, data }] of events.entries()) {
    if (outgoing.destroyed) return;
    if (at > 2 && streamMs > 0) await until(begunAt + (streamMs * (at - 2)) / pieces);
    if (at === 4 && answer.breaks !== 'nothing') return breakOff(outgoing, answer.breaks);
    outgoing.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }
  outgoing.end();
}

/** Paced against the beginning, so that the pieces' own delays do not add up. */
async function until(dueAt: number): Promise<void> {
  const leftMs = dueAt - performance.now();
  if (leftMs > 0) await delay(leftMs);
}

function breakOff(outgoing: ServerResponse, how: string): void {
  if (how === 'cuts') outgoing.socket?.resetAndDestroy();
  if (how === 'ends_early') outgoing.end();
  if (how === 'malformed_event')
    outgoing.end('event: content_block_delta\ndata: {"type": "content_blo\n\n');
  if (how === 'error_event') {
    const data = JSON.stringify({
      type: 'error',
      error: { type: 'overloaded_error', message: 'Overloaded' },
    });
    outgoing.end(`event: error\ndata: ${data}\n\n`);
  }
}

interface Prefix {
  readonly hash: string;
  readonly tokens: number;
  /** Whether it ends in a cache breakpoint. */
  readonly marked: boolean;
}

/**
 * Blocks before a breakpoint at which the endpoint looks for what an earlier request has written.
 */
const LOOK_BACK = 20;

function promptOf(body: Json): string {
  return [body.model, body.output_config, body.tools, body.system, body.messages]
    .map((part) => JSON.stringify(part))
    .join('');
}

/** One entry per block, shortest first: everything up to and with that block. */
function prefixesOf(body: Json): Prefix[] {
  const prefixes: Prefix[] = [];
  let text = JSON.stringify([body.model, body.output_config, body.tools]);
  const blocks = [
    ...objects(body.system),
    ...objects(body.messages).flatMap((each) => objects(each.content)),
  ];
  for (const block of blocks) {
    text += JSON.stringify({ ...block, cache_control: undefined });
    const hash = createHash('sha256').update(text).digest('hex');
    prefixes.push({ hash, tokens: tokensOf(text), marked: block.cache_control !== undefined });
  }
  return prefixes;
}

function usageOf(
  body: Json,
  answer: Extract<Answer, { kind: 'message' }>,
  prefixes: readonly Prefix[],
  warm: ReadonlySet<string>,
): WireUsage {
  const isLookedAt = (at: number): boolean =>
    prefixes.slice(at, at + LOOK_BACK).some(({ marked }) => marked);
  const read = prefixes.findLast(({ hash }, at) => warm.has(hash) && isLookedAt(at))?.tokens ?? 0;
  const written = prefixes.findLast(({ marked }) => marked)?.tokens ?? 0;
  return {
    // What comes after the last breakpoint, and some for what every request has around its blocks.
    input_tokens: 10 + Math.max(0, tokensOf(promptOf(body)) - Math.max(read, written)),
    cache_creation_input_tokens: Math.max(0, written - read),
    cache_read_input_tokens: read,
    output_tokens: tokensOf(JSON.stringify(answer.content)),
  };
}

function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}
