import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import { HEARTBEAT_MS, STREAM_OVER, STREAM_WAITING } from '../../adapters/http/local.ts';
import { TEXTS } from '../../adapters/terminal/texts.ts';
import { DesignEvent } from '../../core/vocabulary/events.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { Fault } from '../../runtime/fault.ts';
import type { StoredEvent } from '../../runtime/ports/store.ts';
import type { Daemon } from './find-daemon.ts';

/** Milliseconds of silence after which a daemon is taken for gone: two of its comments are missing. */
const SILENCE_MS = 2.5 * HEARTBEAT_MS;
const Waiting = z.object({ what: z.string(), message: z.string() });
/** Called when something could not be stored or written in the daemon and is tried again there. */
export type Waiter = (what: string, why: string) => void;
const Stored = z.object({ seq: z.number().int(), event: DesignEvent, hash: z.string() });
export const StoredPage = z.object({ events: z.array(Stored) });

/** The stream of a design's events. Throws `Fault('store_unavailable')` where it breaks off. */
export async function* followInDaemon(
  {
    daemon,
    program,
    waiting,
  }: { readonly daemon: Daemon; readonly program: string; readonly waiting: Waiter },
  id: DesignId,
  since: number,
  signal: AbortSignal,
): AsyncGenerator<StoredEvent> {
  const silent = new AbortController();
  const silence = setTimeout(() => silent.abort(), SILENCE_MS);
  let event = '';
  try {
    const path = `/${id}/course?since=${since}`;
    const ended = AbortSignal.any([signal, silent.signal]);
    const answer = await daemon.open(path, 'text/event-stream', ended);
    for await (const line of linesOf(answer, () => silence.refresh())) {
      if (line.startsWith('event: ')) event = line.slice(7);
      if (!line.startsWith('data: ') || event === STREAM_OVER) continue;
      const data: unknown = JSON.parse(line.slice(6));
      if (event !== STREAM_WAITING) yield readable(Stored, data);
      else {
        const { what, message } = readable(Waiting, data);
        waiting(what, message);
      }
    }
  } catch (error) {
    if (error instanceof Fault) throw error;
    if (!signal.aborted) throw new Fault('store_unavailable', TEXTS.daemonGone(program, id), error);
  } finally {
    clearTimeout(silence);
  }
  if (event !== STREAM_OVER && !signal.aborted)
    throw new Fault('store_unavailable', TEXTS.daemonGone(program, id));
}

async function* linesOf(answer: IncomingMessage, heard: () => void): AsyncGenerator<string> {
  let rest = '';
  for await (const text of answer.setEncoding('utf8')) {
    heard();
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

/** What another version sends may not be what this one can read. */
export function readable<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Fault('store_unavailable', TEXTS.unreadable, parsed.error);
}
