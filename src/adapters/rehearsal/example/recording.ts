import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { ParticipantId } from '../../../core/vocabulary/ids.ts';
import { SUBMISSION_SCHEMAS, TERMINAL_TOOLS } from '../../../core/vocabulary/submission.ts';
import { REPOSITORY_SCHEMAS } from '../../../engine/ports/repository-tools.ts';
import { type Keyed, keyedIn, kindOf, type Names, named } from './names.ts';

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
    /** Sentences of the topic and of people's answers. */
    said: z.array(z.strictObject({ key: z.string(), text: z.string() })),
    turns: z.array(Turn),
  })
  .transform((recording) => {
    const { said, turns } = recording;
    return { ...recording, keyed: keyedIn([...said, ...turns.map(({ input }) => input)]) };
  })
  .superRefine(({ course, turns, keyed }, context) => {
    const seen = new Set<string>();
    for (const { key } of keyed) {
      if (kindOf(key) === undefined || seen.has(key))
        context.addIssue(`${key} is not a key, or names two things`);
      seen.add(key);
    }
    for (const key of [...course.open, ...course.rejected]) {
      if (!seen.has(key)) context.addIssue(`the course has ${key}, which names nothing`);
    }
    for (const [index, { tool, input }] of turns.entries()) {
      const unknown = new Set<string>();
      const { error } = SUBMISSION_SCHEMAS[tool].safeParse(named(input, trial(keyed, unknown)));
      const issues = (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
      for (const key of unknown) issues.push(`${key} names nothing`);
      for (const issue of issues) {
        const place = { path: ['turns', index, 'input'] };
        context.addIssue({ code: 'custom', message: `${tool}: ${issue}`, ...place });
      }
    }
  });
type Recording = z.infer<typeof Recording>;

function trial(keyed: readonly Keyed[], unknown: Set<string>): Names {
  const keys = keyed.map(({ key }) => key);
  return {
    of(key) {
      if (!keys.includes(key)) unknown.add(key);
      return String(keys.indexOf(key));
    },
    all: (kind) => keys.filter((key) => kindOf(key) === kind).map((key) => String(keys.indexOf(key))),
  };
}

/** Throws for an invalid text, with every problem. */
export function parseRecording(text: string): Recording {
  const { data, error } = Recording.safeParse(parse(text));
  if (data === undefined) throw new Error(`${FILE} is no recording: ${z.prettifyError(error)}`);
  return data;
}

let read: Recording | null = null;

export function recording(): Recording {
  read ??= parseRecording(readFileSync(join(import.meta.dirname, '../../../..', FILE), 'utf8'));
  return read;
}
