import * as z from 'zod';
import { GATE_CHOICES, PHASES, STATUSES } from '../../core/vocabulary/events.ts';
import { Fault } from '../../runtime/fault.ts';
import type { CallApi } from './parts.ts';

/** The part of a design that the tools look at, as the API gives it. */
export const Seen = z.object({
  id: z.string(),
  topic: z.string(),
  status: z.enum(STATUSES),
  phase: z.enum(PHASES),
  version: z.number().int(),
  endedAt: z.string().nullable(),
  round: z.object({ asked: z.array(z.string()), contributed: z.array(z.string()) }).nullable(),
  answering: z.object({ deadline: z.string() }).nullable(),
  questions: z.array(z.object({ id: z.string(), text: z.string(), status: z.string() })),
  gate: z
    .object({
      id: z.string(),
      because: z.array(z.string()),
      choices: z.array(z.enum(GATE_CHOICES)),
      deadline: z.string(),
    })
    .nullable(),
  decision: z.object({ sentence: z.string() }).nullable(),
  outcome: z.object({ headline: z.string() }).nullable(),
});
export type Seen = z.infer<typeof Seen>;

const Envelope = z.object({ error: z.object({ message: z.string() }) });

/** An answer that was refused, in the API's words. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Calls the API, and parses its answer. Throws `Refused` with the API's words, `Fault` for an answer that cannot be read. */
export async function asked<Schema extends z.ZodType>(
  call: CallApi,
  schema: Schema,
  ...given: Parameters<CallApi>
): Promise<z.output<Schema>> {
  const { status, body } = await call(...given);
  if (status >= 400) {
    const envelope = Envelope.safeParse(body);
    const words = envelope.success ? envelope.data.error.message : `The daemon answered with ${status}.`;
    throw new Refused(status, words);
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new Fault('store_unavailable', 'This answer is of another version of Charrette.', parsed.error);
}
