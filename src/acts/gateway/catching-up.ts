import type { DesignSummary } from '../../engine/ports/store.ts';
import { listedDesigns } from '../../engine/reading/listed-designs.ts';
import type { GatewayContext } from './gateway-context.ts';
import { failureOf } from './platform-access.ts';

/** Limit for the designs that run, and for those that wait for people. */
const MAX_DESIGNS = 1_000;
/**
 * Limits for ended designs, since words are kept after the end too: milliseconds since the beginning, a weekend and more, and a
 * number of the newest.
 */
const ENDED_MS = 3 * 86_400_000;
const MAX_ENDED = 50;

/** Reads what was written in a design's thread while the connection was down, and handles it like any message. */
export type CatchUp = (design: DesignSummary, signal: AbortSignal) => Promise<void>;

/**
 * Catches up with the threads of all open designs, and of the last that have ended, whenever it is called, where a platform does
 * not send again what was missed. One run at a time: a call during one causes another run after it. Never rejects.
 */
export function catchingUp(
  context: GatewayContext,
  catchUp: CatchUp,
  signal: AbortSignal,
): () => Promise<void> {
  const { platform, log } = context;
  let running: Promise<void> | null = null;
  let isWantedAgain = false;

  /** A thread that cannot be read does not keep the others from being read. */
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

/** Returns the newest design of each thread, to which people speak; the open ones first. */
async function designsToRead({ platform, engine }: GatewayContext): Promise<DesignSummary[]> {
  const { store, clock } = engine.parts;
  const found = new Map<string, DesignSummary>();
  const add = (design: DesignSummary): void => {
    const thread = design.thread?.thread ?? '';
    if (thread !== '' && !found.has(thread)) found.set(thread, design);
  };
  for (const status of ['running', 'awaiting_input'] as const) {
    for await (const design of listedDesigns(store, { platform, status }, MAX_DESIGNS)) add(design);
  }
  const lately = { platform, startedSince: clock.now() - ENDED_MS, limit: MAX_ENDED };
  for (const design of await store.list(lately)) add(design);
  return [...found.values()];
}
