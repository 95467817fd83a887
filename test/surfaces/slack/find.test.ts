import { expect, test, vi } from 'vitest';
import type { Model } from '#turns/model-context.ts';
import { answeringOnly, WAIT } from '../engines.ts';
import { QUESTION } from '../first-contact-stories.ts';
import { connected } from './message-world.ts';

test('A14, A18: find answers privately with what the asker may read, by words of question, decision or outcome', async () => {
  const { slack, ana, ben, general, engine, started, settled } = await connected();
  await slack.people.slash(ana, general, `/design ${QUESTION}`);
  await vi.waitUntil(async () => (await started()).length === 1, WAIT);
  const [design] = await started();
  if (design === undefined) throw new Error('there is none');
  const { id } = design;
  await vi.waitUntil(async () => (await engine.design(id))?.answering != null, WAIT);
  await engine.command(id, { type: 'go_on', by: 'Ana' }).answered;
  await vi.waitUntil(async () => (await engine.design(id))?.end != null, WAIT);
  await engine.waitUntilSettled(id);
  const posts = slack.record.callsOf('chat.postMessage').length;
  const find = async (who: string, words: string, channel = general) =>
    (await slack.people.slash(who, channel, `/design ${words}`)).privately.join();

  const found = await find(ben, 'find redis POSTGRES');
  expect(found).toContain('Best matches for “redis POSTGRES”');
  // A rehearsal decides nothing, so a list does not show its placeholder as a decision.
  expect(found).not.toContain('would go here');
  expect(found).toMatch(/started by Ana.*Open the thread/s);
  expect(await find(ben, 'Find one sentence')).toContain(QUESTION);
  expect(await find(ben, 'find completed')).toContain(QUESTION);
  expect(await find(ben, 'find kubernetes')).toContain(
    'No design you may read has a word of “kubernetes”',
  );
  expect(await find(ben, 'find')).toContain(QUESTION);
  const stranger = slack.workspace.addPerson('Eve');
  const there = slack.workspace.addChannel('elsewhere');
  expect(await find(stranger, 'find redis', there)).not.toContain(QUESTION);
  expect(await find(ben, `find ${'x'.repeat(4_000)}`)).toContain('No design you may read');
  await settled();
  expect(slack.record.callsOf('chat.postMessage')).toHaveLength(posts);
});

/** Nobody gets to ask a question. */
const model = (rehearsal: Model) => answeringOnly(rehearsal, []);

test('A17: a depth in front of a topic is the depth', async () => {
  const { slack, ana, general, started } = await connected({ model });
  await slack.people.slash(ana, general, `/design Standard: ${QUESTION}`);
  await vi.waitUntil(async () => (await started()).length === 1, WAIT);
  const [first] = await started();
  expect(first).toMatchObject({ topic: QUESTION, settings: { depth: 'standard' } });
});
