import * as z from 'zod';
import type { Outcome } from '../../adapters/terminal/answering.ts';
import { STATUS_WORDS } from '../../core/telling/facts/course.ts';
import type { PublicEvent } from '../../core/telling/public-event.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { GateChoice, Status } from '../../core/vocabulary/events.ts';
import type { DesignId, DivergenceId, GateId } from '../../core/vocabulary/ids.ts';
import { membersOf } from '../../core/vocabulary/sets.ts';
import type { StoredEvent } from '../../runtime/ports/store.ts';

/** A design in a list, as the API gives it: times as ISO 8601. */
export const ListedDesign = z.looseObject({
  id: z.string(),
  topic: z.string(),
  status: z.enum(membersOf(STATUS_WORDS)),
  phase: z.string(),
  startedAt: z.string(),
  startedBy: z.string(),
  /** What is to be collected does not say so. */
  rehearsal: z.boolean().optional(),
  decision: z.string().nullish(),
  followUpOf: z.string().nullish(),
});
export type ListedDesign = z.infer<typeof ListedDesign>;

/** Whether a design may be run again, as the API gives it; `successor`: what has run it again already. */
export const Retryable = z.object({
  retry: z.boolean(),
  reason: z.string(),
  successor: z.string().optional(),
});

/** Of a cancellation that was taken, which may be repeated (C19). */
export function cancelledWords(endedBefore: boolean): string {
  return endedBefore ? 'It had ended already.' : 'It is cancelled.';
}

/** What the person at this terminal can say and decide about a design, wherever that is. */
export interface Commands {
  /** `by`: what ended it, where this person did not. */
  cancel(id: DesignId, reason: string, by?: string): Promise<Outcome>;
  reply(id: DesignId, text: string): Promise<Outcome>;
  /** `skip`: nothing was meant to be answered. */
  finishAnswering(id: DesignId, skip: boolean): Promise<Outcome>;
  decide(id: DesignId, gateId: GateId, choice: GateChoice, note: string): Promise<Outcome>;
  /** `position`: as a person names it. */
  settle(id: DesignId, divergenceId: DivergenceId, position: string, note: string): Promise<Outcome>;
}

/** Where the designs are: in a running daemon, or in the store when none runs. */
export interface Source extends Commands {
  /** Newest first; `before` is the last id of the page before. Those of every status unless one is given. */
  list(limit: number, before: string | null, status?: Status): Promise<readonly ListedDesign[]>;
  has(id: DesignId): Promise<boolean>;
  /** As it is now. Throws for one that is not there. */
  design(id: DesignId): Promise<Design>;
  /** From `since` on, and live as long as anything can still come if `follow` is set. */
  events(id: DesignId, since: number, follow: boolean, signal: AbortSignal): AsyncIterable<PublicEvent>;
  /** Why nobody works on what has not ended at the moment, and what to do; `null` where a daemon does. */
  whyIdle(): Promise<string | null>;
  retryPreview(id: DesignId): Promise<z.infer<typeof Retryable>>;
  close(): Promise<void>;
}

/** Where a design runs that is shown in this terminal to its end: in an engine of its own, or in the daemon. */
export interface Running extends Commands {
  /** The daemon's address; `null` for an engine of this command. */
  readonly url: string | null;
  /**
   * What the API answers at this path, where it begins a design or says what one would take. Throws `Fault('bad_usage')` with
   * its words where it refuses.
   */
  ask<Answer>(
    path: string,
    body: Readonly<Record<string, unknown>>,
    schema: z.ZodType<Answer>,
  ): Promise<Answer>;
  /** Every event after `since` as it is stored, and then live, until nothing more will come; or until aborted. */
  course(id: DesignId, since: number, signal: AbortSignal): AsyncIterable<StoredEvent>;
  /** How many events it has by now. */
  version(id: DesignId): Promise<number>;
  /** Where its files are. */
  folder(id: DesignId): string;
  /** Aborted, with the error, when nothing more will come of the design. */
  readonly broken: AbortSignal;
  /** While its course is followed calls back whenever something could not be stored or written and is tried again. */
  onWaiting(id: DesignId, tell: (what: string, why: string) => void): void;
  /** What becomes of the design when this command ends at once, in words for people. */
  readonly whenLeft: (program: string, id: DesignId) => string;
}
