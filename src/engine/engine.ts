/**
 * The middle of the house: runs the designs that this process owns, and answers for all of them.
 *
 * @example
 * const engine = openEngine({ store, models, personas, spawnSession, repositories, chats, settings, log, redact });
 * await engine.start({ claimAll: true }); // serve: every design without a living owner
 * const started = await engine.designs.start(input, actor, delivery); // runs here
 * await engine.claim(id); // watch: what it names
 * await engine.stop();
 */

import { randomUUID } from 'node:crypto';
import type { DesignId } from '#design/ids.ts';
import { thisProcess } from '#store/owner.ts';
import { Designs } from './designs.ts';
import { type EngineOptions, type Parts, USUAL_PACE } from './engine-parts.ts';
import { Owner } from './owner.ts';
import { Places } from './running-limit.ts';
import { sweep } from './sweep.ts';

const SWEEP_EVERY_MS = 86_400_000;

export interface Engine {
  readonly designs: Designs;
  /** Begins to claim; `claimAll`: also what others left, and sweeps once a day (`serve`). */
  start(options: { readonly claimAll: boolean }): Promise<void>;
  /** Runs this design here, unless another living process does. */
  claim(id: DesignId): Promise<boolean>;
  /** A gateway's socket is back: reads the threads for what was missed (P5). */
  catchUp(): void;
  /** Gives every design back and ends every child process. */
  stop(): Promise<void>;
}

export function openEngine(options: EngineOptions): Engine {
  const parts: Parts = {
    ...options,
    now: options.now ?? Date.now,
    pace: { ...USUAL_PACE, ...options.pace },
    owner: { id: randomUUID(), process: thisProcess() },
    places: new Places(options.settings.maxRunning),
  };
  const owner = new Owner(parts);
  let sweeping: NodeJS.Timeout | undefined;
  const sweepNow = () => {
    sweep(parts).catch((error: unknown) => parts.log.warn('not_swept', { error }));
  };
  return {
    designs: new Designs(parts, owner),
    async start({ claimAll }) {
      await owner.start(claimAll);
      if (!claimAll) return;
      sweepNow();
      sweeping = setInterval(sweepNow, SWEEP_EVERY_MS);
    },
    claim: (id) => owner.claim(id),
    catchUp: () => owner.catchUp(),
    async stop() {
      clearInterval(sweeping);
      await owner.stop();
    },
  };
}
