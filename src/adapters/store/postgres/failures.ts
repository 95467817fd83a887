import type { Failures } from '../../../runtime/ports/failures.ts';
import { failureRows } from '../records/failures.ts';
import { type Run, rowsOf, shared } from './database.ts';

/** Failures in a database that daemons share. */
export function postgresFailures(run: Run): Failures {
  return failureRows((text, ...values) => rowsOf(run, shared(text, ...values)));
}
