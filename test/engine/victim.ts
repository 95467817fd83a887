/** A process that plays one design, and dies or stands still at a point: `node victim.ts <options>`. */

import { USUAL_PACE } from '#engine/engine-parts.ts';
import { createSpawner } from '#sessions/spawn.ts';
import { openStore } from '#store/open.ts';
import { FileChat } from './file-chat.ts';
import { countPoints, spawnWithPoints, withPoints } from './kill-points.ts';
import { playDesign } from './played-design.ts';
import type { VictimOptions } from './start-victim.ts';
import { openWorld } from './world.ts';

const options: VictimOptions = JSON.parse(process.argv[2] ?? '');
const { folder, databaseUrl, aheadMs = 0, latencyMs = 0, hasUsualPace } = options;
const points = countPoints(options.point ?? '', options.signal);
const store = withPoints(await openStore({ databaseUrl, dataDir: folder }), points);
const chat = new FileChat(folder);
chat.beforePost = (key) => points.pass(`before post ${key}`);
chat.whilePosting = (key) => points.pass(`while posting ${key}`);
chat.afterPost = (key) => points.pass(`after post ${key}`);
const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };
const spawn = createSpawner({ log, redact: (text) => text });
const world = await openWorld({
  folder,
  store,
  chat,
  latencyMs,
  now: () => Date.now() + aheadMs,
  spawnSession: spawnWithPoints(spawn, points),
  ...(hasUsualPace && { pace: USUAL_PACE }),
});
await playDesign(world);
await world.engine.stop();
await store.close();
process.stdout.write(JSON.stringify(points.names));
