import { globSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { createAnthropicModel } from '#adapters/models/anthropic/model.ts';
import { openVendor } from '#adapters/models/vendors/model.ts';
import { ModelFault } from '#ports/model.ts';
import type { Model } from '#turns/model-context.ts';
import type { Wire } from '#turns/models/entry.ts';
import { silentLog } from '../../support/runner/silent-log.ts';
import { entryOfShipped } from '../../support/services/shipped-models.ts';

/**
 * Plays what others have recorded of real endpoints to our clients: `node
 * test/adapters/models/replay.ts FOLDER…`, each a checkout of github.com/vercel/ai or
 * github.com/pydantic/pydantic-ai. Prints a table by wire, and every recording that was not
 * understood.
 */
interface Recording {
  readonly name: string;
  readonly wire: Wire;
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Folders of vercel/ai whose streams are of a wire of ours. */
const PACKAGES: Readonly<Record<string, Wire>> = {
  anthropic: 'anthropic',
  openai: 'openai',
  google: 'google',
  groq: 'openai-compatible',
  deepseek: 'openai-compatible',
  alibaba: 'openai-compatible',
  'openai-compatible': 'openai-compatible',
  xai: 'openai-compatible',
  moonshotai: 'openai-compatible',
};
/** Folders of those packages that hold another interface than the one we speak. */
const OTHER =
  /\/(interactions|image|completion|transcription|skills|embedding|speech-translation)\/|xai\/src\/responses/;
const SSE = 'text/event-stream';

/** Each line of such a file is the data of one event. */
function streamsOfPackages(folder: string): Recording[] {
  return globSync('packages/*/src/**/__fixtures__/*.chunks.txt', { cwd: folder }).flatMap(
    (file) => {
      const name = file.split('/')[1] ?? '';
      const inChat = name === 'openai' && file.includes('/chat/');
      const wire = inChat ? 'openai-compatible' : PACKAGES[name];
      if (wire === undefined || OTHER.test(file)) return [];
      const lines = readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '');
      return answersIn(lines).map((each, index) => {
        return {
          name: `${file} ${index + 1}`,
          wire,
          status: 200,
          type: SSE,
          body: eventsOf(each, wire),
        };
      });
    },
  );
}

/**
 * A file may hold the answers of several requests, one after the other: Anthropic's begin with
 * `message_start`.
 */
function answersIn(lines: readonly string[]): string[][] {
  const answers: string[][] = [[]];
  for (const line of lines) {
    const ended = answers.at(-1)?.some((each) => each.includes('"type":"message_stop"')) === true;
    if (ended && line.startsWith('{"type":"message_start"')) answers.push([]);
    answers.at(-1)?.push(line);
  }
  return answers;
}

function eventsOf(lines: readonly string[], wire: Wire): string {
  const events = lines.map((line) => {
    const type = /"type": ?"([\w.]+)"/.exec(line)?.[1];
    const head =
      type !== undefined && (wire === 'anthropic' || wire === 'openai') ? `event: ${type}\n` : '';
    return `${head}data: ${line}\n\n`;
  });
  return wire === 'openai-compatible' ? `${events.join('')}data: [DONE]\n\n` : events.join('');
}

const Headers = z.record(z.string(), z.array(z.string()));
const Tape = z.object({
  interactions: z.array(
    z.object({
      request: z.object({ uri: z.string() }),
      response: z.object({
        headers: Headers,
        body: z.object({ string: z.string() }).nullish(),
        parsed_body: z.unknown().optional(),
        status: z.object({ code: z.int() }),
      }),
    }),
  ),
});

/** Answers that were streamed, and refusals of any form. */
function tapes(folder: string): Recording[] {
  return globSync('tests/**/cassettes/**/*.yaml', { cwd: folder }).flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    if (!text.includes(SSE) && !/^ +code: [45]\d\d$/m.test(text)) return [];
    const tape = Tape.safeParse(parse(text, { maxAliasCount: -1 })).data;
    return (tape?.interactions ?? []).flatMap(({ request, response }, index) => {
      const wire = wireOf(request.uri);
      const { code: status } = response.status;
      const type =
        (response.headers['content-type'] ?? response.headers['Content-Type'] ?? [''])[0] ?? '';
      const body = response.body?.string ?? JSON.stringify(response.parsed_body ?? {});
      if (wire === null || (status < 400 && !type.includes(SSE))) return [];
      return [{ name: `${file} ${index + 1}`, wire, status, type, body }];
    });
  });
}

function wireOf(uri: string): Wire | null {
  const { pathname } = new URL(uri);
  if (pathname.endsWith('/v1/messages')) return 'anthropic';
  if (pathname.endsWith('/responses')) return 'openai';
  if (/:(streamG|g)enerateContent$/.test(pathname)) return 'google';
  return pathname.endsWith('/chat/completions') ? 'openai-compatible' : null;
}

/** Serves one recording after the other to any request. */
async function player() {
  let playing: Recording | null = null;
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      response.writeHead(playing?.status ?? 500, { 'content-type': playing?.type ?? 'text/plain' });
      response.end(playing?.body);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    play: (recording: Recording) => (playing = recording),
    close: () => server.close(),
  };
}

async function modelOf(wire: Wire, url: string): Promise<Model> {
  const entry = entryOfShipped(url, { wire, id: 'the-model', tools: 'plain', efforts: [] });
  const options = { entry, apiKey: 'test-key', log: silentLog };
  return wire === 'anthropic' ? createAnthropicModel(options) : (await openVendor(options))();
}

const REQUEST = {
  model: 'the-model',
  effort: 'medium',
  maxOutputTokens: 1_000,
  system: [],
  tools: [],
  messages: [
    { role: 'user' as const, content: [{ type: 'text' as const, text: 'Hello', cache: false }] },
  ],
};
const CLOCKS = { connectMs: 5_000, firstTokenMs: 5_000, stallMs: 5_000, totalMs: 20_000 };
/** A stream that ends with an error is a refusal, whatever its status says. */
const TELLS_ERROR = /^data: \{"(error"|type": ?"error")/m;
const NO_NAME: ReadonlySet<string> = new Set(['unknown', 'aborted']);

/**
 * Returns what became of it, and whether that is right: an answer of a stream, a named fault of a
 * refusal.
 */
async function played(model: Model, { status, body }: Recording) {
  const isRefusal = status >= 400 || TELLS_ERROR.test(body);
  try {
    const reply = await model.answer(
      REQUEST,
      { ask: null, question: '', places: [] },
      { signal: new AbortController().signal, clocks: CLOCKS, onProgress: () => undefined },
    );
    const isEmpty = reply.content.length === 0 && reply.stop !== 'refusal';
    return {
      what: isEmpty ? 'an empty answer' : reply.stop,
      isRight: isRefusal ? reply.content.length === 0 : !isEmpty,
    };
  } catch (error) {
    if (!(error instanceof ModelFault)) throw error;
    return {
      what: `${error.kind}: ${error.message}`,
      isRight: isRefusal && !NO_NAME.has(error.kind),
    };
  }
}

const folders = process.argv.slice(2);
if (folders.length === 0)
  throw new Error('name a checkout of vercel/ai or of pydantic/pydantic-ai');
const recordings = folders.flatMap((folder) =>
  [...streamsOfPackages(folder), ...tapes(folder)].map((each) => ({
    ...each,
    name: relative('.', join(folder, each.name)),
  })),
);
const server = await player();
const counts = new Map<string, { right: number; all: number }>();
for (const recording of recordings) {
  server.play(recording);
  const { what, isRight } = await played(await modelOf(recording.wire, server.url), recording);
  const row = `${recording.wire} ${recording.status < 400 ? 'streams' : 'refusals'}`;
  const { right, all } = counts.get(row) ?? { right: 0, all: 0 };
  counts.set(row, { right: right + (isRight ? 1 : 0), all: all + 1 });
  if (!isRight) process.stdout.write(`${recording.name} (${recording.wire}): ${what}\n`);
}
server.close();
for (const [row, { right, all }] of [...counts].sort())
  process.stdout.write(`${row}: ${right} of ${all}\n`);
