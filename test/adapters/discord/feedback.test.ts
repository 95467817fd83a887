import { expect, test, vi } from 'vitest';
import { WAIT, watched } from '../engines.ts';
import { connected, messageWith } from './message-world.ts';

test('readers say below a decision if it was useful, each once, and may change it', async () => {
  const { discord, engine, ana, ben, begin, general } = await connected();
  const id = await begin({ thread: '', channel: general });
  const { until } = watched(engine, id);
  await until(({ answering }) => answering !== null);
  await engine.command(id, { type: 'finish_answering', by: 'Ana', skip: true }).answered;
  await until(({ end }) => end?.status === 'completed');
  await engine.settled(id);
  const { thread } = (await engine.design(id))?.thread ?? { thread: '' };
  const press = (who: string, label: string) =>
    discord.people.click(who, messageWith(discord, thread, 'Not useful'), label);
  const rows = JSON.stringify(messageWith(discord, thread, 'Not useful').components).split('"components":');
  expect(rows.findLast((each) => each.includes('"Useful"'))).toContain('"Not useful"');
  const ratings = async () => (await engine.parts.store.ratings(10)).map(({ isUseful }) => isUseful);
  expect((await press(ana, 'Useful')).privately.join()).toContain('Noted: useful to you.');
  await press(ben, 'Not useful');
  await vi.waitFor(async () => expect(await ratings()).toEqual([false, true]), WAIT);
  expect((await press(ana, 'Not useful')).privately.join()).toContain('Noted: not useful to you.');
  expect(await ratings()).toEqual([false, false]);
});
