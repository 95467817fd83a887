import type { Command } from 'commander';
import { sizeOf, writeExport } from '../../adapters/files/export-file.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { counted } from '../../core/vocabulary/figures.ts';
import { exportLines } from '../../runtime/transfer/export.ts';
import { cliContext } from '../cli/cli-context.ts';
import { output } from '../cli/output.ts';
import { megabytes, withTransfer } from '../cli/transfer.ts';
import { badUsage } from '../cli/typed.ts';
import { missingStore } from '../open-store.ts';

export function configure(command: Command) {
  command.argument('<file>', 'where to; a file that is there is not replaced');
}

/** Writes every design of the store, with its files, while no daemon runs on it. */
export async function run(path: string) {
  const context = cliContext();
  const missing = await missingStore(context.configuration);
  if (missing !== null) throw badUsage(`There is nothing to export. ${missing}`);
  let count = 0;
  await withTransfer(context, { alone: true, totalBytes: null }, async ({ onProgress, ...parts }) => {
    const progress = (designs: number, bytes: number) => {
      count = designs;
      onProgress(designs, bytes);
    };
    await writeExport(path, exportLines({ ...parts, onProgress: progress }, systemClock.now()));
  });
  const size = megabytes(await sizeOf(path));
  output.write(
    `${counted(count, 'design')} exported to ${path} (${size}). It holds proposals that are sealed, and can be read by you alone.\n`,
  );
}
