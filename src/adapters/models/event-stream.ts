import { addAbortListener } from 'node:events';
import { createParser } from 'eventsource-parser';
import { isObject } from '../../foundation/is-object.ts';
import { ModelFault } from '../../ports/model.ts';
import { parseJson } from '../../sessions/child/envelope.mjs';
import type { ModelEntry } from '../../turns/models/entry.ts';
import { findError, modelFaultOf } from './refusals.ts';

type Fetch = typeof globalThis.fetch;

/**
 * `whole`: it has said why it ended, so that only counts may follow, and no error is about it.
 * `over`: nothing follows.
 */
export type Ending = 'open' | 'whole' | 'over';

/**
 * One streamed answer: takes its events as the endpoint sends them, and gives them as the vendor
 * would.
 */
export interface LooseAnswer {
  ending: Ending;
  /** Events for the client. `name`: `''` if it has none. Throws `ModelFault`. */
  take(event: object, name: string): string[];
  /** Events for the client that end a whole answer. */
  end(): string[];
}

const DONE = '[DONE]';
/**
 * Names of events whose words alone tell of an error. Under another one they are a sign of life.
 */
const NAMES_OF_WORDS = ['', 'message', 'error'];
/** Milliseconds to wait for more of a whole answer: its counts follow at once, if at all. */
const TAIL_MS = 2_000;

/**
 * A `fetch` whose good answers are streams of events in the vendor's form. Each ends where it says
 * so, even if the connection stays open, and whatever happens to the connection then. A line that
 * is no part of an event, or a whole answer that is no stream, is taken as the data of one.
 */
export function makeEventsStrict(fetch: Fetch, entry: ModelEntry, open: () => LooseAnswer): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const { ok, status, body } = response;
    if (!ok || body === null) return response;
    const headers = new Headers(response.headers);
    headers.set('content-type', 'text/event-stream');
    return new Response(streamStrictly(body, entry, open()), { status, headers });
  };
}

/**
 * Tells with each event how far the answer is: whole once it has spoken and given a reason to stop.
 * Where a reason comes before the answer itself, as some gateways give one with each event, none is
 * believed.
 */
export function followEnding(): (event: {
  readonly speaks: boolean;
  readonly stops: boolean;
}) => Ending {
  let hasSpoken = false;
  let hasStopped = false;
  let isEarly = false;
  return ({ speaks, stops }) => {
    isEarly ||= hasStopped && speaks;
    hasSpoken ||= speaks;
    hasStopped ||= stops;
    return hasSpoken && hasStopped && !isEarly ? 'whole' : 'open';
  };
}

/** Passes an answer's events on unchanged, up to its end. */
export function passOn(endingOf: (event: object) => Ending): LooseAnswer {
  const answer: LooseAnswer = {
    ending: 'open',
    take: (event, name) => {
      answer.ending = endingOf(event);
      return [writeStreamEvent(event, name)];
    },
    end: () => [],
  };
  return answer;
}

function streamStrictly(
  body: NonNullable<Response['body']>,
  entry: ModelEntry,
  answer: LooseAnswer,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const events = readEvents(answer, entry);
  let tail: AbortSignal | null = null;
  return new ReadableStream({
    pull: async (controller) => {
      try {
        for (;;) {
          // What came before it is read first, since it was paid for.
          if (events.failure !== null) throw events.failure;
          if (answer.ending === 'whole') tail ??= AbortSignal.timeout(TAIL_MS);
          const text = answer.ending === 'over' ? null : await readText(reader, decoder, tail);
          const strict = text === null ? events.end() : events.read(text);
          if (strict !== '') controller.enqueue(Buffer.from(strict));
          // What keeps a connection alive is no part of the answer.
          if (strict !== '') tail = null;
          if (text === null && events.failure === null) {
            controller.close();
            return await reader.cancel();
          }
          if (strict !== '') return;
        }
      } catch (error) {
        await reader.cancel(error);
        throw error;
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/**
 * `null` at the end, which a whole answer also has with its tail, or where the connection is lost.
 */
async function readText(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  decoder: TextDecoder,
  tail: AbortSignal | null,
): Promise<string | null> {
  const reading = reader
    .read()
    .then(({ value }) => (value === undefined ? null : decoder.decode(value, { stream: true })));
  if (tail === null) return await reading;
  const { promise: late, resolve } = Promise.withResolvers<null>();
  using _listener = addAbortListener(tail, () => resolve(null));
  return await Promise.any([reading, late]);
}

function readEvents(answer: LooseAnswer, entry: ModelEntry) {
  let strict = '';
  let failure: unknown = null;
  const strays: string[] = [];
  const takeEvent = (event: unknown, data: string, name: string): string[] => {
    if (!isObject(event) && !data.includes('{') && !NAMES_OF_WORDS.includes(name)) return [];
    const error = findError(event, data, name);
    if (error !== null) throw modelFaultOf(error, { entry, cause: error });
    if (isObject(event)) return answer.take(event, name);
    throw new ModelFault('malformed_answer', 'an event of the answer is not JSON');
  };
  const takeEvents = (data: string, name: string): string[] => {
    const given = parseJson(data);
    // Some endpoints send one list of all events.
    return Array.isArray(given)
      ? given.flatMap((event) => takeEvent(event, String(event), name))
      : takeEvent(given, data, name);
  };
  const take = (data: string, name = ''): void => {
    if (data === DONE) answer.ending = 'over';
    if (failure !== null || answer.ending === 'over' || data === '') return;
    try {
      strict += takeEvents(data, name).join('');
    } catch (error) {
      if (answer.ending === 'open') failure = error;
      else answer.ending = 'over';
    }
  };
  const parser = createParser({
    onEvent: ({ data, event }) => {
      for (const each of splitData(data)) take(each.trim(), event);
    },
    onError: ({ line = '' }) => {
      if (isObject(parseJson(line))) take(line.trim());
      else strays.push(line);
    },
  });
  const read = (text: string): string => {
    strict = '';
    parser.feed(text);
    return strict;
  };
  return {
    get failure() {
      return failure;
    },
    read,
    end: (): string => {
      // The last event may have no end.
      read('\n\n');
      take(strays.join('\n').trim());
      return answer.ending === 'open' ? strict : `${strict}${answer.end().join('')}`;
    },
  };
}

/** Some servers leave out the empty line between two events. */
function splitData(data: string): readonly string[] {
  const lines = data.split('\n');
  return lines.length > 1 && lines.every((line) => line === DONE || isObject(parseJson(line)))
    ? lines
    : [data];
}

/** `name`: where clients look for it. */
export function writeStreamEvent(data: unknown, name = ''): string {
  const named = name === '' ? '' : `event: ${name}\n`;
  return `${named}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
}
