import type { Outcome } from '../../adapters/terminal/answering.ts';
import type { GateChoice, Verdict } from '../../core/vocabulary/events.ts';
import type { DesignId, DivergenceId, GateId } from '../../core/vocabulary/ids.ts';
import { BusyError } from '../../runtime/fault.ts';
import { type Api, read, reasonIn, Standing } from './api.ts';
import type { CliContext } from './cli-context.ts';

/** A design that somebody speaks about, and its place. */
export interface At {
  readonly api: Pick<Api, 'call'>;
  readonly id: DesignId;
  readonly context: Pick<CliContext, 'person' | 'program'>;
}

/** One thing that a person can say or decide about a design: the call, and the words for its being carried out. */
interface Act {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly words: (status: number) => string;
}

/** A cancellation may be repeated (C19). `author`: what ended it, where that is no person. */
export function cancellation(reason: string, author?: string): Act {
  return {
    path: '/cancel',
    body: { reason, ...(author === undefined ? {} : { author }) },
    words: (status) => (status === 200 ? 'It had ended already.' : 'It is cancelled.'),
  };
}

export function reply(text: string): Act {
  return { path: '/replies', body: { text }, words: () => 'Recorded.' };
}

/** `skip`: nothing was meant to be answered. */
export function finishedAnswering(skip: boolean): Act {
  return {
    path: '/answered',
    body: { skip },
    words: () => 'Answering is over; what is open is assumed.',
  };
}

export function decision(gateId: GateId, choice: GateChoice, note: string): Act {
  return { path: `/gates/${gateId}`, body: { choice, note }, words: () => 'Decided.' };
}

/** `position`: as a person names it. */
export function settlement(divergenceId: DivergenceId, position: string, note: string): Act {
  return {
    path: `/divergences/${divergenceId}`,
    body: { position, note },
    words: () => 'Settled.',
  };
}

export function verdict(given: Verdict, note: string): Act {
  const words = {
    accepted: 'Accepted.',
    declined: 'Declined. This stands beside the decision, whose text does not change.',
  }[given];
  return { path: '/verdict', body: { verdict: given, note }, words: () => words };
}

/** Makes the call. Throws `BusyError` where it is stored in this process, and nothing has carried it out. */
export async function carriedOut(
  { api, id, context: { person } }: At,
  { path, body, words }: Act,
): Promise<Outcome> {
  const answer = await api.call('POST', `/${id}${path}`, { author: person, ...body });
  if (answer.status >= 400) return { ok: false, words: reasonIn(answer) };
  return { ok: true, words: words(answer.status) };
}

/** Does the same, or says that it is kept for the process that goes on with the design. */
export async function carriedOutOrKept(at: At, act: Act): Promise<Outcome> {
  try {
    return await carriedOut(at, act);
  } catch (error) {
    if (!(error instanceof BusyError)) throw error;
    const { endedAt } = await read(at.api, `/${at.id}`, Standing);
    const next = endedAt === null ? 'To go on with it' : 'To have it recorded';
    const { program } = at.context;
    return { ok: true, words: `Kept. Nobody runs this design at the moment. ${next}: ${program} serve` };
  }
}
