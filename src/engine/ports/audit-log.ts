import * as z from 'zod';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { Via } from '../../core/vocabulary/via.ts';

/** An act, done or refused, with the person or token behind it (D8). */
export const AuditEntry = z.strictObject({
  at: z.number().int().nonnegative(),
  /** Name of the person or token; `unknown` if neither is known. */
  who: z.string().min(1).max(200),
  via: Via,
  /** The act in a word or two, as in the table of acts: `cancel`, `forget`, `sign_in`. */
  what: z.string().min(1).max(60),
  designId: DesignId.nullable(),
  outcome: z.enum(['done', 'refused']),
  /** Reason of the refusal, or the act's subject; no secret and no people's words. */
  detail: z.string().max(500),
  /** Address that it came from; empty if there is none. */
  from: z.string().max(100),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export interface AuditLog {
  note(entry: AuditEntry): Promise<void>;
  /** Returns entries of one design or of all, before this moment, newest first. */
  entries(filter: {
    readonly designId?: DesignId;
    readonly before?: number;
    readonly limit: number;
  }): Promise<AuditEntry[]>;
  /** Removes entries older than this moment; returns the count. */
  forgetEntries(before: number): Promise<number>;
}
