import { expect, test, vi } from 'vitest';
import { asking } from './message-world.ts';

test('P5: a thread with a thousand replies is read in pages, and the design goes on', async () => {
  const { discord, ana, ben, reply, replies, until, gateway, connectAgain, engine, id } = await asking();
  await gateway.stop();
  for (let at = 1; at <= 1_000; at++) reply(ben, `Remark ${at}`);
  reply(ana, 'Q1: 900');
  await connectAgain();
  await vi.waitUntil(async () => (await replies()).length === 1_001, { timeout: 120_000, interval: 200 });
  expect((await replies()).at(-1)).toBe('Ana: Q1: 900');
  const pages = discord.record.callsOf('messages.list').length;
  expect(pages).toBeGreaterThanOrEqual(11);
  expect(pages).toBeLessThanOrEqual(25);
  await engine.command(id, { type: 'finish_answering', by: 'Ana', skip: true }).answered;
  await until(({ answering }) => answering === null);
}, 180_000);
