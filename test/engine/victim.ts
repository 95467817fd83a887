/**
 * A process that plays one design, and dies or stands still at a point:
 * `node victim.ts <folder> <database url or -> <SIGKILL or SIGSTOP> <point>`.
 */

import { createSpawner } from '#sessions/spawn.ts';
import { openStore } from '#store/open.ts';
import { FileChat } from './file-chat.ts';
import { countPoints, spawnWithPoints, withPoints } from './kill-points.ts';
import { playDesign } from './played-design.ts';
import { openWorld } from './world.ts';

const [folder = '', url = '-', signal, at = ''] = process.argv.slice(2);
const points = countPoints(at, signal === 'SIGSTOP' ? 'SIGSTOP' : 'SIGKILL');
const databaseUrl = url === '-' ? undefined : url;
const store = withPoints(await openStore({ databaseUrl, dataDir: folder }), points);
const chat = new FileChat(folder);
chat.beforePost = (key) => points.pass(`before post ${key}`);
chat.afterPost = (key) => points.pass(`after post ${key}`);
const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };
const spawn = createSpawner({ log, redact: (text) => text });
const spawnSession = spawnWithPoints(spawn, points);
const world = await openWorld({ folder, store, chat, spawnSession });
await playDesign(world);
await world.engine.stop();
await store.close();
process.stdout.write(JSON.stringify(points.names));
