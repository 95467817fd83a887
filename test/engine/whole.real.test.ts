/** A whole design: real child processes, a real store, files, a thread. The example plays. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifyFolder } from '#record/verify.ts';
import { ANA, BEN, delivery, openWorld } from './world.ts';

test('A19: a design goes from its start to its files, asking people in its thread', async () => {
  await using world = await openWorld();
  const { designs } = world.engine;
  const id = await world.start();
  await world.seen(id, ({ type }) => type === 'answering_opened');
  const reply = await designs.reply(id, { text: 'Q1: 900 a minute, and a minute may pass.' }, BEN, {
    platform: 'slack',
    id: 'C1:100.1',
  });
  expect(reply).toMatchObject({ ok: true, isDone: true, number: 1 });
  expect(await designs.goOn(id, ANA, delivery())).toEqual({ ok: true, isDone: true });
  const events = await world.finished(id);

  expect(events.at(-1)).toMatchObject({ type: 'design_ended', status: 'completed' });
  const reading = await designs.read(id.slice(-8));
  expect(reading?.row.summary.status).toBe('completed');
  expect(reading?.design?.replies).toMatchObject([{ author: 'Ben', questionId: 'Q1' }]);
  const folder = join(world.folder, 'designs', id);
  expect(await verifyFolder(folder)).toEqual({ ok: true, lines: expect.anything() });
  expect(world.chat.keys(id)).toEqual([
    'card',
    'questions',
    'proposals',
    'differences',
    'decision',
  ]);
  const end = id.slice(-8);
  expect(world.chat.lines()).toContainEqual(
    expect.objectContaining({ act: 'attach', names: [`decision-${end}.md`, `record-${end}.md`] }),
  );
  for (const { name } of await designs.files(id)) {
    const stored = await designs.file(id, name);
    expect(stored === null ? null : Buffer.from(stored)).toEqual(
      await readFile(join(folder, name)),
    );
  }
});
