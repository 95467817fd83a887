import * as z from 'zod';
import { DesignEvent } from '#core/vocabulary/events.ts';
import type { Asked } from './asked.ts';
import type { Gone } from './database.ts';
import type { RunningProcess } from './processes.ts';

/** One statement without parameters, against the database that the daemons have left. */
export type Query = (statement: string) => Promise<readonly unknown[]>;

/** A message as the chat platform has it. */
export interface SeenMessage {
  readonly channel: string;
  readonly thread: string;
  /** The id that Charrette gave it. */
  readonly id: string;
  /** The platform's own id. */
  readonly receipt: string;
  readonly at: number;
}

/** All that the checker goes by. Nothing in it comes from the code that wrote it. */
export interface Evidence {
  readonly tables: Tables;
  /** In the order in which the platform took them. */
  readonly messages: readonly SeenMessage[];
  /** The data folders of all daemons. */
  readonly folders: readonly string[];
  /** What still ran when every daemon had been stopped, and time had been given. */
  readonly processes: readonly RunningProcess[];
  /** What people asked for, and the answers that they got. */
  readonly asked: readonly Asked[];
  /** When the database went back, and what was stored may be gone. */
  readonly gone: readonly Gone[];
}

/** True if what happened in this time may be gone, since the database went back. */
export function mayBeGone(gone: readonly Gone[], fromAt: number, untilAt: number): boolean {
  return gone.some(({ from, until }) => fromAt <= until && untilAt >= from);
}

const whole = z.coerce.number().int();
const DesignRow = z.object({
  id: z.string(),
  version: whole,
  topic: z.string().nullable(),
  status: z.string().nullable(),
  ended_at: whole.nullable(),
  owner: z.number().nullable(),
  due_at: whole.nullable(),
});
const EventRow = z.object({
  design_id: z.string(),
  seq: whole,
  payload: z.unknown(),
  hash: z.string(),
});
const InboxRow = z.object({
  id: z.string(),
  design_id: z.string(),
  command: z.looseObject({ type: z.string() }),
  answer: z.looseObject({ accepted: z.boolean() }).nullable(),
});
const EffectRow = z
  .object({
    design_id: z.string(),
    position: whole,
    effect: z.looseObject({ type: z.string() }),
    state: z.string(),
    receipt: z.string().nullable(),
  })
  // The number of its event, and its place among that event's.
  .transform((row) => ({
    ...row,
    id: `${row.design_id}/${Math.floor(row.position / 1_000)}.${row.position % 1_000}`,
  }));
const TurnRow = z.object({
  turn_id: z.string(),
  design_id: z.string(),
  record: z.looseObject({ turnId: z.string(), designId: z.string(), outcome: z.string() }),
});

export type EventRow = z.infer<typeof EventRow> & { readonly event: DesignEvent | null };
export interface Tables {
  readonly designs: readonly z.infer<typeof DesignRow>[];
  readonly events: readonly EventRow[];
  readonly inbox: readonly z.infer<typeof InboxRow>[];
  readonly effects: readonly z.infer<typeof EffectRow>[];
  readonly turns: readonly z.infer<typeof TurnRow>[];
  /** How many daemons are still recorded as alive. */
  readonly daemons: number;
}

/**
 * Reads every table by statements of its own. An event that is none has `event: null`. The lease of
 * an embedded store is the lock on its file, and no row: that it could be opened says that none is
 * left.
 */
export async function readTables(query: Query, isEmbedded: boolean): Promise<Tables> {
  const rows = async <Row extends z.ZodType>(
    row: Row,
    statement: string,
  ): Promise<z.infer<Row>[]> => z.array(row).parse(await query(statement));
  const events = await rows(
    EventRow,
    'select design_id, seq, payload, hash from design_events order by design_id, seq',
  );
  return {
    designs: await rows(
      DesignRow,
      'select id, version, topic, status, ended_at, owner, due_at from designs order by id',
    ),
    events: events.map((row) => ({
      ...row,
      event: DesignEvent.safeParse(row.payload).data ?? null,
    })),
    inbox: await rows(
      InboxRow,
      'select id, design_id, command, answer from inbox order by position',
    ),
    effects: await rows(
      EffectRow,
      'select design_id, position, effect, state, receipt from outbox order by design_id, position',
    ),
    turns: await rows(TurnRow, 'select turn_id, design_id, record from turns order by position'),
    daemons: isEmbedded ? 0 : (await query('select id from daemons')).length,
  };
}

/** The events of one design, as far as they are events. */
export function eventsOf(tables: Tables, designId: string): DesignEvent[] {
  return tables.events
    .filter((row) => row.design_id === designId)
    .flatMap(({ event }) => (event === null ? [] : [event]));
}
