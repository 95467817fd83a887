import { oneLine } from '../../surfaces/terminal/safe.ts';
import { modelsFor } from '../../turns/models/spread.ts';
import { cliContext } from '../cli/cli-context.ts';
import { output } from '../cli/output.ts';
import { choiceOf, loadPersonas } from '../open-model.ts';

export const configure = () => undefined;

/** Throws `Fault('bad_persona')` with every problem in the files (A9). */
export async function run() {
  const { configuration } = cliContext();
  const all = await loadPersonas(configuration);
  const models = modelsFor(
    all.map(({ profile: { id, role, model } }) => ({ id, role, model })),
    choiceOf(configuration),
  );
  const width = Math.max(...all.map(({ profile }) => profile.id.length));
  for (const { profile } of all.toSorted(
    (one, other) => byRole(one.profile.role) - byRole(other.profile.role),
  )) {
    const { id, title, role, summary, model } = profile;
    const kind = role === 'persona' ? '' : ` [${role}]`;
    const given = `${models[all.findIndex(({ profile: { id: its } }) => its === id)]}, by default`;
    const voice = configuration.rehearsal ? 'rehearsal' : (model ?? given);
    output.write(`${id.padEnd(width)}  ${oneLine(`${title}${kind} (${voice}): ${summary}`)}\n`);
  }
}

function byRole(role: string): number {
  return role === 'persona' ? 0 : 1;
}
