import * as z from 'zod';
import { faultOf } from './faults.ts';

/** What went wrong with a call, for the log: without addresses, which may hold tokens. Throws on what is of no call. */
export function failureOf(error: unknown): string {
  return error instanceof z.ZodError ? 'Discord’s answer has another form.' : faultOf(error).message;
}
