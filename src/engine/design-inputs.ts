/** What a method of `Designs` takes, and how it answers. */

import * as z from 'zod';
import type { Refusal } from '#design/commands.ts';
import { ContextItem, DEPTHS, GATE_CHOICES, type Person } from '#design/events.ts';
import type { Design } from '#design/state.ts';
import type { DesignRow } from '#store/store.ts';

/** Who acts, and by which way in. `isOperator`: the command line, the admin token, CHARRETTE_OPERATORS. */
export interface Actor {
  readonly name: string;
  /** On the platform; empty where the way in knows none. */
  readonly id: string;
  readonly via: 'slack' | 'discord' | 'terminal' | 'http' | 'mcp';
  readonly isOperator: boolean;
}
/** As events name who did something. */
export function personOf({ name, id, via }: Actor): Person {
  return { name, id, via };
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
