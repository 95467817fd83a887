import * as z from 'zod';
import { DesignEvent } from '../../core/vocabulary/events.ts';

/** An event as it is stored, as the API gives it to the command line alone. */
export const Stored = z.object({ seq: z.number().int(), event: DesignEvent, hash: z.string() });
export const StoredPage = z.object({ events: z.array(Stored) });
