import type { Design } from '../core/vocabulary/design.ts';
import type { DesignView } from '../presentation/schema/view.ts';
import { viewOf } from '../presentation/view/view.ts';
import type { Act, Subject } from './act.ts';
import type { ActParts, Asked, Designs, Who } from './asked.ts';
import { Problem, problemOf, unknownDesign } from './problem.ts';

/** Does an act that is nothing but a command, on the part of the design that its path names. */
export async function runCommand(
  { command, subject }: Pick<Act, 'command' | 'subject'>,
  { designs }: Pick<ActParts, 'designs'>,
  who: Who,
  asked: Asked,
): Promise<DesignView> {
  if (command === undefined) throw new Error('broken invariant: an act that is more than a command');
  const design = await asked.design();
  const wanted = command({
    design,
    subject: subject === undefined ? '' : namedPart(subject, design, asked.names),
    body: asked.body,
  });
  return sent(designs, asked, design, signedBy(who, wanted));
}

/** Adds who does it, and how they came (D8). */
export function signedBy<Command extends object>(
  { by, byId, via }: Pick<Who, 'by' | 'byId' | 'via'>,
  wanted: Command,
) {
  return { ...wanted, by, ...(byId === undefined ? {} : { byId }), via };
}

/** Sends a command. Returns the design afterwards. Throws `Problem` for a refusal. */
export async function sent(
  designs: Designs,
  { key, stored }: Pick<Asked, 'key' | 'stored'>,
  { id, version }: Pick<Design, 'id' | 'version'>,
  command: Parameters<Designs['command']>[1],
): Promise<DesignView> {
  const send = async (under: string | undefined) => {
    const submitted = designs.command(id, command, under);
    if ((await submitted.stored) != null) stored();
    return submitted.answered;
  };
  const first = await send(key);
  // An earlier refusal under this key may no longer apply.
  const answered = first.accepted || key === undefined ? first : await send(`${key} at ${version}`);
  if (!answered.accepted) throw Object.assign(problemOf(answered.refusal), { isLogged: true });
  const after = await designs.design(id);
  if (after === null) throw unknownDesign();
  return viewOf(after);
}

/** Returns the id of a design's part. Throws `not_found` with the known ids for any other. */
function namedPart(
  { name, noun, among }: Subject,
  design: Design,
  names: Readonly<Record<string, string>>,
): string {
  const ids = among(design).map(({ id }) => id);
  const given = names[name] ?? '';
  if (ids.includes(given)) return given;
  const known = ids.join(', ') || 'none yet';
  throw new Problem('not_found', `There is no such ${noun}. The design's ${noun}s: ${known}.`);
}
