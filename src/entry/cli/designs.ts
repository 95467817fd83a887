import { findFittingDesign } from '../../acts/find-design.ts';
import { ListAnswer, type ListedDesign } from '../../acts/listed.ts';
import { ACTS } from '../../acts/table.ts';
import type { Status } from '../../core/vocabulary/event-parts.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { cutText } from '../../foundation/cut-text.ts';
import { No } from '../../foundation/no.ts';
import { type Api, envelopeCodeOf, makeRefusal, read } from './api.ts';
import { type CliContext, createCliContext } from './cli-context.ts';
import { explainInUse, findDaemon, isFound } from './find-daemon.ts';
import { makeUsageFault } from './typed.ts';

/**
 * Uses the running daemon's API, else this process's. Throws `Fault` with advice if neither is
 * available.
 */
export async function useApi<Result>(
  context: CliContext,
  work: (api: Api) => Promise<Result>,
): Promise<Result> {
  const found = await findDaemon(context.configuration);
  // Each is imported without what the other needs.
  const api = isFound(found)
    ? (await import('./api-there.ts')).createApiThere(found, context)
    : (await import('./api-here.ts')).createApiHere(context);
  try {
    return await work(api);
  } catch (error) {
    throw explainInUse(error, found);
  } finally {
    await api.close();
  }
}

/** Newest first; with words, best match first. `before`: the last id of the page before. */
export function listDesigns(
  api: Api,
  query: {
    readonly limit: number | string;
    readonly before?: string | undefined;
    readonly status?: Status | undefined;
    readonly words?: string;
  },
): Promise<ListAnswer> {
  const fields = Object.entries(query).filter(([, value]) => value !== undefined);
  return read(api, ListAnswer, ACTS.list, {}, { query: Object.fromEntries(fields) });
}

/** Tells on standard error why no process runs those that have not ended, with advice. */
export async function sayIfIdle(designs: readonly ListedDesign[], api: Api): Promise<void> {
  const isOpen = designs.some(({ status }) => status === 'running' || status === 'awaiting_input');
  const why = isOpen ? await api.explainIdle() : null;
  if (why !== null) process.stderr.write(`${why}\n`);
}

/**
 * Finds a design by its id, or by at least six characters of it. Throws `Fault('bad_usage')` unless
 * exactly one matches.
 */
export async function findDesign(api: Api, words: string, program: string): Promise<DesignId> {
  const whole = DesignId.safeParse(words.toLowerCase());
  if (whole.success) {
    const query = { since: '0', limit: '1' };
    const answer = await api.call(ACTS.course, { id: whole.data }, { query });
    if (answer.status < 400 || envelopeCodeOf(answer) === 'chain_broken') return whole.data;
    if (answer.status !== 404) throw makeRefusal(answer);
  } else {
    const design = await findFittingDesign(words, (page) => listDesigns(api, page));
    if (design instanceof No) throw makeUsageFault(design.why);
    if (design !== null) return DesignId.parse(design.id);
  }
  throw makeUsageFault(
    `There is no design "${cutText(words, 60)}". To see them all: ${program} list. Six characters of an id are enough.`,
  );
}

export interface FoundDesign {
  readonly api: Api;
  readonly id: DesignId;
  readonly context: CliContext;
}

export function useDesign<Result>(
  words: string,
  work: (place: FoundDesign) => Promise<Result>,
): Promise<Result> {
  const context = createCliContext();
  return useApi(context, async (api) =>
    work({ api, id: await findDesign(api, words, context.program), context }),
  );
}
