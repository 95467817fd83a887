import { expect, test } from 'vitest';
import { ownDataFolder } from './daemon.ts';
import { InProcess } from './in-process.ts';
import { afterwards } from './waiting.ts';

test('designs without a place in the only daemon wait, and it runs them one after the other', async () => {
  const folder = await ownDataFolder();
  afterwards(folder.remove);
  const daemon = await InProcess.start(folder.path, {
    ...folder.environment,
    CHARRETTE_REHEARSAL: '1',
    CHARRETTE_REHEARSAL_LATENCY_MS: '0',
    LEVER_PLACES: '1',
    CHARRETTE_ANSWER_SECONDS: '0',
    CHARRETTE_GATE_SECONDS: '0.05',
  });
  afterwards(() => daemon.stop());
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
});
