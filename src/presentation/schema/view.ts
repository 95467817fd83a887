/**
 * The one reading of a design: the JSON of HTTP API v1, from which everything that people read is
 * drawn. A change of shape needs a new version of the API; a field may be added. The other files of
 * the folder are its sections.
 */

import * as z from 'zod';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { PHASES, STATUSES } from '../../core/vocabulary/sets.ts';
import { Via } from '../../core/vocabulary/via.ts';
import { time, type Unchanging } from './field.ts';
import { RECORD } from './record.ts';
import { RESULT } from './result.ts';
import { RUN } from './run.ts';
import { TALK } from './talk.ts';

export const DesignView = z.object({
  id: DesignId,
  topic: z.string(),
  successorOf: DesignId.nullable(),
  followUpOf: DesignId.nullable().describe('the design whose decision is its context'),
  followUpDecision: z.string().nullable(),
  status: z.enum(STATUSES),
  phase: z.enum(PHASES),
  step: z.string(),
  version: z.number().int().describe('the number of its events'),
  startedAt: time,
  endedAt: time.nullable(),
  startedBy: z.string(),
  via: Via.nullable().describe('how the person came in; null: no person did it'),
  thread: z
    .object({ platform: z.string(), channel: z.string(), thread: z.string(), starter: z.string() })
    .nullable(),
  ...RUN,
  ...TALK,
  ...RESULT,
  ...RECORD,
  rehearsal: z.boolean(),
});
export type DesignView = Unchanging<z.infer<typeof DesignView>>;
