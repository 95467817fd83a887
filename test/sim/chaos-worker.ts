/** One Charrette among several on one store: `node chaos-worker.ts <folder> <database url or -> <designs>`. */

import { playDesign } from '#test/engine/played-design.ts';
import { openWorld } from '#test/engine/world.ts';

const [folder = '', url = '-', designs = '1'] = process.argv.slice(2);
const databaseUrl = url === '-' ? undefined : url;
const pace = { leaseMs: 3_000, renewEveryMs: 500, postMs: 500, lookAgainMs: 50, editMs: 200 };
const world = await openWorld({ folder, databaseUrl, latencyMs: 50, pace });
const names = Array.from({ length: Number(designs) }, (_, index) => `${index + 1}`);
await Promise.all(names.map((name) => playDesign(world, name)));
await world.engine.stop();
await world.store.close();
