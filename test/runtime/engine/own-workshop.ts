import { afterAll, onTestFinished } from 'vitest';
import { type EngineOverrides, openWorkshop, startEngine as startIn } from './running-engine.ts';

/** A store for all tests of a file, and its engines, each of which stops with its test. To be called once, at the top of the file. */
export async function ownWorkshop() {
  const workshop = await openWorkshop();
  afterAll(() => workshop.close());
  const startEngine = async (overrides: EngineOverrides = {}) => {
    const started = await startIn(workshop, overrides);
    onTestFinished(() => started.engine.stop());
    return started;
  };
  return { workshop, startEngine };
}
