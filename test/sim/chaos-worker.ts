/** One Charrette among several on one store: `node chaos-worker.ts <folder> <database url or -> <designs>`. */

import { setTimeout as sleep } from 'node:timers/promises';
import { isFault } from '#support/fault.ts';
import { playDesign } from '#test/engine/played-design.ts';
import { openWorld } from '#test/engine/world.ts';

const [folder = '', url = '-', designs = '1'] = process.argv.slice(2);
const databaseUrl = url === '-' ? undefined : url;
const pace = { leaseMs: 3_000, renewEveryMs: 500, postMs: 500, lookAgainMs: 50, editMs: 200 };
// Most of the designs wait for a place.
const waitMs = 3_600_000;
const world = await openWorld({ folder, databaseUrl, latencyMs: 50, pace, waitMs });
const names = Array.from({ length: Number(designs) }, (_, index) => `${index + 1}`);
await Promise.all(names.map(playWhileAway));
await world.engine.stop();
await world.store.close();

/** People who are told that it could not be stored try it again. */
async function playWhileAway(name: string): Promise<void> {
  for (;;) {
    try {
      await playDesign(world, name);
      return;
    } catch (error) {
      if (!isFault(error, 'store_away')) throw error;
      await sleep(1_000);
    }
  }
}
