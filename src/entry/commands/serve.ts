import { findDaemon, inUseBecause } from '../cli/find-daemon.ts';
import { ownConfiguration } from '../config.ts';
import { serve } from '../serve.ts';

export const configure = () => undefined;

/** Of a folder that a daemon has already it is said where that one answers. */
export async function run(): Promise<number> {
  const configuration = ownConfiguration();
  try {
    return await serve(configuration);
  } catch (error) {
    throw inUseBecause(error, await findDaemon(configuration));
  }
}
