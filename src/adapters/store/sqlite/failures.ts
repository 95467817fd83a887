import type { Failures } from '../../../runtime/ports/failures.ts';
import { failureRows } from '../records/failures.ts';
import type { Run } from './database.ts';

/** Failures in the embedded store. */
export function sqliteFailures(run: Run): Failures {
  return failureRows((text, ...values) => run((database) => database.rows(text, ...values)));
}
