import type { Context } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { Designs } from '../../../acts/asked.ts';
import { invalid } from '../../../acts/problem.ts';
import { MAX_SEQUENCE } from '../../../acts/read.ts';
import type { DesignId } from '../../../core/vocabulary/ids.ts';
import type { StoredEvent } from '../../../ports/store.ts';
import { HEARTBEAT_MS, STREAM_OVER, STREAM_WAITING } from '../access/local.ts';
import { readingOf } from '../readable.ts';

/** Returns the reader's position: the last event it received, otherwise `since` from the address. */
export function positionOf({ req }: Context): string | undefined {
  return req.header('last-event-id') ?? req.query('since');
}

/** Returns the position as a number, 0 for none. Throws `Problem` for anything else. */
export function sinceOf(context: Context, most: number = MAX_SEQUENCE): number {
  const text = positionOf(context) ?? '0';
  if (/^\d{1,16}$/.test(text)) return Math.min(Number(text), most);
  throw invalid('Last-Event-ID', 'Last-Event-ID must be a sequence number: 0 or a positive whole number.');
}

interface Stream {
  readonly id: DesignId;
  /** Ends after the last event, or once `signal` is aborted. */
  readonly events: (signal: AbortSignal) => AsyncIterable<StoredEvent>;
  readonly shown: (stored: StoredEvent) => unknown;
  readonly why: (error: unknown) => string;
  /** True while the client may read on; checked at each heartbeat (A18). */
  readonly mayGoOn: () => Promise<boolean>;
  readonly closing: AbortSignal;
  readonly designs: Pick<Designs, 'onWaiting' | 'parts'>;
}

/** Streams events live (A13). The id of each is its sequence number, from which a client can resume. */
export function streamEvents(
  context: Context,
  { id, events, shown, why, mayGoOn, closing, designs }: Stream,
): Response {
  return openStream(context, { mayGoOn, closing }, async (stream, signal, leave) => {
    using _waiting = designs.onWaiting(id, (waiting) => {
      const { what } = waiting;
      const said =
        what === 'model_silent'
          ? { message: waiting.words, silence: waiting.silence }
          : { message: why(waiting.error) };
      const data = JSON.stringify({ what, ...said });
      stream.writeSSE({ event: STREAM_WAITING, data }).catch(leave);
    });
    try {
      for await (const stored of events(signal)) {
        const { seq, event } = stored;
        await stream.writeSSE({ id: String(seq), event: event.type, data: JSON.stringify(shown(stored)) });
      }
      if (!signal.aborted) await stream.writeSSE({ event: STREAM_OVER, data: '{}' });
    } catch (error) {
      // The client sees the stream end, reconnects with its last id, and gets the error then.
      designs.parts.log.error('event_stream_failed', { designId: id, error });
    }
  });
}

/**
 * Answers with a stream that has a regular heartbeat. `signal` is aborted when the client may not read on, when it
 * leaves, and when the daemon stops; `leave` aborts the signal.
 */
export function openStream(
  context: Context,
  { mayGoOn, closing }: Pick<Stream, 'mayGoOn' | 'closing'>,
  work: (stream: SSEStreamingApi, signal: AbortSignal, leave: () => void) => Promise<void>,
): Response {
  context.set('reading', { ...readingOf(context), asking: 'stream' });
  return streamSSE(context, async (stream) => {
    const gone = new AbortController();
    const leave = () => gone.abort();
    stream.onAbort(leave);
    using _beating = beating(stream, mayGoOn, leave);
    await work(stream, AbortSignal.any([gone.signal, closing]), leave);
  });
}

function beating(
  stream: Pick<SSEStreamingApi, 'write'>,
  mayGoOn: () => Promise<boolean>,
  leave: () => void,
): Disposable {
  const beat = setInterval(() => {
    const beaten = async () => {
      if (await mayGoOn()) await stream.write(': still here\n\n');
      else leave();
    };
    // A failed check counts as a refusal (A18); a client that may still read reconnects.
    beaten().catch(leave);
  }, HEARTBEAT_MS);
  return { [Symbol.dispose]: () => clearInterval(beat) };
}
