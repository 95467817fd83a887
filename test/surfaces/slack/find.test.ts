import { expect, test, vi } from 'vitest';
import { ACTIONS } from '../../../src/acts/gateway/actions.ts';
import type { Model } from '../../../src/turns/model-context.ts';
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
  await engine.command(id, { type: 'finish_answering', by: 'Ana', skip: true }).answered;
  await vi.waitUntil(async () => (await engine.design(id))?.end != null, WAIT);
  await engine.waitUntilSettled(id);
  const posts = slack.record.callsOf('chat.postMessage').length;
  const find = async (who: string, words: string, channel = general) =>
    (await slack.people.slash(who, channel, `/design ${words}`)).privately.join();

  const found = await find(ben, 'find redis POSTGRES');
  expect(found).toContain('Best matches for “redis POSTGRES”');
  expect(found).toContain('The decision would go here in one sentence.');
  expect(found).toMatch(/started by Ana.*Open the thread/s);
  expect(await find(ben, 'Find one sentence')).toContain(QUESTION);
  expect(await find(ben, 'find completed')).toContain(QUESTION);
  expect(await find(ben, 'find kubernetes')).toContain('No design you may read has a word of “kubernetes”');
  expect(await find(ben, 'find')).toContain('Find what?');
  const stranger = slack.workspace.addPerson('Eve');
  const there = slack.workspace.addChannel('elsewhere');
  expect(await find(stranger, 'find redis', there)).not.toContain(QUESTION);
  expect(await find(ben, `find ${'x'.repeat(4_000)}`)).toContain('No design you may read');
  await settled();
  expect(slack.record.callsOf('chat.postMessage')).toHaveLength(posts);
});

/** Nobody gets to ask a question. */
const model = (rehearsal: Model) => answeringOnly(rehearsal, []);

test('A17: standard: in front is the depth, and Quick instead runs what has just begun at that depth', async () => {
  const { slack, ana, general, engine, started } = await connected({ model });
  await slack.people.slash(ana, general, `/design Deep: ${QUESTION}`);
  expect(slack.ephemeral(ana).join()).toContain('Depth deep has left: use standard, ');
  await slack.people.slash(ana, general, `/design Standard: ${QUESTION}`);
  await vi.waitUntil(async () => (await started()).length === 1, WAIT);
  const [first] = await started();
  expect(first).toMatchObject({ topic: QUESTION, settings: { depth: 'standard' } });
  const onIt = slack.people.ephemeral(ana).at(-1);
  if (onIt === undefined || first === undefined) throw new Error('nothing was said');
  await slack.people.click(ana, onIt, ACTIONS.quickInstead);
  await vi.waitUntil(async () => (await started()).length === 2, WAIT);
  const quick = (await started()).find(({ successorOf }) => successorOf === first.id);
  expect(quick).toMatchObject({ topic: QUESTION, settings: { depth: 'quick' } });
  expect(quick?.participants.filter(({ role }) => role === 'persona')).toHaveLength(3);
  expect((await engine.design(first.id))?.end?.status).toBe('cancelled');
  await vi.waitUntil(
    () => slack.ephemeral(ana).some((text) => text.includes('On it again, at quick depth')),
    WAIT,
  );
  await slack.people.click(ana, onIt, ACTIONS.quickInstead);
  expect(await started()).toHaveLength(2);
});

test('A6: who may have no other design is told so by Quick, and the present one continues', async () => {
  const { slack, ana, general, engine, started } = await connected({ model, designsPerPersonPerDay: 1 });
  await slack.people.slash(ana, general, `/design Standard: ${QUESTION}`);
  await vi.waitUntil(async () => (await started()).length === 1, WAIT);
  const [first] = await started();
  const onIt = slack.people.ephemeral(ana).at(-1);
  if (onIt === undefined || first === undefined) throw new Error('nothing was said');
  await slack.people.click(ana, onIt, ACTIONS.quickInstead);
  await vi.waitUntil(() => slack.ephemeral(ana).length > 1, WAIT);
  expect(slack.ephemeral(ana).at(-1)).toMatch(/today|a day/);
  expect((await engine.design(first.id))?.end).toBeNull();
  expect(await started()).toHaveLength(1);
});
