import { Argument, Command } from 'commander';
import { oneLine } from '../../adapters/terminal/safe.ts';
import { shortId } from '../../core/figures.ts';
import { cliContext } from '../cli/cli-context.ts';
import { completionScript, SHELLS, type Shell } from '../cli/completion-script.ts';
import { withList } from '../cli/open-source.ts';
import { output } from '../cli/output.ts';
import { nameOf } from '../cli/verb.ts';
import { VERBS } from './verbs.ts';

const MAX_IDS = 50;

export function configure(command: Command) {
  command.addArgument(new Argument('<shell>', 'for which shell').choices([...SHELLS, 'ids']));
}

/** Prints a script for the shell, from what the verbs declare; or, as that script asks, ids with their topics. */
export async function run(shell: Shell | 'ids') {
  if (shell !== 'ids') output.write(completionScript(shell, await Promise.all(VERBS.map(declared))));
  else {
    const newest = await withList(cliContext(), ({ list }) => list(MAX_IDS, null));
    for (const { id, topic } of newest) output.write(`${shortId(id)}\t${oneLine(topic)}\n`);
  }
}

/** A verb as its file declares it. */
async function declared(verb: (typeof VERBS)[number]): Promise<Command> {
  const command = new Command(nameOf(verb)).description(verb.summary);
  (await verb.load()).configure(command);
  return command;
}
