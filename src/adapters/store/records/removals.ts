import * as z from 'zod';
import { DesignId } from '../../../core/vocabulary/ids.ts';
import type { Forgotten } from '../../../runtime/ports/removals.ts';
import { conforming } from './json.ts';

/**
 * Tables with rows of a design, referring rows first: all that have its id in a column (P12), but for its own row and its tombstone.
 */
export const OF_A_DESIGN = [
  'design_events',
  'outbox',
  'turns',
  'trace_parts',
  'inbox',
  'lesson_dismissals',
  'lessons',
  'failures',
  'milestones',
  'responses',
  'audit_log',
  'passes',
] as const;

export const FORGOTTEN =
  'select design_id as "designId", count, head, forgotten_at as at, forgotten_by as by from forgotten where design_id = ?';

export function readForgotten(row: unknown): Forgotten {
  const shape = z.strictObject({
    designId: DesignId,
    count: z.coerce.number(),
    head: z.string(),
    at: z.coerce.number(),
    by: z.string(),
  });
  return conforming(shape, 'the row of a forgotten design', row);
}

/** Designs that took something over from one, begun or not. */
export const GOING_ON = 'select id from designs where successor_of = ? or follow_up_of = ? order by id';
