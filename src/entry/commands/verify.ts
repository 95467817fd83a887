import { openBundleFolder } from '../../adapters/files/bundle-folder.ts';
import { oneLine } from '../../adapters/terminal/safe.ts';
import { verifyBundle } from '../../runtime/bundle/verify.ts';
import { Fault } from '../../runtime/fault.ts';
import { EXIT, UsageError } from './exit-codes.ts';
import { standardOutput } from './output.ts';

/** P8: says of each check how it came out. Offline; needs no configuration. */
export async function verify(path: string): Promise<number> {
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
