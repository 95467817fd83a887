import type { CallToolResult, InputRequiredResult } from '@modelcontextprotocol/server';
import { Fault } from '../../foundation/fault.ts';
import { notDone } from './parts.ts';
import { Refused, type Seen } from './seen.ts';

type Result = CallToolResult | InputRequiredResult;

/** Returns a refusal or a fault as a result, for the agent's model to read. */
export async function answering(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refused || error instanceof Fault) return notDone(error.message);
    throw error;
  }
}

export function about(seen: Seen): Readonly<Record<string, unknown>> {
  const { id, topic, status, version, endedAt, answering: answers, gate, outcome, decision } = seen;
  const questions = answers === null ? [] : seen.questions.filter((question) => question.status === 'open');
  return {
    ...{ id, topic, status, version, endedAt, questions, gate },
    headline: outcome?.headline ?? null,
    decision: decision?.sentence ?? null,
  };
}
