/** A design's events as a stream: from a sequence number on, live, without gaps or repeats (A13). */

import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Design } from '#design/state.ts';
import type { Designs } from '#engine/designs.ts';
import { eventJson, isRevealed } from '#engine/sealed.ts';
import type { Log } from '#support/log.ts';
import { problem } from './problems.ts';

/** At once: a browser has one for each page that is looked at. */
const MAX_STREAMS = 200;

export function createEventStreams(designs: Designs, log: Log) {
  let open = 0;
  return (context: Context, design: Design, after: number): Response => {
    // A browser takes this for an answer, and does not come back.
    if (design.end !== null && after >= design.version) return context.body(null, 204);
    if (open >= MAX_STREAMS)
      return problem(context, 'busy', 'Too many streams are open. Close some, or ask later.');
    open += 1;
    // nginx would hold the events back.
    context.header('X-Accel-Buffering', 'no');
    return streamSSE(context, async (stream) => {
      const gone = new AbortController();
      stream.onAbort(() => gone.abort());
      let isShown = isRevealed(design);
      try {
        for await (const stored of designs.follow(design.id, after, gone.signal)) {
          isShown ||= stored.event.type === 'proposals_revealed';
          const data = JSON.stringify(eventJson(stored, isShown));
          await stream.writeSSE({ id: String(stored.seq), data });
        }
      } catch (error) {
        log.warn('event_stream_ended', { designId: design.id, error });
      } finally {
        open -= 1;
      }
    });
  };
}
