import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import type { DesignEvent } from '#core/vocabulary/events.ts';
import type { Query } from './evidence.ts';

const LOOK_MS = 2_000;
/**
 * Far beyond what a takeover on a busy machine delays a deadline: whatever is later would never be
 * heeded.
 */
const MISSED_MS = 90_000;

/** The wait that an event begins, with a deadline, or ends. */
const WAITS = {
  answering_opened: 'people',
  answering_closed: 'people',
  gate_opened: 'gate',
  gate_decided: 'gate',
  round_opened: 'round',
  round_closed: 'round',
} as const satisfies Partial<Record<DesignEvent['type'], string>>;

const Row = z.object({
  design_id: z.string(),
  type: z.enum(Object.keys(WAITS) as (keyof typeof WAITS)[]),
  at: z.coerce.number().nullable(),
});
type Row = z.infer<typeof Row>;

/** The deadlines for which those events wait that are stored, in order. */
export function openDeadlines(rows: readonly Row[]): Map<string, number> {
  const open = new Map<string, number>();
  for (const { design_id: id, type, at } of rows) {
    if (at === null) open.delete(`${WAITS[type]} of ${id}`);
    else open.set(`${WAITS[type]} of ${id}`, at);
  }
  return open;
}

/** Looks while a run goes on that no deadline of a stored design passes unheeded (C22). */
export class Deadlines {
  readonly #missed = new Set<string>();

  get missed(): ReadonlySet<string> {
    return this.#missed;
  }

  watch(query: Query): AsyncDisposable {
    const over = new AbortController();
    const watching = this.#watch(query, over.signal);
    return {
      [Symbol.asyncDispose]: () => {
        over.abort();
        return watching;
      },
    };
  }

  async #watch(query: Query, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // Its connection may be cut like the daemons'.
      const found = await query(SQL).catch(() => []);
      for (const [wait, at] of openDeadlines(z.array(Row).parse(found)))
        if (at + MISSED_MS < Date.now()) this.#missed.add(`the deadline of ${wait} was missed`);
      await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** A pause stops the time of its round, so designs that have paused are left out. */
const SQL = `select design_id, type, payload ->> 'deadlineAt' as at from design_events
  where type in (${Object.keys(WAITS)
    .map((type) => `'${type}'`)
    .join(', ')})
    and design_id in (select id from designs where ended_at is null)
    and design_id not in (select design_id from design_events where type = 'design_paused')
  order by design_id, seq`;
