import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { keepOpen } from '../held-open.ts';
import type { ReceivedRequest } from '../model-endpoint.ts';
import { says } from '../model-endpoint-answers.ts';
import { isObject, type Json } from '../model-endpoint-validation.ts';
import {
  type Asked,
  type Counted,
  type Message,
  signature,
  type WireAnswer,
  type WireForm,
} from './wire.ts';

export type WireResponder = (request: ReceivedRequest) => WireAnswer | Promise<WireAnswer>;

/**
 * A strict local server that speaks one wire: it refuses with 400 what the real one refuses, and
 * can misbehave.
 */
export interface VendorEndpoint {
  /** The address for `models.yaml`. */
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** What was refused as a broken request. */
  readonly problems: readonly string[];
  readonly maxAtOnce: number;
  respondWith(responder: WireResponder): void;
  close(): Promise<void>;
}

/** `counts`: false for one that says nothing about usage. */
export async function startVendorEndpoint(
  form: WireForm,
  { counts = true } = {},
): Promise<VendorEndpoint> {
  const requests: ReceivedRequest[] = [];
  const problems: string[] = [];
  const signed = new Map<string, string>();
  const seen: string[] = [];
  let responder: WireResponder = () => says('nothing was scripted');
  let [atOnce, maxAtOnce] = [0, 0];

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    if (incoming.method === 'HEAD') {
      outgoing.writeHead(404).end();
      return;
    }
    const body = await readJson(incoming);
    const asked: Asked = {
      number: requests.length + 1,
      url: incoming.url ?? '',
      headers: incoming.headers,
      body,
    };
    const request = readRequest(form, asked);
    requests.push(request);
    const wrong = form.problems(asked, signed);
    problems.push(...wrong);
    if (wrong.length > 0) sendJson(outgoing, 400, form.error(400, wrong.join('; ')));
    else await send(asked, request, outgoing);
  }

  async function send(
    asked: Asked,
    request: ReceivedRequest,
    outgoing: ServerResponse,
  ): Promise<void> {
    const answer = await responder(request);
    switch (answer.kind) {
      case 'raw':
        outgoing.writeHead(answer.status, answer.headers).write(answer.body);
        if (answer.isHeld === true) keepOpen(outgoing);
        else outgoing.end();
        return;
      case 'status':
        sendJson(outgoing, answer.status, form.error(answer.status, answer.type), answer.headers);
        return;
      case 'reset':
        outgoing.socket?.resetAndDestroy();
        return;
      case 'stall':
        if (answer.where === 'first_token') openStream(outgoing);
        return;
      case 'message':
        remember(answer, asked.number);
        await stream(
          outgoing,
          answer,
          form.frames(answer, asked, counts ? countTokens(request, answer) : null),
          form,
        );
    }
  }

  function remember({ content }: Message, number: number): void {
    if (!content.some(({ type }) => type === 'thinking')) return;
    for (const [index, { type }] of content.entries()) {
      if (type === 'tool_use') signed.set(`call_${number}_${index}`, signature(number, index));
    }
  }

  function countTokens({ promptText }: ReceivedRequest, { content }: Message): Counted {
    const common = Math.max(0, ...seen.map((earlier) => commonCharacters(earlier, promptText)));
    seen.push(promptText);
    return {
      input: tokens(promptText.length) + 10,
      cached: common < CACHED_FROM ? 0 : tokens(common),
      output: tokens(JSON.stringify(content).length),
    };
  }

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
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${form.root}`,
    requests,
    problems,
    get maxAtOnce() {
      return maxAtOnce;
    },
    respondWith: (next) => {
      responder = next;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Shorter beginnings are not kept. */
const CACHED_FROM = 2_000;

function commonCharacters(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let at = 0;
  while (at < most && one[at] === other[at]) at += 1;
  return at;
}

function tokens(characters: number): number {
  return Math.ceil(characters / 4);
}

function readRequest(form: WireForm, { number, body }: Asked): ReceivedRequest {
  const { all, last } = form.texts(body);
  return { number, body, lastText: last.join('\n\n'), promptText: all.join('\n\n') };
}

async function readJson(incoming: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  if (!isObject(parsed)) throw new Error('the body is not an object');
  return parsed;
}

function sendJson(
  outgoing: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  outgoing
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify(body));
}

function openStream(outgoing: ServerResponse): void {
  outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
  outgoing.flushHeaders();
}

async function stream(
  outgoing: ServerResponse,
  { pace, breaks }: Message,
  frames: readonly string[],
  { errorFrame }: WireForm,
): Promise<void> {
  if (pace.headersMs) await delay(pace.headersMs);
  openStream(outgoing);
  if (pace.firstEventMs) await delay(pace.firstEventMs);
  const isBroken = breaks !== 'nothing';
  // Without its end: that of the answer, and what comes after.
  for (const each of isBroken
    ? frames.slice(0, Math.max(1, Math.floor(frames.length / 2)))
    : frames) {
    if (outgoing.destroyed) return;
    outgoing.write(each);
  }
  if (breaks === 'stalls') return;
  if (breaks === 'malformed_event') outgoing.write('data: {"half": \n\n');
  if (breaks === 'error_event') outgoing.write(errorFrame);
  if (breaks !== 'cuts') outgoing.end();
  else outgoing.write('', () => outgoing.socket?.resetAndDestroy());
}
