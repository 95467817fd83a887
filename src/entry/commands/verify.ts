import type { Command } from 'commander';
import { openBundleFolder } from '../../adapters/files/bundle-folder.ts';
import { oneLine } from '../../adapters/terminal/safe.ts';
import { verifyBundle } from '../../runtime/bundle/verify.ts';
import { Fault } from '../../runtime/fault.ts';
import { EXIT, UsageError } from '../cli/exit-codes.ts';
import { standardOutput } from '../cli/output.ts';

export function configure(command: Command, exit: (code: number) => void): void {
  command
    .argument('<path>', "the design's folder, or the manifest.json in it")
    .action(async (path: string) => exit(await verify(path)));
}

/** Says of each check how it came out (P8). Offline; needs no configuration. */
async function verify(path: string): Promise<number> {
  const output = standardOutput();
  const { ok, topic, checks } = await verifyBundle(await bundleFolder(path));
  if (topic !== null) output.write(`${oneLine(topic)}\n`);
  for (const { name, result, words } of checks) {
    output.write(`  ${result.padEnd(7)}  ${name.padEnd(8)}  ${oneLine(words)}\n`);
  }
  output.write(ok ? 'Nothing was changed.\n' : 'This is not what Charrette wrote.\n');
  return ok ? EXIT.completed : EXIT.other;
}

async function bundleFolder(path: string) {
  try {
    return await openBundleFolder(path);
  } catch (error) {
    if (error instanceof Fault) throw new UsageError(error.message, error);
    throw error;
  }
}
