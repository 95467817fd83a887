/**
 * `npm run smoke -- --yes`: one quick design with your own keys, for at most a dollar. Prints by wire: what came back, its cost
 * against the estimate, and what was refused or asked again. Without `--yes` it spends nothing and says what it would do.
 */
import { environmentNow } from '../src/entry/config.ts';
import { readSettingsFiles } from '../src/entry/settings-files.ts';
import { errorMessage } from '../src/foundation/fault.ts';
import { smoke } from './smoke/run.ts';

const options = process.argv.slice(2);
const unknown = options.filter((option) => option !== '--yes');
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
try {
  if (unknown.length > 0)
    throw new Error(`There is no option ${unknown[0]}. There is --yes, which lets it spend up to $1.`);
  readSettingsFiles(null);
  process.exitCode = await smoke({ environment: environmentNow(), maySpend: options.includes('--yes'), say });
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = 2;
}
