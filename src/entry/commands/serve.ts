import { findDaemon, inUseBecause } from '../cli/find-daemon.ts';
import { ownConfiguration } from '../config.ts';
import { serve } from '../serve.ts';

export const configure = () => undefined;

/** Runs the daemon. If another one has the folder already, the fault names the address where that one answers. */
export async function run(): Promise<number> {
  const configuration = ownConfiguration();
  try {
    return await serve(configuration);
  } catch (error) {
    throw inUseBecause(error, await findDaemon(configuration));
  }
}
