import * as z from 'zod';
import { DesignAnswer, ProblemAnswer } from '../../acts/answers.ts';
import type { Call } from '../../acts/call.ts';
import { isOpen } from '../../core/questions/replies/questions.ts';
import { decidedSentenceOf } from '../../core/vocabulary/rehearsal.ts';
import { Fault } from '../../foundation/fault.ts';

export const Seen = DesignAnswer;
export type Seen = z.infer<typeof Seen>;

/** `fields`: names of the fields at fault; empty where none is. */
export class ApiRefusal extends Error {
  readonly fields: readonly string[];
  constructor(message: string, fields: readonly string[] = []) {
    super(message);
    this.fields = fields;
  }
}

const Issues = z.object({ issues: z.array(z.object({ field: z.string() })) });

/** Throws `ApiRefusal` with the API's words, and `Fault` for an unreadable answer. */
export async function askApi<Schema extends z.ZodType>(
  call: Call,
  schema: Schema,
  ...request: Parameters<Call>
): Promise<z.output<Schema>> {
  const { status, body } = await call(...request);
  if (status >= 400) {
    const envelope = ProblemAnswer.safeParse(body);
    const words = envelope.success
      ? envelope.data.error.message
      : `The daemon answered with ${status}.`;
    const issues = envelope.success ? Issues.safeParse(envelope.data.error.details) : null;
    throw new ApiRefusal(
      words,
      issues?.data?.issues.map(({ field }) => field),
    );
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new Fault(
    'store_unavailable',
    'This answer comes from another version of Charrette.',
    parsed.error,
  );
}

export function describeDesign(seen: Seen): Readonly<Record<string, unknown>> {
  const { id, topic, status, version, endedAt, answering: answers, gate, banner } = seen;
  const questions = answers === null ? [] : seen.questions.filter(isOpen);
  return {
    id,
    topic,
    status,
    version,
    endedAt,
    questions,
    gate,
    headline: endedAt === null ? null : banner.headline,
    decision: decidedBy(seen),
  };
}

export function decidedBy({ rehearsal, decision }: Seen): string | null {
  return decidedSentenceOf({ rehearsal, decision: decision?.sentence });
}
