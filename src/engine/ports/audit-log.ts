import * as z from 'zod';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { Via } from '../../core/vocabulary/via.ts';

/** An act, or one that was refused, with who stood behind it (D8). */
export const AuditEntry = z.strictObject({
  at: z.number().int().nonnegative(),
  /** The name of the person, or of the token; `unknown` for somebody who could not be told. */
  who: z.string().min(1).max(200),
  via: Via,
  /** The act in a word or two, as in the table of acts: `cancel`, `forget`, `sign_in`. */
  what: z.string().min(1).max(60),
  designId: DesignId.nullable(),
  outcome: z.enum(['done', 'refused']),
  /** Why it was refused, or what it was about; no secret and no people's words. */
  detail: z.string().max(500),
  /** The address that it came from, where there is one; empty otherwise. */
  from: z.string().max(100),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** Who did what, in the store, bounded by age. */
export interface AuditLog {
  note(entry: AuditEntry): Promise<void>;
  /** Returns entries newest first, of one design or of all, before this moment. */
  entries(filter: {
    readonly designId?: DesignId;
    readonly before?: number;
    readonly limit: number;
  }): Promise<AuditEntry[]>;
  /** Removes entries that are older than this moment, and returns how many. */
  forgetEntries(before: number): Promise<number>;
}
