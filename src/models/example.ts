/** The written example (`examples/job-queue/recording.yaml`), as it was recorded. */

import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { ContextItem } from '#design/events.ts';

export const EXAMPLE_TOPIC = 'Should the job queue move from Redis to Postgres?';

const FILE = new URL('../../examples/job-queue/recording.yaml', import.meta.url);
const Recording = z.strictObject({
  /** Attached to the topic, as if its starter had pasted it. */
  context: ContextItem,
  /** What a person at the example's terminal answers to the question of each persona. */
  answers: z.record(z.string(), z.string()),
  /** By persona, then by the kind of the round; `pass`: it asks nothing. */
  personas: z.record(z.string(), z.record(z.string(), z.unknown())),
  /** By the kind of the round; a list: one after the other, the last as often as it is needed. */
  facilitators: z.record(z.string(), z.unknown()),
});
export type Recording = z.infer<typeof Recording>;

let recording: Promise<Recording> | null = null;

export function readExample(): Promise<Recording> {
  recording ??= read();
  return recording;
}

async function read(): Promise<Recording> {
  const { parse } = await import('yaml');
  return Recording.parse(parse(await readFile(FILE, 'utf8'), { merge: true }));
}
