import * as z from 'zod';
import { PHASES, STATUSES, STEPS, Thread } from '../../../core/events.ts';
import { DesignId } from '../../../core/ids.ts';
import type { Timer, TimerId } from '../../../core/timers.ts';
import type { DesignSummary } from '../../../runtime/ports/store.ts';

const moment = z.number().int().nonnegative();

export const StoredSummary: z.ZodType<DesignSummary> = z.strictObject({
  id: DesignId,
  topic: z.string(),
  status: z.enum(STATUSES),
  phase: z.enum(PHASES),
  step: z.enum(STEPS),
  version: z.number().int().nonnegative(),
  startedAt: moment,
  endedAt: moment.nullable(),
  startedBy: z.string(),
  successorOf: DesignId.nullable(),
  thread: Thread.nullable(),
});

/** Timers whose name holds no number. A new one that is not listed does not compile. */
const NAMED_TIMERS = {
  answering: 'answering',
  deliberation: 'deliberation',
  synthesis: 'synthesis',
} as const satisfies { [Id in Exclude<TimerId, `${string}:${string}`>]: Id };

export const StoredTimers: z.ZodType<Timer[]> = z
  .array(
    z.strictObject({
      id: z.union([
        z.enum(NAMED_TIMERS),
        z.templateLiteral(['round:r', z.number().int()]),
        z.templateLiteral(['gate:gate-', z.number().int()]),
      ]),
      dueAt: moment,
    }),
  )
  .max(100);
