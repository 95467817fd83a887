import type { Context } from 'hono';
import { type SSEMessage, streamSSE } from 'hono/streaming';
import { createProblem } from '#acts/problem.ts';
import { MAX_SEQUENCE } from '#acts/read.ts';
import type { DesignId } from '#core/vocabulary/ids.ts';
import type { SharedParts } from '#engine/parts/parts.ts';
import { HEARTBEAT_MS } from '../access/local.ts';
import { findReadable, lookUpViewer, platformReadingOf } from '../readable.ts';

/**
 * Returns the reader's position: the last event it received, otherwise `since` from the address.
 */
export function readerPositionOf({ req }: Context): string | undefined {
  return req.header('last-event-id') ?? req.query('since');
}

/** Returns the position as a number, 0 for none. Throws `Problem` for anything else. */
export function sinceOf(context: Context, most: number = MAX_SEQUENCE): number {
  const text = readerPositionOf(context) ?? '0';
  if (/^\d{1,16}$/.test(text)) return Math.min(Number(text), most);
  throw createProblem(
    'Last-Event-ID',
    'Last-Event-ID must be a sequence number: 0 or a positive whole number.',
  );
}

interface Stream {
  readonly parts: Pick<SharedParts, 'store' | 'log'>;
  readonly closing: AbortSignal;
  /** The one design that it tells of. */
  readonly id?: DesignId;
}

/**
 * Answers with a stream of messages that has a regular heartbeat. `signal` is aborted when the
 * client may not read on, when it leaves, and when the daemon stops. `send` sends a message beside
 * the others.
 */
export function openStream(
  context: Context,
  { parts: { store, log }, closing, id }: Stream,
  messages: (signal: AbortSignal, send: (message: SSEMessage) => void) => AsyncIterable<SSEMessage>,
): Response {
  context.set('reading', { ...platformReadingOf(context), asking: 'stream' });
  const mayGoOn = async () => {
    const viewer = await lookUpViewer(context);
    return (
      viewer !== null &&
      (id === undefined || (await findReadable(context, store, id, viewer)) !== null)
    );
  };
  return streamSSE(context, async (stream) => {
    const gone = new AbortController();
    const leave = () => gone.abort();
    stream.onAbort(leave);
    const beat = async () => {
      if (await mayGoOn()) await stream.write(': still here\n\n');
      else leave();
    };
    // A failed check counts as a refusal; a client that may still read reconnects.
    const beating = setInterval(() => beat().catch(leave), HEARTBEAT_MS);
    const signal = AbortSignal.any([gone.signal, closing]);
    try {
      await stream.write(': here\n\n');
      const send = (message: SSEMessage) => stream.writeSSE(message).catch(leave);
      for await (const message of messages(signal, send)) await stream.writeSSE(message);
    } catch (error) {
      // The client sees the stream end, reconnects with its last id, and gets the error then.
      if (!signal.aborted) log.error('event_stream_failed', { path: context.req.path, error });
    } finally {
      clearInterval(beating);
    }
  });
}
