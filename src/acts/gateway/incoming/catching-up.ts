import type { DesignSummary } from '#ports/store.ts';
import { scanDesigns } from '#record/listed-designs.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { failureOf } from '../platform-access.ts';

/** Most running designs, and most designs that wait for people. */
const MAX_DESIGNS = 1_000;
/**
 * Ended designs still keep words. Limits on how many are read: milliseconds since their start, and
 * their number.
 */
const ENDED_MS = 3 * 86_400_000;
const MAX_ENDED = 50;

/** Handles messages of a design's thread that were missed while disconnected. */
export type CatchUp = (design: DesignSummary, signal: AbortSignal) => Promise<void>;

/**
 * Catches up with the threads of all open designs and of those that ended last, for platforms that
 * do not redeliver. One run at a time: a call during a run starts another after it. Never rejects.
 */
export function createCatchUp(
  context: GatewayContext,
  catchUp: CatchUp,
  signal: AbortSignal,
): () => Promise<void> {
  const { platform, log } = context;
  let running: Promise<void> | null = null;
  let isWantedAgain = false;

  /** One unreadable thread does not stop the others. */
  const catchUpWith = async (design: DesignSummary): Promise<void> => {
    if (signal.aborted) return;
    try {
      await catchUp(design, signal);
    } catch (error) {
      const failure = failureOf(context, error);
      log.warn('thread_not_caught_up', { platform, designId: design.id, error: failure });
    }
  };
  const run = async (): Promise<void> => {
    while (isWantedAgain && !signal.aborted) {
      isWantedAgain = false;
      try {
        const designs = await designsToRead(context);
        for (const design of designs) await catchUpWith(design);
        log.info('caught_up', { platform, designs: designs.length });
      } catch (error) {
        log.error('not_caught_up', { platform, error });
      }
    }
  };
  return () => {
    isWantedAgain = true;
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };
}

/** Newest design of each thread, which people speak to; open designs first. */
async function designsToRead({ platform, engine }: GatewayContext): Promise<DesignSummary[]> {
  const { store, clock } = engine.parts;
  const newest = new Map<string, DesignSummary>();
  const add = (design: DesignSummary): void => {
    const thread = design.thread?.thread ?? '';
    if (thread !== '' && !newest.has(thread)) newest.set(thread, design);
  };
  for (const status of ['running', 'awaiting_input'] as const) {
    for await (const design of scanDesigns(store, { platform, status }, MAX_DESIGNS)) add(design);
  }
  const lately = { platform, startedSince: clock.now() - ENDED_MS, limit: MAX_ENDED };
  for (const design of await store.list(lately)) add(design);
  return [...newest.values()];
}
