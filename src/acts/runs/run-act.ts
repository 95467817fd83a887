/**
 * Carries an act out: finds the part of the design that it is about, and sends its command, or
 * calls the row's own `run`, which stands in a file beside this one, or in `starting`. Who may has
 * been checked by then.
 *
 * @example
 * const answer = await runAct(ACTS.cancel, parts, who, request);
 */

import type { Design } from '../../core/vocabulary/design.ts';
import { signatureOf } from '../../core/vocabulary/via.ts';
import type { DesignView } from '../../presentation/schema/view.ts';
import { viewOf } from '../../presentation/view/view.ts';
import type { Subject, ThreadAct } from '../act.ts';
import type { ActRequest, Designs, ThreadParts, Who } from '../act-inputs.ts';
import type { Moment } from '../moment.ts';
import { denyDesign, Problem, problemOf } from '../problem.ts';

/** An act that is not done by hand, with what its `run` works on. */
type Runnable<Parts extends ThreadParts> = Pick<ThreadAct, 'subject'> &
  (
    | Extract<ThreadAct, { kind: 'command' | 'show' }>
    | { readonly kind: 'run'; run(parts: Parts, who: Who, request: ActRequest): Promise<unknown> }
  );

/** Does an act by its row, on the part of the design that its path names. */
export async function runAct<Parts extends ThreadParts>(
  act: Runnable<Parts>,
  parts: Parts,
  who: Who,
  request: ActRequest,
): Promise<unknown> {
  switch (act.kind) {
    case 'command': {
      const design = await request.design();
      const subject = findPart(act.subject, design, request.names);
      const unsigned = act.command({ design, subject, body: request.body });
      const command = { ...unsigned, ...signatureOf(who) };
      return sendCommand(parts.designs, request.moment, design, command);
    }
    case 'run':
      if (act.subject !== undefined) findPart(act.subject, await request.design(), request.names);
      return act.run(parts, who, request);
    case 'show':
      return undefined;
  }
}

/** Sends a command. Returns the design afterwards. Throws `Problem` for a refusal. */
export async function sendCommand(
  designs: Designs,
  { key, stored }: Partial<Moment>,
  { id, version }: Pick<Design, 'id' | 'version'>,
  command: Parameters<Designs['command']>[1],
): Promise<DesignView> {
  const send = async (under: string | undefined) => {
    const submitted = designs.command(id, command, under);
    if ((await submitted.stored) != null) stored?.();
    return submitted.answered;
  };
  const first = await send(key);
  // An earlier refusal under this key may no longer apply.
  const answer = first.accepted || key === undefined ? first : await send(`${key} at ${version}`);
  if (!answer.accepted) throw Object.assign(problemOf(answer.refusal), { isLogged: true });
  const after = await designs.design(id);
  if (after === null) throw denyDesign();
  return viewOf(after);
}

/**
 * Returns the id of a design's part; empty for acts on the whole design. Throws `not_found` with
 * the known ids for any other.
 */
function findPart(
  subject: Subject | undefined,
  design: Design,
  names: Readonly<Record<string, string>>,
): string {
  if (subject === undefined) return '';
  const { name, noun, among } = subject;
  const ids = among(design).map(({ id }) => id);
  const partId = names[name] ?? '';
  if (ids.includes(partId)) return partId;
  const knownIds = ids.join(', ') || 'none yet';
  throw new Problem('not_found', `There is no such ${noun}. The design's ${noun}s: ${knownIds}.`);
}
