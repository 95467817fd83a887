import {
  earlierDecisionOf,
  findDesignsOnSameQuestion,
  searchDesigns,
} from '../../core/follow-up/earlier-decisions.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import type { StartDesign } from '../../core/vocabulary/commands.ts';
import type { EarlierDecision } from '../../core/vocabulary/event-parts.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { Clock } from '../../foundation/clock.ts';
import type { Log } from '../../foundation/log.ts';
import { awaitWhileRunning } from '../../foundation/timeout.ts';
import type { DesignFilter, DesignSummary, SharedStore } from '../../ports/store.ts';
import { loadIfWhole } from '../../record/loading.ts';
import { type Reader, threadReaderOf } from '../access/may-read.ts';

/**
 * Newest designs compared with the words, which takes some 200 ms; an ended design stays for 90
 * days.
 */
const COMPARED = 1_000;
/** Milliseconds for the look-up at a start, since a person waits. */
const LOOK_UP_MS = 1_000;
const AT_START = { limit: BOUNDS.earlierDecisions };

interface Parts {
  readonly store: Pick<SharedStore, 'list' | 'events'>;
  readonly rehearsal: boolean;
  readonly log: Log;
  readonly clock: Clock;
}

/**
 * The one look-up of earlier decisions: those that this reader may read, in the order of `rank`.
 * `show` returns `null` to leave one out. Throws `Fault` when the store cannot be reached.
 */
async function lookUp<Shown>(
  store: Pick<SharedStore, 'list'>,
  { listed, mayRead }: Reader,
  { limit, ...filter }: Omit<DesignFilter, 'readable'>,
  rank: (designs: readonly DesignSummary[]) => DesignSummary[],
  show: (design: DesignSummary) => Promise<Shown | null>,
): Promise<Shown[]> {
  const readable = listed === null ? {} : { readable: listed };
  const facts: Shown[] = [];
  for (const each of rank(await store.list({ ...filter, ...readable, limit: COMPARED }))) {
    if (facts.length === limit) break;
    const fact = (await mayRead(each)) ? await show(each) : null;
    if (fact !== null) facts.push(fact);
  }
  return facts;
}

const asListed = async (summary: DesignSummary) => summary;

/**
 * Designs with words in topic, decision or outcome, best match first. Throws `Fault` when the store
 * cannot be reached.
 */
export function findDesigns(
  words: string,
  store: Pick<SharedStore, 'list'>,
  reader: Reader,
  filter: Omit<DesignFilter, 'readable'>,
): Promise<DesignSummary[]> {
  return lookUp(store, reader, filter, (designs) => searchDesigns(words, designs), asListed);
}

/**
 * Designs on the same question, best match first, for a person who is about to start one. For
 * information only: it decides nothing. Does not reject: a late or failed look-up is logged and
 * finds none.
 */
export function findAskedBefore(
  topic: string,
  parts: Parts,
  reader: () => Promise<Reader>,
): Promise<DesignSummary[]> {
  const rank = (designs: readonly DesignSummary[]) => findDesignsOnSameQuestion(topic, designs);
  return harmless(parts, async () => lookUp(parts.store, await reader(), AT_START, rank, asListed));
}

/**
 * Earlier decisions on the same question, for the people and the Archaeologist of a new design:
 * those that all its readers may read, each as its design's checked events have it, since a model
 * reads it. `besides`: the design that it follows up on or repeats. Does not reject, like
 * `findAskedBefore`.
 */
export function findEarlierDecisions(
  { topic, thread }: Pick<StartDesign, 'topic' | 'thread'>,
  besides: DesignId | undefined,
  parts: Parts,
): Promise<EarlierDecision[]> {
  const { store } = parts;
  const rank = (designs: readonly DesignSummary[]) =>
    findDesignsOnSameQuestion(topic, designs).filter(({ id }) => id !== besides);
  const asRecorded = async ({ id }: DesignSummary) => {
    const design = await loadIfWhole(store, id);
    return design === null ? null : earlierDecisionOf(design);
  };
  const filter = { ...AT_START, isDecided: true } as const;
  return harmless(parts, () => lookUp(store, threadReaderOf(thread), filter, rank, asRecorded));
}

async function harmless<Found>(
  { rehearsal, log, clock }: Parts,
  find: () => Promise<Found[]>,
): Promise<Found[]> {
  if (rehearsal) return [];
  const none = (error: unknown): Found[] => {
    log.warn('earlier_decisions_unavailable', { error });
    return [];
  };
  const late = () => none(new Error(`nothing was found within ${LOOK_UP_MS} ms`));
  return awaitWhileRunning(find().catch(none), LOOK_UP_MS, late, clock);
}
