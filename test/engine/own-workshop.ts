import { onTestFinished } from 'vitest';
import { type EngineOverrides, openWorkshop, startEngine as startIn } from './running-engine.ts';

/**
 * A store for the running test and engines on it: they stop when the test is over, and then the
 * store is closed.
 */
export async function ownWorkshop(copied?: string) {
  const workshop = await openWorkshop(copied);
  onTestFinished(() => workshop.close());
  const startEngine = async (overrides: EngineOverrides = {}) => {
    const started = await startIn(workshop, overrides);
    onTestFinished(() => started.engine.stop());
    return started;
  };
  return { workshop, startEngine };
}
export type OwnWorkshop = Awaited<ReturnType<typeof ownWorkshop>>;
