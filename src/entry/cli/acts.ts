import type { Act } from '../../acts/act.ts';
import { ACTS } from '../../acts/table.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { BusyError } from '../../foundation/fault.ts';
import type { Outcome } from '../../surfaces/terminal/answering.ts';
import { type Api, read, reasonIn, Standing } from './api.ts';
import type { CliContext } from './cli-context.ts';

export interface At {
  readonly api: Pick<Api, 'call'>;
  readonly id: DesignId;
  readonly context: Pick<CliContext, 'person' | 'program'>;
}

/**
 * Performs an act. `subject`: the id of its subject in the design. Throws `BusyError` if this process stored it, but no process
 * has carried it out.
 */
export async function carriedOut(
  { api, id, context: { person } }: At,
  act: Act,
  body: Readonly<Record<string, unknown>>,
  subject = '',
): Promise<Outcome> {
  const names = { id, [act.subject?.name ?? '']: subject };
  const answer = await api.call(act, names, { body: { author: person, ...body } });
  if (answer.status >= 400) return { ok: false, words: reasonIn(answer) };
  const { done = 'Done.', doneAfterEnd = done } = act;
  return { ok: true, words: answer.status === 200 ? doneAfterEnd : done };
}

/** If no process has carried it out, says that it is stored for later. */
export async function carriedOutOrKept(at: At, act: Act, ...rest: Rest): Promise<Outcome> {
  try {
    return await carriedOut(at, act, ...rest);
  } catch (error) {
    if (!(error instanceof BusyError)) throw error;
    const { endedAt } = await read(at.api, ACTS.show, { id: at.id }, Standing);
    const next = endedAt === null ? 'To continue it' : 'To record it';
    const words = `Saved, but no process runs this design at the moment. ${next}: ${at.context.program} serve`;
    // An act that needs an engine has one here, which should have carried it out.
    return { ok: act.needsEngine !== true, words };
  }
}

type Rest = [body: Readonly<Record<string, unknown>>, subject?: string];
