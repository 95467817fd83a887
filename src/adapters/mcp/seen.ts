import type * as z from 'zod';
import { DesignAnswer, ProblemAnswer } from '../../acts/answers.ts';
import { Fault } from '../../foundation/fault.ts';
import type { CallApi } from './parts.ts';

export const Seen = DesignAnswer;
export type Seen = z.infer<typeof Seen>;

export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Throws `Refused` with the API's words, and `Fault` for an unreadable answer. */
export async function asked<Schema extends z.ZodType>(
  call: CallApi,
  schema: Schema,
  ...given: Parameters<CallApi>
): Promise<z.output<Schema>> {
  const { status, body } = await call(...given);
  if (status >= 400) {
    const envelope = ProblemAnswer.safeParse(body);
    const words = envelope.success ? envelope.data.error.message : `The daemon answered with ${status}.`;
    throw new Refused(status, words);
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new Fault('store_unavailable', 'This answer is of another version of Charrette.', parsed.error);
}
