/**
 * Carries an act out: finds the part of the design that it is about, and sends its command, or
 * calls the row's own `run`, which stands in a file beside this one, or in `starting`. Who may has
 * been checked by then.
 *
 * @example
 * const answer = await runAct(ACTS.cancel, parts, who, request);
 */

import type { Design } from '../../core/vocabulary/design.ts';
import { keepDefined } from '../../foundation/keep-defined.ts';
import type { DesignView } from '../../presentation/schema/view.ts';
import { viewOf } from '../../presentation/view/view.ts';
import type { Subject, ThreadAct } from '../act.ts';
import type { ActRequest, Designs, ThreadParts, Who } from '../act-inputs.ts';
import { denyDesign, Problem, problemOf } from '../problem.ts';

/** An act, or one that only threads and pages have, with what its `run` works on. */
interface Runnable<Parts extends ThreadParts> extends Pick<ThreadAct, 'command' | 'subject'> {
  run?(parts: Parts, who: Who, request: ActRequest): Promise<unknown>;
}

/**
 * Does an act by its row: its `run`, else its command on the part of the design that its path
 * names.
 */
export async function runAct<Parts extends ThreadParts>(
  act: Runnable<Parts>,
  parts: Parts,
  who: Who,
  request: ActRequest,
): Promise<unknown> {
  const { command, subject } = act;
  if (command === undefined && subject === undefined) return act.run?.(parts, who, request);
  const design = await request.design();
  const part = subject === undefined ? '' : findPart(subject, design, request.names);
  if (command === undefined) return act.run?.(parts, who, request);
  const unsigned = command({ design, subject: part, body: request.body });
  return sendCommand(parts.designs, request, design, sign(who, unsigned));
}

/** Adds who does it, and how they came. */
export function sign<Command extends object>(
  { by, byId, via }: Pick<Who, 'by' | 'byId' | 'via'>,
  unsigned: Command,
) {
  return { ...unsigned, by, ...keepDefined({ byId }), via };
}

/** Sends a command. Returns the design afterwards. Throws `Problem` for a refusal. */
export async function sendCommand(
  designs: Designs,
  { key, reportStored }: Pick<ActRequest, 'key' | 'reportStored'>,
  { id, version }: Pick<Design, 'id' | 'version'>,
  command: Parameters<Designs['command']>[1],
): Promise<DesignView> {
  const send = async (under: string | undefined) => {
    const submitted = designs.command(id, command, under);
    if ((await submitted.stored) != null) reportStored();
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

/** Returns the id of a design's part. Throws `not_found` with the known ids for any other. */
function findPart(
  { name, noun, among }: Subject,
  design: Design,
  names: Readonly<Record<string, string>>,
): string {
  const ids = among(design).map(({ id }) => id);
  const partId = names[name] ?? '';
  if (ids.includes(partId)) return partId;
  const knownIds = ids.join(', ') || 'none yet';
  throw new Problem('not_found', `There is no such ${noun}. The design's ${noun}s: ${knownIds}.`);
}
