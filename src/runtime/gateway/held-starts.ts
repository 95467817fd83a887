import * as z from 'zod';
import { ContextItem, DEPTHS } from '../../core/vocabulary/events.ts';
import { DAY_MS } from '../day.ts';
import { digestOf } from '../message/digest.ts';
import { redacted } from '../redaction.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { RequestedDesign } from './requested-design.ts';

/** A start that waits for a person's choice. */
export interface HeldStart {
  /** The id of the person who asked for it: nobody else starts it. */
  readonly person: string;
  readonly place: { readonly channel: string; readonly thread: string | null };
  readonly requested: RequestedDesign;
  /** Their words, which are in no message. */
  readonly typed: readonly string[];
  /** The platform's id of what they did: however often it is started, it is one design. */
  readonly key: string;
}

/** The same as it is stored. */
const Held = z.strictObject({
  platform: z.string(),
  person: z.string(),
  place: z.strictObject({ channel: z.string(), thread: z.string().nullable() }),
  requested: z.strictObject({
    topic: z.string(),
    context: z.array(ContextItem),
    personas: z.array(z.string()),
    budgetUsd: z.number().nullable(),
    deadlineMs: z.number().nullable(),
    /** Left out where nothing was said. */
    repository: z.string().nullable().optional(),
    depth: z.enum(DEPTHS).nullable(),
    notes: z.array(z.string()).default([]),
  }),
  typed: z.array(z.string()),
  key: z.string(),
});

/** Milliseconds for which a start is kept, as long as an offer holds. */
const HOLDS_MS = DAY_MS;
/** Characters of a name, which fits into a button of every platform. */
const NAME_CHARACTERS = 22;

type HoldingContext = Pick<GatewayContext, 'engine' | 'platform' | 'clock'>;

/** Holds a start until its person has chosen, also over a restart of the daemon, and returns its name; delivered again it has the same one. */
export async function holdStart(
  { engine, platform, clock }: HoldingContext,
  start: HeldStart,
): Promise<string> {
  const { store, redact } = engine.parts;
  const { requested, typed, ...rest } = start;
  const name = digestOf([platform, start.key]).slice(0, NAME_CHARACTERS);
  const heldAt = clock.now();
  // Secrets are taken out before anything is stored (D6).
  const kept = { platform, ...rest, ...redacted({ requested, typed }, redact) };
  await store.holdStart({ name, heldAt, start: kept }, heldAt - HOLDS_MS);
  return name;
}

/** Returns the start of this name; `null` where it is too old or gone, or another person's. */
export async function heldStart(
  { engine, platform, clock }: HoldingContext,
  name: string,
  person: string,
): Promise<HeldStart | null> {
  const kept = await engine.parts.store.heldStart(name.slice(0, NAME_CHARACTERS));
  if (kept === null || clock.now() - kept.heldAt > HOLDS_MS) return null;
  const read = Held.safeParse(kept.start);
  // Of another version of Charrette: it has to be typed again.
  if (!read.success) return null;
  const { platform: of, requested, ...start } = read.data;
  if (of !== platform || start.person !== person) return null;
  return { ...start, requested: { ...requested, repository: requested.repository } };
}
