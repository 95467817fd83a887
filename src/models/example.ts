/** The written example (`examples/job-queue/recording.yaml`), as it was recorded. */

import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import type { ContextItem } from '../design/events.ts';

export const EXAMPLE_TOPIC = 'Should the job queue move from Redis to Postgres?';

/** Submitted as it stands. */
const Verbatim = z.record(z.string(), z.unknown());
/** Of claims and answers: `migrationist-3`, `answer to subtractor`. */
const names = z.array(z.string());
const judgement = { rationale: z.string(), confidence: z.number() };

const Persona = z.strictObject({
  question: z
    .strictObject({ why: z.string(), text: z.string(), assumption: z.string(), answer: z.string() })
    .optional(),
  pass: z.string().optional(),
  proposal: Verbatim,
  argue: z
    .array(
      z.strictObject({
        difference: z.string(),
        /** Of each list the first that takes part. */
        claims: names,
        movedBy: names,
        answer: z.string(),
        position: z.string(),
        ...judgement,
      }),
    )
    .default([]),
  sign: Verbatim,
});
const Finding = z.looseObject({ answer: z.string() });
const Audit = z.strictObject({
  findings: z.array(Finding),
  replies: z.array(z.strictObject({ answerTo: z.string(), why: z.string(), fate: z.string() })),
  verdict: z.string(),
  ...judgement,
});
const Recording = z.strictObject({
  topic: z.literal(EXAMPLE_TOPIC),
  context: z.strictObject({ name: z.string(), text: z.string() }),
  frame: Verbatim,
  personas: z.record(z.string(), Persona),
  map: z.strictObject({
    differences: z.array(
      z.strictObject({
        id: z.string(),
        description: z.string(),
        cost: z.string(),
        impact: z.string(),
        positions: z.array(
          z.strictObject({ id: z.string(), statement: z.string(), personas: names }),
        ),
      }),
    ),
    loneFacts: z.array(z.strictObject({ claim: z.string(), why: z.string() })),
  }),
  decision: z.looseObject({
    base: names,
    taken: z.array(z.looseObject({ from: z.string() })),
    rejected: z.array(z.looseObject({ personas: names })),
    why: z.array(z.looseObject({ rests: names })),
    steps: z.array(z.looseObject({ text: z.string(), rests: names })),
    open: names,
  }),
  revision: z.strictObject({ steps: z.record(z.string(), z.string()), rationale: z.string() }),
  audits: z.tuple([Audit, Audit]),
});
export type Recording = z.infer<typeof Recording>;

const FILE = new URL('../../examples/job-queue/recording.yaml', import.meta.url);
let recording: Promise<Recording> | null = null;

export function readRecording(): Promise<Recording> {
  recording ??= read();
  return recording;
}

async function read(): Promise<Recording> {
  const { parse } = await import('yaml');
  return Recording.parse(parse(await readFile(FILE, 'utf8')));
}

/** What a person at a terminal can add to the example's own topic. */
export async function readExample(): Promise<{
  readonly topic: string;
  /** Attached to the topic, as if its starter had pasted it. */
  readonly context: readonly ContextItem[];
  /** By the text of the question. */
  readonly answers: ReadonlyMap<string, string>;
}> {
  const { topic, context, personas } = await readRecording();
  const questions = Object.values(personas).flatMap(({ question }) => question ?? []);
  return {
    topic,
    context: [context],
    answers: new Map(questions.map(({ text, answer }) => [text, answer])),
  };
}
