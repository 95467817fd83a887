import { type Act, pathOf } from '../../acts/act.ts';
import type { Outcome } from '../../adapters/terminal/answering.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { BusyError } from '../../foundation/fault.ts';
import { type Api, read, reasonIn, Standing } from './api.ts';
import type { CliContext } from './cli-context.ts';

/** A design that somebody speaks about, and its place. */
export interface At {
  readonly api: Pick<Api, 'call'>;
  readonly id: DesignId;
  readonly context: Pick<CliContext, 'person' | 'program'>;
}

/**
 * Does an act with these fields; `subject`: the id of what it is about within the design. Throws `BusyError` where it is stored in this
 * process, and nothing has carried it out.
 */
export async function carriedOut(
  { api, id, context: { person } }: At,
  act: Act,
  body: Readonly<Record<string, unknown>>,
  subject = '',
): Promise<Outcome> {
  const answer = await api.call('POST', pathOf(act, id, subject), { author: person, ...body });
  if (answer.status >= 400) return { ok: false, words: reasonIn(answer) };
  const { done = 'Done.', doneAfterEnd = done } = act;
  return { ok: true, words: answer.status === 200 ? doneAfterEnd : done };
}

/** Does the same, or says that it is kept for the process that goes on with the design. */
export async function carriedOutOrKept(at: At, act: Act, ...rest: Rest): Promise<Outcome> {
  try {
    return await carriedOut(at, act, ...rest);
  } catch (error) {
    if (!(error instanceof BusyError)) throw error;
    const { endedAt } = await read(at.api, `/${at.id}`, Standing);
    const next = endedAt === null ? 'To go on with it' : 'To have it recorded';
    const words = `Kept. Nobody runs this design at the moment. ${next}: ${at.context.program} serve`;
    // What takes an engine has one here, which was to carry it out.
    return { ok: act.needsEngine !== true, words };
  }
}

type Rest = [body: Readonly<Record<string, unknown>>, subject?: string];
