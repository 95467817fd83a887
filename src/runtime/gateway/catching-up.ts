import { listedDesigns } from '../listed-designs.ts';
import type { DesignSummary } from '../ports/store.ts';
import type { GatewayContext } from './gateway-context.ts';
import { failureOf } from './platform-access.ts';

/** Of those that run, and of those that wait for people. */
const MAX_DESIGNS = 1_000;

/** Reads what was written in a design's thread while the connection was down, and handles it like any message. */
export type CatchUp = (design: DesignSummary, signal: AbortSignal) => Promise<void>;

/**
 * Catches up with the threads of all open designs whenever it is called, where a platform does not send again what was
 * missed. One run at a time: a call during one causes another run after it. Never rejects.
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
        const designs = await openDesigns(context);
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

async function openDesigns({ platform, engine }: GatewayContext): Promise<DesignSummary[]> {
  const found: DesignSummary[] = [];
  for (const status of ['running', 'awaiting_input'] as const) {
    for await (const design of listedDesigns(engine.parts.store, { platform, status }, MAX_DESIGNS)) {
      if (design.thread?.thread) found.push(design);
    }
  }
  return found;
}
