import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { DesignId } from '../../core/ids.ts';
import { publicEvent } from '../../core/public-event.ts';
import type { Engine } from '../../runtime/engine/engine.ts';

/** Time between two comments that keep proxies and clients from giving the connection up, in milliseconds. */
const HEARTBEAT_MS = 15_000;

/** Every event after `since` and then live (A13). The id of each is its sequence number, so a client can come back. */
export function streamEvents(
  context: Context,
  engine: Engine,
  id: DesignId,
  since: number,
  closing: AbortSignal,
): Response {
  return streamSSE(context, async (stream) => {
    const gone = new AbortController();
    stream.onAbort(() => gone.abort());
    const beat = setInterval(() => {
      stream.write(': still here\n\n').catch(() => gone.abort());
    }, HEARTBEAT_MS);
    try {
      for await (const stored of engine.follow(id, since, AbortSignal.any([gone.signal, closing]))) {
        const event = publicEvent(stored);
        await stream.writeSSE({ id: String(event.seq), event: event.type, data: JSON.stringify(event) });
      }
    } catch (error) {
      // The client sees the stream end, reconnects with its last id, and gets the error then.
      engine.parts.log.error('event_stream_failed', { designId: id, error });
    } finally {
      clearInterval(beat);
    }
  });
}
