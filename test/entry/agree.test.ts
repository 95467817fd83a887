import { expect, test } from 'vitest';
import { createModelBroker } from '../../src/turns/model-broker.ts';
import { BEN_SAYS, CEM_SAYS, withDifferingAnswers } from '../support/designs/differing-model.ts';
import { calledHere } from './cli.ts';
import { ownDataFolder } from './daemon.ts';
import { InProcess, PACE } from './in-process.ts';
import { fastClock } from './pace.ts';
import { afterwards, until } from './waiting.ts';

test('J13: agree says at the command line whose answer holds where two people differ', async () => {
  const folder = await ownDataFolder();
  afterwards(folder.remove);
  const environment = {
    ...folder.environment,
    CHARRETTE_REHEARSAL: '1',
    CHARRETTE_REHEARSAL_LATENCY_MS: '0',
  };
  const daemon = await InProcess.start(folder.path, environment, fastClock(PACE), {
    around: (parts) => ({
      ...parts,
      callModel: createModelBroker({ model: withDifferingAnswers(), clock: parts.clock }),
    }),
  });
  afterwards(() => daemon.stop());
  const { id } = await daemon.startDesign({
    topic: 'Should the queue move?',
    personas: ['archaeologist', 'subtractor'],
  });
  const call = (...words: string[]) => calledHere(folder.path, words, environment);
  const q1 = async () =>
    (await daemon.design(id)).questions.find((question) => question.id === 'Q1');
  await until('questions', async () => (await daemon.design(id)).answering !== null);
  await daemon.post(`/designs/${id}/replies`, { author: 'Ben', text: BEN_SAYS });
  await daemon.post(`/designs/${id}/replies`, { author: 'Cem', text: CEM_SAYS });
  await until('both to differ', async () => (await q1())?.status === 'differing');
  const nobody = await call('agree', id, 'Q1', 'Dan');
  expect([nobody.code, nobody.stderr]).toEqual([2, expect.stringContaining('Ben')]);
  const taken = await call('agree', id, 'Q1', 'Ben');
  expect(taken.code, taken.stderr).toBe(0);
  expect(await q1()).toMatchObject({ status: 'answered', answer: 'Nobody since March.' });
});
