import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { ARMS, type Arm } from './arms.ts';
import { jsonOf, recordsIn } from './records.ts';
import { SCRIPTS, type Script } from './scripted.ts';

const isScript = z.custom<Script>((value) => typeof value === 'string' && value in SCRIPTS);
const isArm = z.custom<Arm>((value) => typeof value === 'string' && value in ARMS);

/** `run.json`: what all rows of a folder were made with, since rows of two runs are no one measurement. */
export const RunFile = z.strictObject({
  /** `null`: real models. */
  script: isScript.nullable(),
  /** What the questions were drawn by. */
  seed: z.string(),
  /** USD for one arm on one question. */
  usdEach: z.number().positive(),
  /** By arm, the model of each participant; `alone` where one model answers by itself. Arms are added as they are run. */
  models: z.partialRecord(isArm, z.record(z.string(), z.string())),
});
export type RunFile = z.infer<typeof RunFile>;

const fileIn = (folder: string) => join(folder, 'run.json');

/** Returns what a folder's run was made with; `null` where nothing was run, `'unknown'` where that cannot be told. */
export async function runIn(folder: string): Promise<RunFile | 'unknown' | null> {
  const file = fileIn(folder);
  if (!existsSync(file)) return existsSync(recordsIn(folder)) ? 'unknown' : null;
  const parsed = RunFile.safeParse(jsonOf(await readFile(file, 'utf8')));
  return parsed.success ? parsed.data : 'unknown';
}

/** Writes it as a whole or not at all: without it, what was paid for could not be continued. */
export async function keepRun(folder: string, run: RunFile): Promise<void> {
  await mkdir(folder, { recursive: true });
  const written = `${fileIn(folder)}.new`;
  await writeFile(written, `${JSON.stringify(run, null, 2)}\n`);
  await rename(written, fileIn(folder));
}

/** Returns how a run differs from the one that a folder holds, for the person who asked; empty where it goes on with that one. */
export function differences(before: RunFile, now: RunFile): string[] {
  const facts = [
    (run: RunFile) => (run.script === null ? 'real models' : `--scripted ${run.script}`),
    (run: RunFile) => `--seed ${run.seed}`,
    (run: RunFile) => `--usd-each ${run.usdEach}`,
    ...(Object.keys(now.models) as Arm[])
      .filter((arm) => before.models[arm] !== undefined)
      .flatMap((arm) =>
        Object.keys({ ...before.models[arm], ...now.models[arm] }).map(
          (id) => (run: RunFile) => `${arm} with ${run.models[arm]?.[id] ?? 'nobody'} for ${id}`,
        ),
      ),
  ];
  return facts
    .map((of) => [of(before), of(now)] as const)
    .filter(([was, is]) => was !== is)
    .map(([was, is]) => `${was}, not ${is}`);
}
