import { findDaemon, inUseBecause } from '../cli/find-daemon.ts';
import { ownConfiguration } from '../config.ts';
import { serve } from '../serve.ts';

export const configure = () => undefined;

/** If the folder is in use, the fault names the other daemon's address. */
export async function run(): Promise<number> {
  const configuration = ownConfiguration();
  try {
    return await serve(configuration);
  } catch (error) {
    throw inUseBecause(error, await findDaemon(configuration));
  }
}
