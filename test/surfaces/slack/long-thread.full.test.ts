import { expect, test, vi } from 'vitest';
import type { Model } from '#turns/model-context.ts';
import { askOf } from '../../support/designs/ask-of.ts';
import { asking } from './message-world.ts';

const REPLIES = 1_000;
const BOUND = { timeout: 300_000, interval: 200 };
/**
 * Of a request to a model, as JSON: a transcript, a list of sentences by name, and those that the
 * audit has judged, each with a bound of its own. What of a long thread does not fit is counted in
 * it.
 */
const PROMPT_CHARACTERS = 400_000;

test('P5: a thousand replies come while people are asked: none is lost, and neither edits nor prompts grow with them', async () => {
  const prompts: { readonly kind: string; readonly characters: number }[] = [];
  const model = (real: Model): Model => ({
    ...real,
    answer: (request, context, options) => {
      prompts.push({ kind: askOf(context).kind, characters: JSON.stringify(request).length });
      return real.answer(request, context, options);
    },
  });
  const { slack, ana, ben, reply, replies, until, engine, id, design } = await asking({ model });
  const remark = (at: number) =>
    `Remark ${at}: ${'the replica lags, and nobody knows why. '.repeat(10)}`.trim();
  for (let at = 1; at <= REPLIES; at++) reply(ben, remark(at));
  reply(ana, 'Q1: 900');
  await vi.waitUntil(async () => (await replies()).length === REPLIES + 1, BOUND);
  const remarks = Array.from({ length: REPLIES }, (_, at) => remark(at + 1));
  expect((await design()).replies.map(({ text }) => text).toSorted()).toEqual([
    'Q1: 900',
    ...remarks.toSorted(),
  ]);
  await vi.waitUntil(
    async () => (await design()).replies.every(({ unmatched }) => !unmatched),
    BOUND,
  );
  await engine.command(id, { type: 'go_on', by: 'Ana' }).answered;
  await vi.waitUntil(async () => (await design()).end !== null, BOUND);
  await until(({ end }) => end?.status === 'completed');
  await engine.waitUntilSettled(id);

  const counts = slack.record.counts();
  expect(counts['chat.postMessage']).toBeLessThanOrEqual(8);
  expect(counts['chat.update']).toBeLessThanOrEqual(60);
  expect(counts['reactions.add']).toBeLessThanOrEqual(REPLIES + 2);
  expect(Math.max(...prompts.map(({ characters }) => characters))).toBeLessThan(PROMPT_CHARACTERS);
  const matchings = prompts.filter(({ kind }) => kind === 'matching').length;
  expect(matchings).toBeGreaterThanOrEqual(4);
  expect(matchings).toBeLessThanOrEqual(10);
}, 600_000);
