import type { Context } from 'hono';
import { ACTS } from '../../../acts/table.ts';
import { iso } from '../../../core/vocabulary/figures.ts';
import { readableBy } from '../../../engine/access/may-read.ts';
import type { Viewer } from '../../../engine/access/viewer.ts';
import type { Log } from '../../../foundation/log.ts';
import type { ListedEvent, SharedStore } from '../../../ports/store.ts';
import { wantsStream } from '../access/local.ts';
import { viewerOf } from '../access/viewer.ts';
import type { Handled } from '../handled.ts';
import { readingOf, viewerNow } from '../readable.ts';
import { openStream, sinceOf } from './event-stream.ts';
import { type ChangeParts, followChanges } from './follow-changes.ts';

const PER_PAGE = 200;

interface ListParts extends ChangeParts {
  readonly store: Pick<SharedStore, 'listedEvents'>;
  readonly log: Log;
  readonly closing: AbortSignal;
}

/** Answers with events that change lists of designs, of those that the viewer may read, in pages or as a stream. */
export function listedEventRoutes(parts: ListParts): Handled[] {
  const { store } = parts;
  const follow = async (context: Context): Promise<Response> => {
    const since = sinceOf(context, Number.MAX_SAFE_INTEGER);
    if (wantsStream(context)) return streamed(context, parts, since);
    const readable = await readableBy(viewerOf(context), readingOf(context));
    const rows = await store.listedEvents(since, readable, PER_PAGE);
    return context.json({ events: rows.map(shown), next: rows.at(-1)?.position ?? since });
  };
  return [{ act: ACTS.all_events, answer: follow }];
}

function streamed(context: Context, parts: ListParts, since: number): Response {
  const { store, log, closing } = parts;
  const mayGoOn = async () => (await viewerNow(context)) !== null;
  return openStream(context, { mayGoOn, closing }, async (stream, signal) => {
    let position = since;
    /** Sends the next page. Returns true if more may follow. */
    const sendPage = async (viewer: Viewer): Promise<boolean> => {
      const readable = await readableBy(viewer, readingOf(context));
      const rows = await store.listedEvents(position, readable, PER_PAGE);
      for (const row of rows) {
        position = row.position;
        await stream.writeSSE({ id: String(position), event: 'changed', data: JSON.stringify(shown(row)) });
      }
      return rows.length === PER_PAGE;
    };
    try {
      await stream.write(': here\n\n');
      for await (const _ of followChanges(parts, signal)) {
        for (let isMore = true; isMore && !signal.aborted; ) {
          // Looked up each time: the viewer may have left a channel, or their session may have ended (A18).
          const viewer = await viewerNow(context);
          if (viewer === null) return;
          isMore = await sendPage(viewer);
        }
      }
    } catch (error) {
      // The client sees the stream end, and reconnects with its last id.
      if (!signal.aborted) log.warn('list_stream_failed', { error });
    }
  });
}

function shown({ position, designId, type, at, gateId, deadlineAt, ...design }: ListedEvent) {
  const deadline = deadlineAt === null ? null : iso(deadlineAt);
  return {
    ...{ seq: position, design: designId, at: iso(at), what: [type], ...design },
    gate: gateId === null ? null : { id: gateId, deadlineAt: deadline },
  };
}
