import * as z from 'zod';
import { Effect } from '../../core/vocabulary/effects.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { StoredCommand } from '../../core/vocabulary/upcast.ts';
import { isShallow } from '../session/envelope.mjs';
import { TracePart, TurnRecord } from '../turn/record.ts';
import { Word } from '../words.ts';
import { StoredFailure } from './failures.ts';
import { Dismissal, EffectState, InboxAnswer, type Projection } from './store.ts';

/** Levels of objects and lists in an event: more than any has, and safe to walk. */
const EVENT_LEVELS = 24;
/** The highest number that every store can hold. */
const MAX_ATTEMPTS = 2 ** 31 - 1;
const count = z.number().int().nonnegative();
const id = z.string().min(1).max(2_000);

/** One row stored of a design, the same for every database. */
export const StoredRow = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('event'),
    seq: z.number().int().positive(),
    /** The event as recorded, from which its hash is taken. */
    event: z.unknown().refine((value) => isShallow(value, EVENT_LEVELS)),
    /** The texts that stand outside the chain. Absent: it has none, or is of an earlier version. */
    words: z.array(Word).optional(),
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
  /** A part of a turn under way. */
  z.strictObject({ kind: z.literal('trace'), part: TracePart }),
  Dismissal.extend({ kind: z.literal('dismissal') }),
  StoredFailure.extend({ kind: z.literal('failure') }),
]);
export type StoredRow = z.infer<typeof StoredRow>;

/** A design in a store, with the moment from which it needs a daemon; null: never. */
export const StoredDesign = z.strictObject({ id: DesignId, dueAt: count.nullable() });
export type StoredDesign = z.infer<typeof StoredDesign>;

/**
 * Everything that a store holds, in one transaction: reads are of one moment, and additions are there once `commit` has
 * resolved, all of them or none, however this process ends. Throws `Fault` like the store does.
 */
export interface Transfer {
  /** Yields designs by id, including those of which only the start was accepted. */
  designs(): AsyncIterable<StoredDesign>;
  holds(designId: DesignId): Promise<boolean>;
  /**
   * Yields events first, then commands, effects, turns, traces, the dismissal of its lesson and failures, each in its order. Throws
   * `Fault('invalid_record')` on one that cannot be read.
   */
  rows(designId: DesignId): AsyncIterable<StoredRow>;
  add(design: StoredDesign): Promise<void>;
  /** Appends rows. Throws `Fault('invalid_record')` for one that exists already, and for one that not every store can hold. */
  append(designId: DesignId, rows: readonly StoredRow[]): Promise<void>;
  project(projection: Projection): Promise<void>;
  commit(): Promise<void>;
  /** Drops everything uncommitted. */
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
   * Writes it beside the folder, flushed, under a name that nothing reads. Throws `Fault('write_failed')` where it cannot be
   * written, and where the folder has another file of its name.
   */
  stage(designId: DesignId, part: FilePart): Promise<void>;
  /** Moves all staged files to their places. */
  place(): Promise<void>;
  /** Takes placed files back, and removes staged ones. */
  discard(): Promise<void>;
}
