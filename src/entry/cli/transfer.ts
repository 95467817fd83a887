import { transferFiles } from '../../adapters/files/transfer-files.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { StatusLine } from '../../adapters/terminal/status-line.ts';
import { counted } from '../../core/vocabulary/figures.ts';
import type { TransferParts } from '../../runtime/transfer/export.ts';
import { openTransfer } from '../open-store.ts';
import type { CliContext } from './cli-context.ts';

/**
 * Opens what designs are moved out of or into, does the work while a line says how far it is, and closes it; what the work
 * did not commit is dropped. Throws `Fault`.
 */
export async function withTransfer<Result>(
  { configuration, log }: Pick<CliContext, 'configuration' | 'log'>,
  { alone, totalBytes }: { readonly alone: boolean; readonly totalBytes: number | null },
  work: (parts: TransferParts) => Promise<Result>,
): Promise<Result> {
  const line = new StatusLine(process.stderr, systemClock.now);
  const store = await openTransfer(configuration, { alone, log });
  try {
    return await work({
      store,
      files: transferFiles(configuration.dataDir),
      onProgress: (designs, bytes) =>
        line.show(() => {
          const of = totalBytes === null ? '' : ` of ${megabytes(totalBytes)}`;
          return `${counted(designs, 'design')}, ${megabytes(bytes)}${of} …`;
        }),
    });
  } finally {
    line.clear();
    await store.close();
  }
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
