import { Argument, Command } from 'commander';
import { oneLine } from '../../adapters/terminal/safe.ts';
import { shortId } from '../../core/figures.ts';
import { cliContext } from '../cli/cli-context.ts';
import { type CompletedVerb, completionScript, SHELLS, type Shell } from '../cli/completion-script.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { withList } from '../cli/open-source.ts';
import { output } from '../cli/output.ts';
import { DESIGN_ARGUMENT, nameOf } from '../cli/verb.ts';
import { VERBS } from './verbs.ts';

const MAX_IDS = 50;

export function configure(command: Command) {
  command.addArgument(new Argument('<shell>', 'for which shell').choices([...SHELLS, 'ids']));
}

/** Prints a script for the shell, from what the verbs declare; or, as that script asks, ids with their topics. */
export async function run(shell: Shell | 'ids'): Promise<number> {
  if (shell !== 'ids') output.write(completionScript(shell, await Promise.all(VERBS.map(completed))));
  else {
    const newest = await withList(cliContext(), (list) => list(MAX_IDS, null));
    for (const { id, topic } of newest) output.write(`${shortId(id)}\t${oneLine(topic)}\n`);
  }
  return EXIT.completed;
}

async function completed(verb: (typeof VERBS)[number]): Promise<CompletedVerb> {
  const command = new Command(nameOf(verb));
  (await verb.load()).configure(command);
  const [first] = command.registeredArguments;
  return {
    name: command.name(),
    summary: verb.summary,
    options: [...command.options, command.createHelp().visibleOptions(command).at(-1)].flatMap((option) =>
      option?.long == null
        ? []
        : [
            {
              name: option.long,
              summary: option.description,
              takesValue: option.required || option.optional,
              choices: option.argChoices ?? [],
            },
          ],
    ),
    choices: command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
    takesDesign: first?.description === DESIGN_ARGUMENT,
  };
}
