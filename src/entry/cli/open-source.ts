import { DesignId } from '../../core/ids.ts';
import { Fault } from '../../runtime/fault.ts';
import { storeExists } from '../open-store.ts';
import { type CliContext, cliContext, person } from './cli-context.ts';
import { type Daemon, daemonUrl, findDaemon } from './daemon-source.ts';
import type { Source } from './source.ts';
import { openStoreSource } from './store-source.ts';

/** Characters from which a part of an id is taken for the whole. */
const SHORTEST_PART = 6;
const PAGE = 100;
/** Designs that are looked through for a part of an id. */
const MAX_SEARCHED = 2_000;

/** `null`: there is neither a daemon nor a store, so there are no designs. */
export interface Opened {
  readonly daemon: Daemon | null;
  readonly source: Source;
}

/** The daemon if one can be asked, else the store. Throws `Fault` where neither can, and says what to do. */
export async function openSource(context: CliContext): Promise<Opened | null> {
  const { configuration } = context;
  const found = await findDaemon(configuration, person());
  if (typeof found !== 'string') return { daemon: found, source: found };
  if (!storeExists(configuration)) return null;
  try {
    return { daemon: null, source: await openStoreSource(context, person()) };
  } catch (error) {
    if (found !== 'refused' || !(error instanceof Fault) || error.code !== 'store_in_use') throw error;
    const message = `The daemon at ${daemonUrl(configuration)} does not take the token that is known here. Set CHARRETTE_ADMIN_TOKEN to the one it runs with.`;
    throw new Fault('bad_usage', message, error);
  }
}

/**
 * One design, by its id or by at least six characters from either end of it. Throws `Fault('bad_usage')` when there is none,
 * or more than one.
 */
async function findDesign(opened: Opened | null, given: string): Promise<DesignId> {
  const whole = DesignId.safeParse(given);
  if (whole.success && opened !== null) {
    if ((await opened.source.design(whole.data)) !== null) return whole.data;
  } else if (opened !== null && given.length >= SHORTEST_PART) {
    const [first, second] = await matching(opened.source, given);
    if (first !== undefined && second === undefined) return first;
    if (second !== undefined)
      throw new Fault('bad_usage', `"${given}" fits more than one design. Give more of its id.`);
  }
  throw new Fault(
    'bad_usage',
    `There is no design "${given.slice(0, 60)}". charrette list shows those that there are; six characters from either end of an id are enough.`,
  );
}

async function matching(source: Source, part: string): Promise<DesignId[]> {
  const found: DesignId[] = [];
  let before: string | null = null;
  for (let seen = 0; seen < MAX_SEARCHED; seen += PAGE) {
    const page: readonly { id: string }[] = await source.list(PAGE, before);
    const fitting = page.filter(
      ({ id }) => id.startsWith(part) || id.endsWith(part) || id.startsWith(`dsn_${part}`),
    );
    found.push(...fitting.map(({ id }) => DesignId.parse(id)));
    if (page.length < PAGE || found.length > 1) return found;
    before = page.at(-1)?.id ?? null;
  }
  return found;
}

export interface FoundDesign extends Opened {
  readonly id: DesignId;
  readonly context: CliContext;
}

/** Opens the daemon or the store, finds the design, does the work, and closes it. */
export async function withDesign<Result>(
  given: string,
  work: (found: FoundDesign) => Promise<Result>,
): Promise<Result> {
  const context = cliContext();
  const opened = await openSource(context);
  try {
    const id = await findDesign(opened, given);
    if (opened === null) throw new Error('broken invariant: a design was found nowhere');
    return await work({ ...opened, id, context });
  } finally {
    await opened?.source.close();
  }
}
