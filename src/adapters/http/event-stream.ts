import type { Context } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { StoredEvent } from '../../runtime/ports/store.ts';
import type { Designs } from './design-routes.ts';
import { HEARTBEAT_MS, STREAM_OVER, STREAM_WAITING } from './local.ts';

interface Stream {
  readonly id: DesignId;
  /** Ends when this is aborted, or when nothing more will come. */
  readonly events: (signal: AbortSignal) => AsyncIterable<StoredEvent>;
  readonly shown: (stored: StoredEvent) => unknown;
  /** Explains the wait to a client. */
  readonly why: (error: unknown) => string;
  /** Tells if the client may still read it; asked with each heartbeat (A18). */
  readonly mayGoOn: () => Promise<boolean>;
  /** Aborted when the daemon stops. */
  readonly closing: AbortSignal;
  readonly designs: Pick<Designs, 'onWaiting' | 'parts'>;
}

/** Events as they come (A13). The id of each is its sequence number, so a client can come back. */
export function streamEvents(
  context: Context,
  { id, events, shown, why, mayGoOn, closing, designs }: Stream,
): Response {
  return streamSSE(context, async (stream) => {
    const gone = new AbortController();
    stream.onAbort(() => gone.abort());
    using _beating = beating(stream, mayGoOn, gone);
    using _waiting = designs.onWaiting(id, (waiting) => {
      const { what } = waiting;
      const said =
        what === 'model_silent'
          ? { message: waiting.words, silence: waiting.silence }
          : { message: why(waiting.error) };
      const data = JSON.stringify({ what, ...said });
      stream.writeSSE({ event: STREAM_WAITING, data }).catch(() => gone.abort());
    });
    const signal = AbortSignal.any([gone.signal, closing]);
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

/** Writes a comment now and then, as long as its reader may go on; aborts `gone` once they may not, or have left. */
export function beating(
  stream: Pick<SSEStreamingApi, 'write'>,
  mayGoOn: () => Promise<boolean>,
  gone: AbortController,
): Disposable {
  const beat = setInterval(() => {
    const beaten = async () => {
      if (await mayGoOn()) await stream.write(': still here\n\n');
      else gone.abort();
    };
    // Unknown is no (A18); a client that may go on comes back.
    beaten().catch(() => gone.abort());
  }, HEARTBEAT_MS);
  return { [Symbol.dispose]: () => clearInterval(beat) };
}
