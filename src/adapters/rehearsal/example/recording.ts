import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { ParticipantId } from '#core/vocabulary/ids.ts';
import { TERMINAL_TOOLS } from '#core/vocabulary/submission.ts';
import { REPOSITORY_SCHEMAS } from '#ports/repository-tools.ts';
import { keysOf } from './names.ts';

export const EXAMPLE_TOPIC = 'Should the job queue move from Redis to Postgres?';

const FILE = 'examples/job-queue/recording.yaml';

/** One turn: the tool that ends it, and its input with keys (`names.ts`). */
const Turn = z.strictObject({
  /** Without it, any participant's turn. */
  participant: ParticipantId.optional(),
  tool: z.enum(TERMINAL_TOOLS),
  /** One list for each answer before that tool: tools with their arguments. */
  reads: z.array(z.array(z.strictObject(REPOSITORY_SCHEMAS).partial()).min(1)).default([]),
  /** Its first process crashes meanwhile. */
  crashes: z.boolean().default(false),
  input: z.json(),
  notes: z.string().default(''),
});

const Recording = z
  .strictObject({
    topic: z.literal(EXAMPLE_TOPIC),
    /** Differences that stay open, and rejected decision claims. */
    course: z.strictObject({ open: z.array(z.string()), rejected: z.array(z.string()) }),
    /** What a person answers who types nothing. */
    answers: z.array(z.strictObject({ question: z.string(), text: z.string() })),
    /** Sentences of the topic and of people's answers. */
    said: z.array(z.strictObject({ key: z.string(), text: z.string() })),
    turns: z.array(Turn),
  })
  .transform((recording) => {
    const { said, turns } = recording;
    return { ...recording, keyed: keysOf([...said, ...turns.map(({ input }) => input)]) };
  });
type Recording = z.infer<typeof Recording>;

/**
 * Throws for another form. A test checks that every key of the file names something, and that every
 * turn can be played.
 */
export function parseRecording(text: string): Recording {
  return Recording.parse(parse(text));
}

/** The written answer to a question; `''` for none. */
export function readWrittenAnswer(question: string): string {
  return readRecording().answers.find((each) => each.question === question)?.text ?? '';
}

let read: Recording | null = null;

export function readRecording(): Recording {
  read ??= parseRecording(readFileSync(join(import.meta.dirname, '../../../..', FILE), 'utf8'));
  return read;
}
