/**
 * All that people and programs can do (A19). Chats, HTTP, MCP and the command line call it by hand.
 * Each method checks who may and asks the pure `decide` on the loaded state first; then the command
 * goes into the store's inbox, and its owner's answer comes back within 2 s, or *Taken, not done yet*.
 */

import * as z from 'zod';
import type { Refusal } from '#design/commands.ts';
import { ContextItem, DEPTHS, GATE_CHOICES, type Thread } from '#design/events.ts';
import type { DesignId, TurnId } from '#design/ids.ts';
import type { Design } from '#design/state.ts';
import type { DesignRow, StoredEvent } from '#store/store.ts';
import type { TurnHead, TurnRecord } from '#turns/record.ts';
import type { Incoming } from './chat.ts';

/** Who acts, and by which way in. `isOperator`: the command line, the admin token, CHARRETTE_OPERATORS. */
export interface Actor {
  readonly name: string;
  /** On the platform; empty where the way in knows none. */
  readonly id: string;
  readonly via: 'slack' | 'discord' | 'terminal' | 'http' | 'mcp';
  readonly isOperator: boolean;
}
/** Unique for what came from outside, so that a second delivery changes nothing (P5). */
export interface Delivery {
  readonly platform: string;
  readonly id: string;
}

export const StartInput = z.strictObject({
  topic: z.string().trim().min(1).max(4_000),
  context: z.array(ContextItem).max(50).default([]),
  personas: z.array(z.string()).min(1).max(20).optional(),
  /** A name of CHARRETTE_REPOS, or a folder where the way in allows one. */
  repo: z.string().max(400).optional(),
  budgetUsd: z.number().positive().optional(),
  depth: z.enum(DEPTHS).default('standard'),
  questions: z.enum(['ask', 'none']).default('ask'),
  gates: z.enum(['ask', 'none']).default('ask'),
});
export type StartInput = z.input<typeof StartInput>;
export const ReplyInput = z.strictObject({
  text: z.string().trim().min(1).max(100_000),
  questionId: z.string().max(5).default(''),
});
export const DecideInput = z.strictObject({
  /** Empty: the open gate. */
  gateId: z.string().max(60).default(''),
  choice: z.enum(GATE_CHOICES),
  note: z.string().max(4_000).default(''),
  /** To accept: of the text, or its first 8 characters. */
  sha256: z.string().max(64).default(''),
});
export type DecideInput = z.input<typeof DecideInput>;

/** `isDone: false`: taken and stored, not done yet. */
export type Result<Value = object> =
  | ({ readonly ok: true; readonly isDone: boolean } & Value)
  | { readonly ok: false; readonly refusal: Refusal };

/** What the current state of a design is read from. */
export interface Reading {
  readonly row: DesignRow;
  readonly design: Design | null;
}

/** `stored-designs.ts` is the one that people act on. */
export interface DesignsApi {
  /** `estimate`: what it costs and takes, in a sentence for people. `id` of an earlier delivery, if it is one. */
  start(
    input: StartInput,
    actor: Actor,
    delivery: Delivery,
    thread?: Thread,
  ): Promise<Result<{ id: DesignId; estimate: string }>>;
  reply(
    id: DesignId,
    input: z.input<typeof ReplyInput> & Pick<Partial<Incoming>, 'replaces' | 'unreadFiles'>,
    actor: Actor,
    delivery: Delivery,
  ): Promise<Result<{ number: number | null }>>;
  goOn(id: DesignId, actor: Actor, delivery: Delivery): Promise<Result>;
  decide(id: DesignId, input: DecideInput, actor: Actor, delivery: Delivery): Promise<Result>;
  cancel(id: DesignId, reason: string, actor: Actor, delivery: Delivery): Promise<Result>;
  /** Once: the design's own id is the delivery. */
  runAgain(id: DesignId, actor: Actor): Promise<Result<{ id: DesignId }>>;
  find(query: {
    readonly status?: string;
    readonly words?: string;
    readonly channel?: string;
    readonly limit?: number;
    readonly before?: string;
  }): Promise<DesignRow[]>;
  /** An id, or its last 8 characters. */
  read(id: string): Promise<Reading | null>;
  ofThread(platform: string, channel: string, thread: string): Promise<DesignRow | null>;
  events(id: DesignId, after?: number): Promise<StoredEvent[]>;
  /** Each event from `after` on, as it is stored, without gaps or repeats, until the design has ended (A13). */
  follow(id: DesignId, after: number, signal: AbortSignal): AsyncIterable<StoredEvent>;
  turns(id: DesignId): Promise<TurnHead[]>;
  turn(id: DesignId, turnId: TurnId): Promise<(TurnRecord & { readonly shared: string }) | null>;
  files(id: DesignId): Promise<{ readonly name: string; readonly bytes: number }[]>;
  file(id: DesignId, name: string): Promise<Uint8Array | null>;
  forget(id: DesignId, actor: Actor): Promise<Result>;
}
