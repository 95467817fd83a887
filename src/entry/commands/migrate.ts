import { CHARRETTE_VERSION } from '../../runtime/version.ts';
import { cliContext } from '../cli/cli-context.ts';
import { findDaemon, inUseBecause } from '../cli/find-daemon.ts';
import { output } from '../cli/output.ts';
import { openStore } from '../open-store.ts';

export const configure = () => undefined;

/** Makes the store of this version where there is none, or brings it up to date, all of it or nothing. */
export async function run() {
  const { configuration, log } = cliContext();
  const found = await findDaemon(configuration);
  try {
    const { store } = await openStore(configuration, log);
    await store.close();
  } catch (error) {
    throw inUseBecause(error, found);
  }
  output.write(`The store is up to date for Charrette ${CHARRETTE_VERSION}.\n`);
}
