import { cleanLine } from '../../surfaces/terminal/safe.ts';
import { chooseModels } from '../../turns/models/spread.ts';
import { createCliContext } from '../cli/cli-context.ts';
import { output } from '../cli/output.ts';
import { choiceOf, loadPersonas } from '../open-model.ts';

/** Throws `Fault('bad_persona')` with every problem in the files. */
export async function run() {
  const configuration = await createCliContext().readConfiguration();
  const all = (await loadPersonas(configuration)).map(({ profile }) => profile);
  const models = chooseModels(
    all.map(({ id, role, model }) => ({ id, role, model })),
    choiceOf(configuration),
  );
  const personas = all
    .map((profile, at) => ({ ...profile, byDefault: models[at] }))
    .toSorted((one, other) => rankOf(one.role) - rankOf(other.role));
  const width = Math.max(...personas.map(({ id }) => id.length));
  for (const { id, title, role, summary, model, byDefault } of personas) {
    const kind = role === 'persona' ? '' : ` [${role}]`;
    const voice = configuration.rehearsal ? 'rehearsal' : (model ?? `${byDefault}, by default`);
    output.write(`${id.padEnd(width)}  ${cleanLine(`${title}${kind} (${voice}): ${summary}`)}\n`);
  }
}

function rankOf(role: string): number {
  return role === 'persona' ? 0 : 1;
}
