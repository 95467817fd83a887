import * as z from 'zod';
import { type GateChoice, STATUSES, type Status } from '../../core/events.ts';
import type { DesignId, DivergenceId, GateId } from '../../core/ids.ts';
import type { PublicEvent } from '../../core/public-event.ts';

/** A design in a list, as the API gives it: times as ISO 8601. */
export const ListedDesign = z.looseObject({
  id: z.string(),
  topic: z.string(),
  status: z.enum(STATUSES),
  phase: z.string(),
  startedAt: z.string(),
  startedBy: z.string(),
  /** Neither a daemon of an earlier version nor what is to be collected says so. */
  rehearsal: z.boolean().optional(),
  decision: z.string().nullish(),
});
export type ListedDesign = z.infer<typeof ListedDesign>;

/** The outcome of a command, in words for a person. `ok` is `false` for a refusal. */
export interface Outcome {
  readonly ok: boolean;
  readonly words: string;
}

/** Of a cancellation that was taken, which may be repeated (C19). */
export function cancelledWords(endedBefore: boolean): string {
  return endedBefore ? 'It had ended already.' : 'It is cancelled.';
}

/** Where the designs are: in a running daemon, or in the store when none runs. */
export interface Source {
  /** Newest first; `before` is the last id of the page before. Those of every status unless one is given. */
  list(limit: number, before: string | null, status?: Status): Promise<readonly ListedDesign[]>;
  /** JSON of the API; `null` for an id that there is not. */
  design(id: DesignId): Promise<unknown>;
  /** From `since` on, and live as long as anything can still come if `follow` is set. */
  events(id: DesignId, since: number, follow: boolean, signal: AbortSignal): AsyncIterable<PublicEvent>;
  cancel(id: DesignId, reason: string): Promise<Outcome>;
  reply(id: DesignId, text: string): Promise<Outcome>;
  finishAnswering(id: DesignId): Promise<Outcome>;
  decide(id: DesignId, gateId: GateId, choice: GateChoice, note: string): Promise<Outcome>;
  /** `position`: as a person names it. */
  settle(id: DesignId, divergenceId: DivergenceId, position: string, note: string): Promise<Outcome>;
  retryPreview(id: DesignId): Promise<{ readonly retry: boolean; readonly reason: string }>;
  close(): Promise<void>;
}
