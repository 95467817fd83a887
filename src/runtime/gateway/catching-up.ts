import type { DesignSummary } from '../ports/store.ts';
import type { GatewayContext } from './gateway-context.ts';
import { failureOf } from './platform-access.ts';

const DESIGNS_PER_PAGE = 100;
const MAX_DESIGNS = 2_000;

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
    let before: { readonly before?: DesignSummary['id'] } = {};
    while (found.length < MAX_DESIGNS) {
      const wanted = { platform, status, limit: DESIGNS_PER_PAGE, ...before };
      const page = await engine.parts.store.list(wanted);
      found.push(...page.filter(({ thread }) => thread?.thread));
      const last = page.at(-1);
      if (last === undefined || page.length < DESIGNS_PER_PAGE) break;
      before = { before: last.id };
    }
  }
  return found;
}
