import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { publicEvent } from '../../core/telling/public-event.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { EVENTS_READ_TOGETHER } from '../../runtime/engine/loading.ts';
import { errorMessage } from '../../runtime/fault.ts';
import type { StoredEvent } from '../../runtime/ports/store.ts';
import type { Designs } from './design-routes.ts';
import { streamEvents } from './event-stream.ts';
import { isLocal } from './local.ts';
import { invalid, Problem, problemOfError } from './problem.ts';
import { absentDesign, maySeeOn, unknownDesign } from './readable.ts';

const EVENTS_PER_PAGE = 500;
/** More than any design has events, and the largest number that a store compares with theirs. */
const MAX_SEQUENCE = 2 ** 31 - 1;

/** Events of a design: page by page, or as they come until `closing` is aborted. */
export function eventRoutes(designs: Designs, closing: AbortSignal): Hono {
  const { store, redact } = designs.parts;
  const routes = new Hono();

  routes.get('/:id/events', async (context) => {
    const id = await idOf(context, designs);
    const since = sinceIn(context);
    if (wantsStream(context)) {
      const resumed = context.req.header('last-event-id');
      const from = resumed === undefined ? since : sequence('Last-Event-ID', resumed);
      const events = (signal: AbortSignal) => designs.follow(id, from, signal);
      const shown = { shown: publicEvent, why: shownCause, mayGoOn: () => maySeeOn(context, store, id) };
      return streamEvents(context, { id, events, ...shown, closing, designs });
    }
    const events = await store.events(id, since, EVENTS_PER_PAGE);
    return context.json({ events: events.map(publicEvent), next: events.at(-1)?.seq ?? since });
  });

  /** Events in their stored form, sealed texts and notes included, as in the data folder. */
  routes.use('/:id/course', onlyLocal());
  routes.get('/:id/course', async (context) => {
    const id = await idOf(context, designs);
    const since = sinceIn(context);
    // One event tells as well if there is such a design, and if it can be read.
    const limit = context.req.query('limit') === '1' ? 1 : EVENTS_READ_TOGETHER;
    if (!wantsStream(context)) return context.json({ events: await store.events(id, since, limit) });
    const events = (signal: AbortSignal) => designs.course(id, since, signal);
    // Its reader is the operator of this machine.
    const why = (error: unknown) => redact(errorMessage(error));
    const shown = { shown: (stored: StoredEvent) => stored, why, mayGoOn: async () => true };
    return streamEvents(context, { id, events, ...shown, closing, designs });
  });

  return routes;
}

/** Id of the design that the path names, which is not loaded for it. Throws `Problem`. */
export async function idOf(
  { req }: Context,
  designs: { readonly parts: Pick<Designs['parts'], 'store'> } & Pick<Designs, 'forgotten'>,
): Promise<DesignId> {
  const id = DesignId.safeParse(req.param('id'));
  if (!id.success) throw unknownDesign();
  if ((await designs.parts.store.summary(id.data)) !== null) return id.data;
  throw await absentDesign(id.data, designs);
}

/** Lets nothing in but what came by the listener for the command line; to all others there is no such route. */
export function onlyLocal(): MiddlewareHandler {
  return async (context, next) => {
    if (!isLocal(context))
      throw new Problem('not_found', `There is nothing at ${context.req.path.slice(0, 200)}.`);
    await next();
  };
}

/** A HEAD request has no body that could end, and with it the stream. */
export function wantsStream({ req }: Context): boolean {
  return req.method === 'GET' && (req.header('accept') ?? '').includes('text/event-stream');
}

/** Nothing of the inside (A12). */
function shownCause(error: unknown): string {
  return problemOfError(error).message;
}

/** The sequence number from which on events are asked for. Throws `Problem`. */
export function sinceIn({ req }: Context, most = MAX_SEQUENCE): number {
  const since = req.query('since');
  return since === undefined
    ? sequence('Last-Event-ID', req.header('last-event-id') ?? '0', most)
    : sequence('since', since, most);
}

function sequence(field: 'since' | 'Last-Event-ID', text: string, most = MAX_SEQUENCE): number {
  if (/^\d{1,12}$/.test(text)) return Math.min(Number(text), most);
  throw invalid(field, `${field} is a sequence number: 0 or a positive whole number.`);
}
