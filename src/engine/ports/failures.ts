import * as z from 'zod';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { FAILURE_CHARACTERS } from '../../sessions/child/diagnostics.ts';
import { DIAGNOSTICS_NAME } from './manifest.ts';

/** Failures that are kept of one design: more than its participants can lose sessions in an ordinary run. */
export const MAX_FAILURES = 100;

/** What a crashed session left behind (D1), as every daemon of a fleet can show it. */
export const StoredFailure = z.strictObject({
  /** The name in the folder `failures/` of its design. */
  name: z.string().refine((name) => DIAGNOSTICS_NAME.test(`failures/${name}`)),
  at: z.number().int().nonnegative(),
  text: z.string().max(FAILURE_CHARACTERS),
});
export type StoredFailure = z.infer<typeof StoredFailure>;

/** Failures in the store. They go with their design. */
export interface Failures {
  /**
   * Keeps a failure unless one of its name is there (D3), the design is not, or it has `MAX_FAILURES` already. Returns true if it is
   * kept.
   */
  keep(designId: DesignId, failure: StoredFailure): Promise<boolean>;
  read(designId: DesignId, name: string): Promise<StoredFailure | null>;
  /** Returns the names of a design's failures, first one first. */
  names(designId: DesignId): Promise<string[]>;
}
