import * as z from 'zod';
import { Effect } from '../../core/vocabulary/effects.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { StoredCommand } from '../../core/vocabulary/upcast.ts';
import { isShallow } from '../session/envelope.mjs';
import { TracePart, TurnRecord } from '../turn/record.ts';
import { EffectState, InboxAnswer, type Projection } from './store.ts';

/** Levels of objects and lists in an event: more than any has, and safe to walk. */
const EVENT_LEVELS = 24;
/** What every store can hold. */
const MAX_ATTEMPTS = 2 ** 31 - 1;
const count = z.number().int().nonnegative();
const id = z.string().min(1).max(2_000);

/** One row of what is stored of a design, the same whichever database it comes from. */
export const StoredRow = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('event'),
    seq: z.number().int().positive(),
    /** In the shape in which it was recorded: what its hash is taken from. */
    event: z.unknown().refine((value) => isShallow(value, EVENT_LEVELS)),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  z.strictObject({
    kind: z.literal('command'),
    id,
    command: StoredCommand,
    receivedAt: count,
    /** Null while it is not handled. */
    answer: InboxAnswer.nullable(),
  }),
  z.strictObject({
    kind: z.literal('effect'),
    id: id.regex(/\/\d{1,9}\.\d{1,3}$/),
    effect: Effect,
    state: EffectState,
    attempts: count.max(MAX_ATTEMPTS),
    receipt: z.string(),
  }),
  z.strictObject({ kind: z.literal('turn'), record: TurnRecord }),
  /** Of a turn that is under way. */
  z.strictObject({ kind: z.literal('trace'), part: TracePart }),
]);
export type StoredRow = z.infer<typeof StoredRow>;

/** A design in a store, and from which moment on it needs a daemon; null: never. */
export const StoredDesign = z.strictObject({ id: DesignId, dueAt: count.nullable() });
export type StoredDesign = z.infer<typeof StoredDesign>;

/**
 * Everything that a store holds, in one transaction: what is read is of one moment, and what is added is there once
 * `commit` has resolved, all of it, and else nothing of it, however this process ends. Throws `Fault` as the store does.
 */
export interface Transfer {
  /** Those too of which only the start was accepted; by their ids. */
  designs(): AsyncIterable<StoredDesign>;
  holds(designId: DesignId): Promise<boolean>;
  /** Events first, then commands, effects, turns and traces, each in its order. Throws `Fault('invalid_record')` on one that cannot be read. */
  rows(designId: DesignId): AsyncIterable<StoredRow>;
  add(design: StoredDesign): Promise<void>;
  /** Throws `Fault('invalid_record')` for a row that is there already, and for one that not every store can hold. */
  append(designId: DesignId, rows: readonly StoredRow[]): Promise<void>;
  project(projection: Projection): Promise<void>;
  commit(): Promise<void>;
  /** Drops what was not committed. */
  close(): Promise<void>;
}

/** A piece of a file in a design's folder. Those of one file follow one another; the last has no `more`. */
export interface FilePart {
  readonly name: string;
  readonly content: Uint8Array;
  readonly more: boolean;
}

/** The files in the folders of designs: bundles, and diagnostics. */
export interface TransferFiles {
  read(designId: DesignId): AsyncIterable<FilePart>;
  /**
   * Writes it beside the folder, flushed, under a name that nothing reads. Throws `Fault('write_failed')` where it cannot
   * be written, and where the folder has another file of its name.
   */
  stage(designId: DesignId, part: FilePart): Promise<void>;
  /** Moves all that was staged to where it belongs. */
  place(): Promise<void>;
  /** Takes back what was placed, and removes what was staged. */
  discard(): Promise<void>;
}
