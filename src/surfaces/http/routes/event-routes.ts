/**
 * Routes by hand: streams, downloads, health, metrics and the description of the API. All acts come
 * from their rows (`act-routes.ts`).
 */

import type { Context, MiddlewareHandler } from 'hono';
import type { SSEMessage } from 'hono/streaming';
import type { Designs } from '#acts/act-inputs.ts';
import { convertToProblem } from '#acts/problem.ts';
import { ACTS } from '#acts/table.ts';
import type { DesignId } from '#core/vocabulary/ids.ts';
import { errorMessageOf } from '#foundation/fault.ts';
import type { StoredEvent } from '#ports/store.ts';
import { withholdSecrets } from '#presentation/words/withhold-secrets.ts';
import { EVENTS_READ_TOGETHER } from '#record/loading.ts';
import { isLocal, STREAM_OVER, STREAM_WAITING, wantsStream } from '../access/local.ts';
import { type HandledAct, reportMissing } from '../handled.ts';
import { summaryOfPath } from '../readable.ts';
import { openStream, sinceOf } from './event-stream.ts';

const EVENTS_PER_PAGE = 500;

/** Answers with a page of a design's events, or streams them until `closing` is aborted. */
export function makeEventRoutes(designs: Designs, closing: AbortSignal): HandledAct[] {
  const { parts } = designs;
  const { store, redact } = parts;
  const stream = (context: Context, { isPublic, ...given }: Streamed & { isPublic: boolean }) =>
    openStream(context, { parts, closing, ...(isPublic && { id: given.id }) }, (signal, send) =>
      messagesIn(designs, given, signal, send),
    );

  const events = async (context: Context): Promise<Response> => {
    const { id } = await summaryOfPath(context, designs);
    const since = sinceOf(context);
    if (wantsStream(context)) {
      const events = (signal: AbortSignal) => designs.follow(id, since, signal);
      return stream(context, {
        id,
        events,
        shown: withholdSecrets,
        why: explainCause,
        isPublic: true,
      });
    }
    const page = await store.events(id, since, EVENTS_PER_PAGE);
    return context.json({ events: page.map(withholdSecrets), next: page.at(-1)?.seq ?? since });
  };

  // Events in their stored form, as in the data folder, with sealed texts and notes.
  const course = async (context: Context): Promise<Response> => {
    const { id } = await summaryOfPath(context, designs);
    const since = sinceOf(context);
    // With a limit of one, a client learns whether the design exists and can be read.
    const limit = context.req.query('limit') === undefined ? EVENTS_READ_TOGETHER : 1;
    if (!wantsStream(context))
      return context.json({ events: await store.events(id, since, limit) });
    const events = (signal: AbortSignal) => designs.course(id, since, signal);
    // The only reader is the operator of this machine.
    const why = (error: unknown) => redact(errorMessageOf(error));
    return stream(context, { id, events, shown: (stored) => stored, why, isPublic: false });
  };

  return [
    { act: ACTS.events, answer: events },
    { act: ACTS.course, answer: course },
  ];
}

interface Streamed {
  readonly id: DesignId;
  /** Ends after the last event, or once `signal` is aborted. */
  readonly events: (signal: AbortSignal) => AsyncIterable<StoredEvent>;
  readonly shown: (stored: StoredEvent) => unknown;
  readonly why: (error: unknown) => string;
}

/**
 * Yields events, each under its sequence number, from which a client can resume, and sends notices
 * of waiting.
 */
async function* messagesIn(
  designs: Pick<Designs, 'onWaiting'>,
  { id, events, shown, why }: Streamed,
  signal: AbortSignal,
  send: (message: SSEMessage) => void,
): AsyncGenerator<SSEMessage, void> {
  using _waiting = designs.onWaiting(id, (waiting) => {
    const { what } = waiting;
    const facts =
      what === 'model_silent'
        ? { message: waiting.words, silence: waiting.silence }
        : { message: why(waiting.error) };
    send({ event: STREAM_WAITING, data: JSON.stringify({ what, ...facts }) });
  });
  for await (const stored of events(signal)) {
    const { seq, event } = stored;
    yield { id: String(seq), event: event.type, data: JSON.stringify(shown(stored)) };
  }
  if (!signal.aborted) yield { event: STREAM_OVER, data: '{}' };
}

/** Answers *not found* to every client but the local command line. */
export function requireLocal(): MiddlewareHandler {
  return async (context, next) => {
    if (!isLocal(context)) throw reportMissing(context);
    await next();
  };
}

/** Explains an error without internal details. */
function explainCause(error: unknown): string {
  return convertToProblem(error).message;
}
