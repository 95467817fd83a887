import type { Context } from 'hono';
import { ACTS } from '#acts/table.ts';
import { formatIso } from '#core/vocabulary/figures.ts';
import { readableDesignsOf } from '#engine/access/may-read.ts';
import type { Viewer } from '#engine/access/viewer.ts';
import type { Engine } from '#engine/engine.ts';
import type { ListedEvent } from '#ports/store.ts';
import { wantsStream } from '../access/local.ts';
import { viewerOf } from '../access/viewer.ts';
import type { HandledAct } from '../handled.ts';
import { lookUpViewer, platformReadingOf } from '../readable.ts';
import { openStream, sinceOf } from './event-stream.ts';
import { followChanges } from './follow-changes.ts';

const PER_PAGE = 200;

/**
 * Answers with events that change lists of designs, of those that the viewer may read, in pages or
 * as a stream.
 */
export function makeListedEventRoutes(engine: Engine, closing: AbortSignal): HandledAct[] {
  const { parts } = engine;
  const pageFor = async (context: Context, viewer: Viewer, since: number) => {
    const { listed } = await readableDesignsOf(viewer, platformReadingOf(context));
    return parts.store.readListedEvents(since, listed, PER_PAGE);
  };

  async function* messages(context: Context, since: number, signal: AbortSignal) {
    let position = since;
    for await (const _ of followChanges(engine, signal)) {
      for (let isMore = true; isMore && !signal.aborted; ) {
        // Looked up each time: the viewer may have left a channel, or their session may have ended.
        const viewer = await lookUpViewer(context);
        if (viewer === null) return;
        const rows = await pageFor(context, viewer, position);
        for (const row of rows) {
          position = row.position;
          yield {
            id: String(position),
            event: 'changed',
            data: JSON.stringify(drawListedEvent(row)),
          };
        }
        isMore = rows.length === PER_PAGE;
      }
    }
  }

  const follow = async (context: Context): Promise<Response> => {
    const since = sinceOf(context, Number.MAX_SAFE_INTEGER);
    if (wantsStream(context))
      return openStream(context, { parts, closing }, (signal) => messages(context, since, signal));
    const rows = await pageFor(context, viewerOf(context), since);
    return context.json({
      events: rows.map(drawListedEvent),
      next: rows.at(-1)?.position ?? since,
    });
  };
  return [{ act: ACTS.all_events, answer: follow }];
}

function drawListedEvent({
  position,
  designId,
  type,
  at,
  gateId,
  deadlineAt,
  ...design
}: ListedEvent) {
  const deadline = deadlineAt === null ? null : formatIso(deadlineAt);
  return {
    seq: position,
    design: designId,
    at: formatIso(at),
    what: [type],
    ...design,
    gate: gateId === null ? null : { id: gateId, deadlineAt: deadline },
  };
}
