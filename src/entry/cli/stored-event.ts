import * as z from 'zod';
import { DesignEvent } from '../../core/vocabulary/events.ts';

export const EventOnPage = z.object({
  seq: z.number().int(),
  event: DesignEvent,
  hash: z.string(),
});
export const StoredPage = z.object({ events: z.array(EventOnPage) });
