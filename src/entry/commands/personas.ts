import type { Command } from 'commander';
import { cleanLine } from '../../surfaces/terminal/safe.ts';
import { chooseModels } from '../../turns/models/spread.ts';
import { createCliContext } from '../cli/cli-context.ts';
import { output } from '../cli/output.ts';
import { JSON_RESULT } from '../cli/verb.ts';
import { choiceOf, loadPersonas } from '../open-model.ts';

export function configure(command: Command) {
  command.option('--json', JSON_RESULT);
}

/** Throws `Fault('bad_persona')` with every problem in the files. */
export async function run({ json }: { readonly json?: boolean }) {
  const configuration = await createCliContext().readConfiguration();
  const all = (await loadPersonas(configuration)).map(({ profile }) => profile);
  const models = chooseModels(
    all.map(({ id, role, model }) => ({ id, role, model })),
    choiceOf(configuration),
  );
  const personas = all
    .map(({ id, title, role, summary, model }, at) => {
      const modelFields = { model: model ?? models[at] ?? null, isDefaultModel: model === undefined };
      return { id, title, role, summary, ...modelFields };
    })
    .toSorted((one, other) => rankOf(one.role) - rankOf(other.role));
  if (json) return output.json({ personas });
  const width = Math.max(...personas.map(({ id }) => id.length));
  for (const { id, title, role, summary, model, isDefaultModel } of personas) {
    const kind = role === 'persona' ? '' : ` [${role}]`;
    const voice = configuration.rehearsal ? 'rehearsal' : `${model}${isDefaultModel ? ', by default' : ''}`;
    output.write(`${id.padEnd(width)}  ${cleanLine(`${title}${kind} (${voice}): ${summary}`)}\n`);
  }
}

function rankOf(role: string): number {
  return role === 'persona' ? 0 : 1;
}
