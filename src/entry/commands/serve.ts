import { findDaemon, inUseBecause } from '../cli/find-daemon.ts';
import { ownVariables } from '../config.ts';
import { withModels } from '../models.ts';
import { serve } from '../serve.ts';

export const configure = () => undefined;

/** If the folder is in use, the fault names the other daemon's address. */
export async function run(): Promise<number> {
  const configuration = withModels(ownVariables());
  try {
    return await serve(configuration);
  } catch (error) {
    throw inUseBecause(error, await findDaemon(configuration));
  }
}
