import type { Context, MiddlewareHandler } from 'hono';
import { ACTS } from '../../../acts/table.ts';
import { publicEvent } from '../../../core/presentation/record/public-event.ts';
import { DesignId } from '../../../core/vocabulary/ids.ts';
import type { DesignSummary, StoredEvent } from '../../../engine/ports/store.ts';
import { EVENTS_READ_TOGETHER } from '../../../engine/reading/loading.ts';
import { errorMessage } from '../../../foundation/fault.ts';
import { isLocal, wantsStream } from '../access/local.ts';
import { type Handled, handled } from '../handled.ts';
import { Problem, problemOfError } from '../problem.ts';
import { absentDesign, maySeeOn, unknownDesign } from '../readable.ts';
import type { Designs } from './design-routes.ts';
import { sinceOf, streamEvents } from './event-stream.ts';

const EVENTS_PER_PAGE = 500;

/** Events of a design: page by page, or as they come until `closing` is aborted. */
export function eventRoutes(designs: Designs, closing: AbortSignal): Handled[] {
  const { store, redact } = designs.parts;

  const events = handled(ACTS.events, async ({ context }) => {
    const { id } = await summaryOf(context, designs);
    const since = sinceOf(context);
    if (wantsStream(context)) {
      const events = (signal: AbortSignal) => designs.follow(id, since, signal);
      const shown = { shown: publicEvent, why: shownCause, mayGoOn: () => maySeeOn(context, store, id) };
      return streamEvents(context, { id, events, ...shown, closing, designs });
    }
    const page = await store.events(id, since, EVENTS_PER_PAGE);
    return context.json({ events: page.map(publicEvent), next: page.at(-1)?.seq ?? since });
  });

  // In their stored form, sealed texts and notes included, as in the data folder.
  const course = handled(ACTS.course, async ({ context, query }) => {
    const { id } = await summaryOf(context, designs);
    const since = sinceOf(context);
    // One event tells as well if there is such a design, and if it can be read.
    const limit = query.limit ?? EVENTS_READ_TOGETHER;
    if (!wantsStream(context)) return context.json({ events: await store.events(id, since, limit) });
    const events = (signal: AbortSignal) => designs.course(id, since, signal);
    // Its reader is the operator of this machine.
    const why = (error: unknown) => redact(errorMessage(error));
    const shown = { shown: (stored: StoredEvent) => stored, why, mayGoOn: async () => true };
    return streamEvents(context, { id, events, ...shown, closing, designs });
  });

  return [events, course];
}

export interface Summarized extends Pick<Designs, 'forgotten'> {
  readonly parts: Pick<Designs['parts'], 'store'>;
}

/** Returns the summary of the design that the path names, which is not loaded for it. Throws `Problem`. */
export async function summaryOf({ req }: Context, designs: Summarized): Promise<DesignSummary> {
  const id = DesignId.safeParse(req.param('id'));
  if (!id.success) throw unknownDesign();
  const found = await designs.parts.store.summary(id.data);
  if (found === null) throw await absentDesign(id.data, designs);
  return found;
}

/** Lets nothing in but what came by the listener for the command line; to all others there is no such route. */
export function onlyLocal(): MiddlewareHandler {
  return async (context, next) => {
    if (!isLocal(context))
      throw new Problem('not_found', `There is nothing at ${context.req.path.slice(0, 200)}.`);
    await next();
  };
}

/** Words without anything of the inside (A12). */
function shownCause(error: unknown): string {
  return problemOfError(error).message;
}
