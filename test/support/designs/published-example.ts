import type { Design } from '../../../src/core/vocabulary/design.ts';
import type { Forge } from '../../../src/ports/forge.ts';
import { writePublishedRecord } from '../../../src/presentation/decision/published-record.ts';
import { Publisher } from '../../../src/record/publish.ts';

const EMPTY: Forge = {
  repositories: ['example/job-queue'],
  files: async () => ({ paths: [], folder: null }),
  read: async () => null,
  pulls: async () => [],
  propose: () => Promise.reject(new Error('nothing is proposed')),
};

/** The record of the example, as publishing writes it where there is none yet. A rehearsal is published nowhere. */
export async function recordOfExample(design: Design): Promise<string> {
  const request = { id: design.id, repository: null, signal: new AbortController().signal };
  const plan = await new Publisher(EMPTY).plan(async () => ({ ...design, rehearsal: false }), request);
  if ('code' in plan) throw new Error(plan.message);
  return writePublishedRecord(design, plan.number, null);
}
