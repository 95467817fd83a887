import type { Command } from 'commander';
import { openExport } from '../../adapters/files/export-file.ts';
import { counted } from '../../core/figures.ts';
import { importLines } from '../../runtime/transfer/import.ts';
import { cliContext } from '../cli/cli-context.ts';
import { output } from '../cli/output.ts';
import { withTransfer } from '../cli/transfer.ts';

export function configure(command: Command) {
  command.argument('<file>', 'what export has written');
}

/** Brings every design of an export into the store, with its files: all or none. */
export async function run(path: string) {
  const { configuration } = cliContext();
  const { bytes: totalBytes, lines } = await openExport(path);
  const { designs, alreadyThere } = await withTransfer(configuration, { alone: false, totalBytes }, (parts) =>
    importLines(lines, parts),
  );
  const others = alreadyThere === 0 ? '' : ` ${counted(alreadyThere, 'design')} had been there already.`;
  output.write(`${counted(designs, 'design')} imported.${others}\n`);
}
