import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { iso } from '../../core/vocabulary/figures.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { readableBy } from '../../runtime/may-read.ts';
import type { Clock } from '../../runtime/ports/clock.ts';
import type { Log } from '../../runtime/ports/log.ts';
import type { MilestoneRow, Milestones } from '../../runtime/ports/milestones.ts';
import { withTimeout } from '../../runtime/timeout.ts';
import { sinceIn, wantsStream } from './event-routes.ts';
import { beating } from './event-stream.ts';
import { readingOf, viewerNow } from './readable.ts';
import { viewerOf } from './viewer.ts';

const PER_PAGE = 200;
/** Milliseconds between two looks, for what another daemon has stored and no hint has told. */
const POLL_MS = 5_000;

export interface MilestoneParts {
  readonly milestones: Milestones;
  readonly clock: Clock;
  readonly log: Log;
  /** Calls back for each change of any design that this process learns of. */
  readonly onChange: (listener: (id: DesignId) => void) => Disposable;
  /** Aborted when the daemon stops. */
  readonly closing: AbortSignal;
}

/** Status, phase, gates and ends of all designs that somebody may read, from a position on: as pages, or as they come. */
export function milestoneRoutes(parts: MilestoneParts): Hono {
  const { milestones } = parts;
  const routes = new Hono();
  routes.get('/events', async (context) => {
    const since = sinceIn(context, Number.MAX_SAFE_INTEGER);
    if (wantsStream(context)) return streamed(context, parts, since);
    const readable = await readableBy(viewerOf(context), readingOf(context));
    const rows = await milestones.since(since, readable, PER_PAGE);
    return context.json({ events: rows.map(shown), next: rows.at(-1)?.position ?? since });
  });
  return routes;
}

function streamed(context: Context, parts: MilestoneParts, since: number): Response {
  const { milestones, log, closing } = parts;
  return streamSSE(context, async (stream) => {
    const gone = new AbortController();
    stream.onAbort(() => gone.abort());
    const signal = AbortSignal.any([gone.signal, closing]);
    using _beating = beating(stream, async () => (await viewerNow(context)) !== null, gone);
    let position = since;
    using changes = new Wakening(parts);
    try {
      await stream.write(': here\n\n');
      while (!signal.aborted) {
        const changed = changes.next(signal);
        // Asked anew each time: a channel may have been left, a session revoked (A18).
        const viewer = await viewerNow(context);
        if (viewer === null) return;
        const readable = await readableBy(viewer, readingOf(context));
        const rows = await milestones.since(position, readable, PER_PAGE);
        for (const row of rows) {
          position = row.position;
          await stream.writeSSE({ id: String(position), event: 'changed', data: JSON.stringify(shown(row)) });
        }
        if (rows.length < PER_PAGE) await changed;
      }
    } catch (error) {
      // The client sees the stream end, and comes back with its last id.
      if (!signal.aborted) log.warn('list_stream_failed', { error });
    }
  });
}

/** Waits for the next change of any design, or for a while. */
class Wakening implements Disposable {
  readonly #clock: Clock;
  readonly #listening: Disposable;
  #next = Promise.withResolvers<void>();

  constructor({ onChange, clock }: Pick<MilestoneParts, 'onChange' | 'clock'>) {
    this.#clock = clock;
    this.#listening = onChange(() => this.#wake());
  }

  /** Resolves at the next change after this call, after a while, or when the signal is aborted. */
  async next(signal: AbortSignal): Promise<void> {
    const { promise } = this.#next;
    const onAbort = () => this.#wake();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      if (!signal.aborted) await withTimeout(promise, POLL_MS, () => undefined, this.#clock);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  #wake(): void {
    this.#next.resolve();
    this.#next = Promise.withResolvers();
  }

  [Symbol.dispose](): void {
    this.#listening[Symbol.dispose]();
  }
}

/** A milestone as outsiders see it (HTTP API v1). */
function shown({ position, designId, milestone }: MilestoneRow) {
  const { at, gate, ...rest } = milestone;
  const deadlineAt = gate?.deadlineAt == null ? null : iso(gate.deadlineAt);
  return {
    ...{ seq: position, design: designId, at: iso(at), ...rest },
    gate: gate === null ? null : { id: gate.id, deadlineAt },
  };
}
