import type { Command } from 'commander';
import { readExport, sizeOf } from '../../adapters/files/export-file.ts';
import { counted } from '../../core/vocabulary/figures.ts';
import { importLines } from '../../runtime/transfer/import.ts';
import { cliContext } from '../cli/cli-context.ts';
import { output } from '../cli/output.ts';
import { withTransfer } from '../cli/transfer.ts';

export function configure(command: Command) {
  command.argument('<file>', 'what export has written');
}

/** Brings every design of an export into the store, with its files: all or none. */
export async function run(path: string) {
  const context = cliContext();
  const totalBytes = await sizeOf(path);
  const designs = await withTransfer(context, { alone: false, totalBytes }, (parts) =>
    importLines(readExport(path), parts),
  );
  output.write(`${counted(designs, 'design')} imported.\n`);
}
