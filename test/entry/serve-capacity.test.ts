import { afterAll, beforeAll, expect, test } from 'vitest';
import { BOUND_MS, Daemon, dataFolder } from './daemon.ts';

let folder: Awaited<ReturnType<typeof dataFolder>>;
let daemon: Daemon;

beforeAll(async () => {
  folder = await dataFolder();
  daemon = await Daemon.start(folder.path, {
    CHARRETTE_REHEARSAL: '1',
    CHARRETTE_REHEARSAL_LATENCY_MS: '0',
    CHARRETTE_CAPACITY: '1',
    CHARRETTE_ANSWER_SECONDS: '0',
    CHARRETTE_GATE_SECONDS: '0.05',
  });
}, BOUND_MS);
afterAll(async () => {
  await daemon?.stop();
  await folder?.remove();
}, BOUND_MS);

test(
  'designs that find no place in the only daemon there is wait, and are run by it one after the other',
  async () => {
    const personas = ['archaeologist', 'subtractor'];
    const ids: string[] = [];
    for (const topic of ['Should the queue move?', 'Should the cache go?', 'Should the log be split?']) {
      ids.push((await daemon.startDesign({ topic, personas })).id);
    }
    await Promise.all(ids.map((id) => daemon.untilEnded(id)));
    for (const id of ids) {
      const { personas: participants } = await daemon.design(id);
      expect(participants.map(({ retried }) => retried)).toEqual(participants.map(() => false));
    }
  },
  3 * BOUND_MS,
);
