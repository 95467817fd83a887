import type { Command } from 'commander';
import { systemClock } from '../../adapters/system/clock.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import type { DesignSummary } from '../../ports/store.ts';
import { drawListed } from '../../presentation/lists.ts';
import { createBundles } from '../../record/bundles.ts';
import { type Collected, collect, endOfKeeping, previewCollection } from '../../record/collection.ts';
import { minuteOf } from '../../surfaces/terminal/format.ts';
import { drawList } from '../../surfaces/terminal/list-lines.ts';
import { type CliContext, createCliContext } from '../cli/cli-context.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { look, output } from '../cli/output.ts';
import { JSON_AS_API } from '../cli/verb.ts';
import { explainMissingStore, openStore, openUnlessInUse } from '../open-store.ts';

const IN_USE =
  'The data folder is in use by a running Charrette. Its daemon removes old designs when it starts and every day at 03:17 UTC. To do so now, stop the daemon first.';

export function configure(command: Command) {
  command.option('--preview', 'only say what would be removed').option('--json', JSON_AS_API);
}

/** Deletes old designs now, or lists them. Does not create a data folder. */
export async function run({
  preview = false,
  json,
}: {
  readonly preview?: boolean;
  readonly json?: boolean;
}) {
  const context = createCliContext();
  const endedBefore = endOfKeeping(systemClock);
  const missing = await explainMissingStore(context.configuration);
  if (missing !== null && context.configuration.databaseUrl !== null) process.stderr.write(`${missing}\n`);
  const { designs, failed } =
    missing === null ? await collectDesigns(context, preview, endedBefore) : { designs: [], failed: 0 };
  const moment = new Date(endedBefore).toISOString();
  if (json) output.json({ preview, endedBefore: moment, failed, designs: designs.map(drawListed) });
  else output.write(report(designs, preview, moment));
  if (failed === 0) return EXIT.completed;
  process.stderr.write(
    `${countOf(failed, 'folder')} could not be removed; the next run tries again. CHARRETTE_LOG_LEVEL=warn says why.\n`,
  );
  return EXIT.other;
}

async function collectDesigns(
  { configuration, log }: CliContext,
  preview: boolean,
  endedBefore: number,
): Promise<Pick<Collected, 'designs' | 'failed'>> {
  const { store } = await openUnlessInUse(IN_USE, () => openStore(configuration, log, { mayMigrate: false }));
  try {
    if (preview) return { designs: await previewCollection({ store }, endedBefore), failed: 0 };
    const bundles = createBundles({ dataDir: configuration.dataDir, log });
    const parts = { store, bundles, clock: systemClock, log };
    return await collect(parts, endedBefore, new AbortController().signal);
  } finally {
    await store.close();
  }
}

function report(designs: readonly DesignSummary[], preview: boolean, moment: string): string {
  const list = designs.length === 0 ? '' : drawList(designs.map(drawListed), look());
  const count = countOf(designs.length, 'design');
  const reason = `Designs stay if they have not ended, ended after ${minuteOf(moment)} UTC, have work left, were retried by a design that stays, or are accepted with a reminder after that day.`;
  return `${list}${preview ? `${count} would be removed` : `${count} removed`}. ${reason}\n`;
}
