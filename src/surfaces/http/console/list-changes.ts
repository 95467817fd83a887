import { randomUUID } from 'node:crypto';
import type { Engine } from '#engine/engine.ts';

/**
 * Versions of the list of all designs. They reveal only that the list has changed, not how often:
 * activity in other channels is private.
 */
export class ListChanges {
  version: string = randomUUID();

  constructor(engine: Pick<Engine, 'onChange'>) {
    engine.onChange(() => {
      this.version = randomUUID();
    });
  }
}
