import { explainInUse, findDaemon } from '../cli/find-daemon.ts';
import { ownVariables } from '../config.ts';
import { addModels } from '../models.ts';
import { serve } from '../serve.ts';

/** If the folder is in use, the fault names the other daemon's address. */
export async function run(): Promise<number> {
  const configuration = addModels(ownVariables());
  try {
    return await serve(configuration);
  } catch (error) {
    throw explainInUse(error, await findDaemon(configuration));
  }
}
