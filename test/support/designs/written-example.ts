import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isForExample } from '#adapters/rehearsal/example/request.ts';
import { createRehearsalModel } from '#adapters/rehearsal/model.ts';
import { systemIdentifiers } from '#adapters/system/identifiers.ts';
import type { Design } from '#core/vocabulary/design.ts';
import type { DesignEvent } from '#core/vocabulary/events.ts';
import { accountNameOf } from '#entry/cli/cli-context.ts';
import { conduct } from '#entry/cli/conduct.ts';
import { RepositoryCatalog } from '#entry/repository-catalog.ts';
import { viewOf } from '#presentation/view/view.ts';
import { makeActRoutes } from '#surfaces/http/act-routes.ts';
import { createInProcessCall } from '#surfaces/http/in-process.ts';
import { drawResult } from '#surfaces/terminal/result.ts';
import { createPlainShow } from '#surfaces/terminal/show.ts';
import { begun, openWorkshop, SETTINGS, startEngine } from '../../engine/running-engine.ts';
import { realClock } from '../processes/child-real-clock.ts';
import { keepLog } from '../processes/child-sessions.ts';
import { shipped } from './shipped-personas.ts';

/** Of what a design leaves behind, what a reader would open first. */
const KEPT = ['brief.md', 'decision.md', 'record.md', 'transcript.md'];
/** Files that `docs/example` has, for reading. */
export const READ = ['brief.md', 'terminal.txt'];
/** Stands in `docs/example` in place of the record, which is long and which one command makes. */
export const RECORD_NOTE = `# The record

The record of this example has some 9,500 words: proposals, claims, differences, answers, findings, revisions and signatures. It is made in half a minute by

\`\`\`sh
npm run design -- "Should the job queue move from Redis to Postgres?"
\`\`\`

and stands as \`record.md\` in the folder that this names last.
`;
const ANSWERS = join(import.meta.dirname, '../../../examples/job-queue/answers.md');
const MAX_EVENTS = 10_000;
const NOBODY = '00000000-0000-7000-8000-000000000000';

export interface PlayedExample {
  readonly design: Design;
  readonly events: readonly DesignEvent[];
  /** By name, what differs from run to run being replaced. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Plays the written example in this process, with or without the answers that come with it and in a
 * fixed order of proposals, on a real engine that reads the real repository. `latencyMs` is for
 * each answer: `null` for the pace that people see.
 */
export async function playWrittenExample(
  latencyMs: number | null,
  isAnswered = true,
): Promise<PlayedExample> {
  const workshop = await openWorkshop();
  const { dataDir } = workshop;
  const repositories = new RepositoryCatalog(keepLog(), { repositories: [], secrets: [], dataDir });
  const { engine, log } = await startEngine(workshop, {
    model: createRehearsalModel({ latencyMs, clock: realClock, personas: shipped }),
    settings: { gates: 'none' },
    parts: {
      identifiers: { ...systemIdentifiers, shuffle: (items) => [...items] },
      example: async (asked) =>
        isForExample(asked, { personas: shipped, settings: SETTINGS })
          ? repositories.pinExample()
          : null,
      openRepository: (name, commit) => repositories.reopen(name, commit),
    },
  });
  try {
    const how = isAnswered
      ? { answers: await readFile(ANSWERS, 'utf8') }
      : { settings: { answerMs: 0 } };
    const id = await begun(engine, {
      personas: [],
      settings: {},
      startedBy: accountNameOf(process.env),
      ...how,
    });
    const failed = log.events.find(({ event }) => event === 'example_unavailable');
    if (failed !== undefined)
      throw new Error('the example could not be played', { cause: failed.facts.error });
    let shown = '';
    const show = createPlainShow((text) => {
      shown += text;
    });
    const signal = AbortSignal.timeout(120_000);
    const context = { person: accountNameOf(process.env), program: 'charrette' };
    const repositories = {
      names: [],
      pin: async () => null,
      bring: noneBrought,
      reopen: async () => null,
    };
    const parts = {
      designs: engine,
      engine,
      repositories,
      publicUrl: null,
      adminToken: '',
      backup: null,
    };
    const at = {
      api: { call: createInProcessCall(engine.parts, makeActRoutes(parts)) },
      id,
      context,
    };
    const course = engine.course(id, 0, signal);
    const design = await conduct({
      at,
      course,
      show,
      people: null,
      written: null,
      now: Date.now,
      onEnd: () => undefined,
      signal,
    });
    const place = { folder: `data/designs/${id}`, columns: 100, program: 'npm run charrette --' };
    const result = drawResult(viewOf(design), { ...place, paint: (_, text) => text });
    const names = design.files.map(({ name }) => name).filter((name) => KEPT.includes(name));
    const files = await Promise.all(
      names.map(async (name) => {
        return [name, await readFile(join(engine.parts.bundles.folder(id), name), 'utf8')] as const;
      }),
    );
    const events = (await engine.parts.store.events(id, 0, MAX_EVENTS)).map(({ event }) => event);
    const all = [...files, ['terminal.txt', `${shown}\n${result}`] as const];
    return {
      design,
      events,
      files: new Map(all.map(([name, text]) => [name, withoutChance(text, id)])),
    };
  } finally {
    await engine.stop();
    await workshop.close();
  }
}

/** Ids, the person's name and dates are not the same in two runs. */
export function withoutChance(text: string, id: string): string {
  return (
    text
      .replaceAll(/^date: .*$/gm, 'date: "2026-07-13"')
      .replaceAll(/(charrette-head: "|: SHA-256 `)[0-9a-f]{64}/g, `$1${'9f2c'.repeat(16)}`)
      .replaceAll(id, `dsn_${NOBODY}`)
      .replaceAll(id.slice(-8), NOBODY.slice(-8))
      .replaceAll(/(--head )[0-9a-f]{32}/g, `$1${'9f2c'.repeat(8)}`)
      .replaceAll(/(failures\/contract-keeper-)[0-9a-f]{8}/g, '$100000000')
      .replaceAll(new RegExp(`\\b${accountNameOf(process.env)}\\b`, 'g'), 'ana')
      // Ten minutes before midnight, that is on another day.
      .replaceAll(/\b(until|at) (?:\d+ \w+, )?\d\d:\d\d \(/gi, '$1 09:10 (')
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)? UTC/g, '2026-07-13 09:00 UTC')
  );
}

/**
 * How long a run took is not compared, nor in which order those who work at the same time came to
 * an end, nor whether the last reply was still being read when answering ended.
 */
export function comparable(text: string): string[] {
  return text
    .replaceAll(/^ +\d+:\d\d {2}|\*\*\d\d:\d\d\*\*/gm, '')
    .replaceAll(/\bAt \d\d:\d\d\b/g, 'At 09:10')
    .replaceAll(/· \d+ s\b/g, '· 0 s')
    .replaceAll(/\b\d+:\d\d(?= +\$)/g, '0:00')
    .replaceAll(/^- \d+ s, until/gm, '- 0 s, until')
    .replaceAll(/\(\d of 6\)/g, '')
    .split('\n')
    .filter((line) => line !== 'Answering is over. The last replies are still being read.')
    .toSorted();
}

function noneBrought(): never {
  throw new Error('broken invariant: the example brings no repository');
}
