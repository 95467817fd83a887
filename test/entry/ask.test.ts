import { expect, test } from 'vitest';
import { calledHere } from './cli.ts';
import { ownDataFolder, TOKEN } from './daemon.ts';
import { InProcess } from './in-process.ts';
import { afterwards, until } from './waiting.ts';

test('J14: ask prints an answer with its sources, by the daemon and where none runs', async () => {
  const folder = await ownDataFolder();
  afterwards(folder.remove);
  const environment = { CHARRETTE_REHEARSAL: '1', CHARRETTE_REHEARSAL_LATENCY_MS: '0' };
  const daemon = await InProcess.start(folder.path, { ...folder.environment, ...environment });
  afterwards(() => daemon.stop());
  const { id } = await daemon.startDesign({
    topic: 'Should the queue move?',
    personas: ['archaeologist', 'subtractor'],
  });
  const there = { CHARRETTE_HTTP_PORT: new URL(daemon.url).port, CHARRETTE_ADMIN_TOKEN: TOKEN };
  const ask = (given: Readonly<Record<string, string>>, ...words: string[]) =>
    calledHere(folder.path, ['ask', id, ...words], {
      ...folder.environment,
      ...environment,
      ...given,
    });
  const early = await ask(there, 'Why should the queue move?');
  expect([early.code, early.stderr]).toEqual([1, expect.stringContaining('has not ended yet')]);
  await until('questions', async () => (await daemon.design(id)).answering !== null);
  await calledHere(folder.path, ['answer', id, '', '--done'], there);
  await until('its end', async () => (await daemon.design(id)).endedAt !== null);

  const answered = await ask(there, 'Why should the queue move?');
  expect(answered.code, answered.stderr).toBe(0);
  expect(answered.stdout).toMatch(
    /^.+\n\nSources: .+\nRehearsal: no model was asked; not part of the decision\.\n$/,
  );
  expect((await ask(there, 'Why Postgres?')).stdout).toBe(
    'No line of the record has enough of these words.\n\nRehearsal: no model was asked; not part of the decision.\n',
  );
  const fact = await ask(there, '--about', 'how_long');
  expect(fact.stdout).toMatch(
    /^It took .* It started on .* UTC\.\n\nAnswered by code, at no cost\.\n$/,
  );
  expect((await ask(there, 'How long did it take?')).stdout).toBe(fact.stdout);
  const where = await ask({ ...there, npm_lifecycle_event: 'charrette' }, '--about', 'where');
  expect(where.stdout).toContain(`npm run charrette -- open ${id.slice(-8)}`);
  expect((await ask(there)).code).toBe(2);
  expect(await ask(there, '--about', 'money')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('where, cost, who, how_long, record'),
  });
  expect([(await ask(there, ' ')).code, (await ask(there, 'x'.repeat(2_001))).code]).toEqual([
    2, 2,
  ]);

  await daemon.stop();
  const here = await ask({}, 'Why should the queue move?');
  expect(here.code, here.stderr).toBe(0);
  expect(here.stdout).toBe(answered.stdout);
});
