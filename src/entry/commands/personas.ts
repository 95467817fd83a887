import { oneLine } from '../../adapters/terminal/safe.ts';
import { loadPersonas } from '../compose.ts';
import { EXIT } from './exit-codes.ts';
import { standardOutput } from './output.ts';
import { surroundings } from './surroundings.ts';

/** A9: throws `Fault('bad_persona')` with every problem, else lists who there is. */
export async function personas(): Promise<number> {
  const output = standardOutput();
  const { configuration } = surroundings();
  const all = await loadPersonas(configuration);
  const width = Math.max(...all.map(({ profile }) => profile.id.length));
  for (const { profile } of all.toSorted(
    (one, other) => byRole(one.profile.role) - byRole(other.profile.role),
  )) {
    const { id, title, role, summary, model } = profile;
    const kind = role === 'persona' ? '' : ` [${role}]`;
    const voice = configuration.rehearsal
      ? 'rehearsal'
      : (model ?? `${configuration.defaultModel}, by default`);
    output.write(`${id.padEnd(width)}  ${title}${kind} (${voice}): ${oneLine(summary)}\n`);
  }
  return EXIT.completed;
}

/** Personas first, as the files are named; then the facilitators. */
function byRole(role: string): number {
  return role === 'persona' ? 0 : 1;
}
