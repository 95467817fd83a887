import { oneLine } from '../../adapters/terminal/safe.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { cutWords } from '../../core/vocabulary/text.ts';
import type { Fault } from '../../runtime/fault.ts';
import { type CliContext, cliContext } from './cli-context.ts';
import { daemonSource } from './daemon-source.ts';
import { type Daemon, findDaemon, inUseBecause } from './find-daemon.ts';
import type { ListedDesign, Source } from './source.ts';
import { badUsage } from './typed.ts';

/** Characters from which a part of an id is taken for the whole. */
const SHORTEST_PART = 6;
const PAGE = 100;
/** Designs that are looked through for a part of an id. */
const MAX_SEARCHED = 2_000;
/** How many designs are named where a part of an id fits several. */
const MAX_CANDIDATES = 5;
const TOPIC_CHARACTERS = 60;

/** `null`: there is neither a daemon nor a store, so there are no designs. */
interface Opened {
  readonly daemon: Daemon | null;
  readonly source: Source;
}

/** The daemon of the data folder if one runs, else the store. Throws `Fault` where neither can be asked, and says what to do. */
async function openSource(context: CliContext): Promise<Opened | null> {
  const found = await findDaemon(context.configuration);
  if (found.daemon !== null)
    return { daemon: found.daemon, source: daemonSource(found.daemon, context.person) };
  // Where a daemon is asked, nothing of this is needed.
  const { openStoreSource } = await import('./store-source.ts');
  try {
    const source = await openStoreSource(context);
    return source === null ? null : { daemon: null, source };
  } catch (error) {
    throw inUseBecause(error, found);
  }
}

/** What lists designs, for the length of the work; there are none where there is neither a daemon nor a store. */
export async function withList<Result>(
  context: CliContext,
  work: (source: Pick<Source, 'list' | 'whyIdle'>) => Promise<Result>,
): Promise<Result> {
  const opened = await openSource(context);
  try {
    return await work(opened?.source ?? { list: async () => [], whyIdle: async () => null });
  } finally {
    await opened?.source.close();
  }
}

/** Why nobody works on those of these that have not ended, and what to do; `null` where somebody does, or all have. */
export async function whyIdle(
  designs: readonly Pick<ListedDesign, 'status'>[],
  source: Pick<Source, 'whyIdle'>,
): Promise<string | null> {
  const isOpen = designs.some(({ status }) => status === 'running' || status === 'awaiting_input');
  return isOpen ? source.whyIdle() : null;
}

/** The same, said beside the result. */
export async function sayIfIdle(...asked: Parameters<typeof whyIdle>): Promise<void> {
  const why = await whyIdle(...asked);
  if (why !== null) process.stderr.write(`${why}\n`);
}

/**
 * One design, by its id or by at least six characters from either end of it. Throws `Fault('bad_usage')` when there is none,
 * or more than one.
 */
async function findDesign(opened: Opened | null, given: string, program: string): Promise<DesignId> {
  const whole = DesignId.safeParse(given);
  if (whole.success && opened !== null) {
    if (await opened.source.has(whole.data)) return whole.data;
  } else if (opened !== null && given.length >= SHORTEST_PART) {
    const found = await matching(opened.source, given);
    const [first, second] = found;
    if (first !== undefined && second === undefined) return DesignId.parse(first.id);
    if (second !== undefined) {
      throw fitsSeveral(
        given,
        found.map(({ id, topic }) => `${id}  ${cutWords(oneLine(topic), TOPIC_CHARACTERS)}`),
      );
    }
  }
  throw badUsage(
    `There is no design "${given.slice(0, 60)}". See those that there are: ${program} list. Six characters from either end of an id are enough.`,
  );
}

async function matching(source: Source, part: string): Promise<ListedDesign[]> {
  const found: ListedDesign[] = [];
  let before: string | null = null;
  for (let seen = 0; seen < MAX_SEARCHED; seen += PAGE) {
    const page = await source.list(PAGE, before);
    found.push(...page.filter(({ id }) => fits(id, part)));
    if (page.length < PAGE || found.length >= MAX_CANDIDATES) return found.slice(0, MAX_CANDIDATES);
    before = page.at(-1)?.id ?? null;
  }
  return found;
}

/** Whether this may be what somebody means who types these characters. */
export function fits(id: string, part: string): boolean {
  const isEnd = id.startsWith(part) || id.endsWith(part) || id.startsWith(`dsn_${part}`);
  return isEnd && part.length >= SHORTEST_PART;
}

/** That a part of an id is not enough, with what it may mean. */
export function fitsSeveral(part: string, candidates: readonly string[]): Fault {
  const named = candidates.slice(0, MAX_CANDIDATES).map((candidate) => `\n  ${candidate}`);
  return badUsage(`"${part}" fits more than one design. Give more of its id:${named.join('')}`);
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
    const id = await findDesign(opened, given, context.program);
    if (opened === null) throw new Error('broken invariant: a design was found nowhere');
    return await work({ ...opened, id, context });
  } finally {
    await opened?.source.close();
  }
}
