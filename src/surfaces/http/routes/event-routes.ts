import type { Context, MiddlewareHandler } from 'hono';
import type { Designs } from '../../../acts/asked.ts';
import { Problem, problemOfError } from '../../../acts/problem.ts';
import { ACTS } from '../../../acts/table.ts';
import { errorMessage } from '../../../foundation/fault.ts';
import type { StoredEvent } from '../../../ports/store.ts';
import { publicEvent } from '../../../presentation/public-event.ts';
import { EVENTS_READ_TOGETHER } from '../../../record/loading.ts';
import { isLocal, wantsStream } from '../access/local.ts';
import type { Handled } from '../handled.ts';
import { maySeeOn, summaryOf } from '../readable.ts';
import { sinceOf, streamEvents } from './event-stream.ts';

const EVENTS_PER_PAGE = 500;

/** Answers with a page of a design's events, or streams them until `closing` is aborted. */
export function eventRoutes(designs: Designs, closing: AbortSignal): Handled[] {
  const { store, redact } = designs.parts;

  const events = async (context: Context): Promise<Response> => {
    const { id } = await summaryOf(context, designs);
    const since = sinceOf(context);
    if (wantsStream(context)) {
      const events = (signal: AbortSignal) => designs.follow(id, since, signal);
      const shown = { shown: publicEvent, why: shownCause, mayGoOn: () => maySeeOn(context, store, id) };
      return streamEvents(context, { id, events, ...shown, closing, designs });
    }
    const page = await store.events(id, since, EVENTS_PER_PAGE);
    return context.json({ events: page.map(publicEvent), next: page.at(-1)?.seq ?? since });
  };

  // Events in their stored form, as in the data folder, with sealed texts and notes.
  const course = async (context: Context): Promise<Response> => {
    const { id } = await summaryOf(context, designs);
    const since = sinceOf(context);
    // With a limit of one, a client learns whether the design exists and can be read.
    const limit = context.req.query('limit') === undefined ? EVENTS_READ_TOGETHER : 1;
    if (!wantsStream(context)) return context.json({ events: await store.events(id, since, limit) });
    const events = (signal: AbortSignal) => designs.course(id, since, signal);
    // The only reader is the operator of this machine.
    const why = (error: unknown) => redact(errorMessage(error));
    const shown = { shown: (stored: StoredEvent) => stored, why, mayGoOn: async () => true };
    return streamEvents(context, { id, events, ...shown, closing, designs });
  };

  return [
    { act: ACTS.events, answer: events },
    { act: ACTS.course, answer: course },
  ];
}

/** Answers *not found* to every client but the local command line. */
export function onlyLocal(): MiddlewareHandler {
  return async (context, next) => {
    if (!isLocal(context))
      throw new Problem('not_found', `There is nothing at ${context.req.path.slice(0, 200)}.`);
    await next();
  };
}

/** Explains an error without internal details (A12). */
function shownCause(error: unknown): string {
  return problemOfError(error).message;
}
