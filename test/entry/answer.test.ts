import { expect, test } from 'vitest';
import { calledHere } from './cli.ts';
import { ownDataFolder, TOKEN } from './daemon.ts';
import { InProcess } from './in-process.ts';
import { afterwards, until } from './waiting.ts';

test('J10: answer prints its reading of the words, question by question, and the words without one', async () => {
  const folder = await ownDataFolder();
  afterwards(folder.remove);
  const daemon = await InProcess.start(folder.path, {
    ...folder.environment,
    CHARRETTE_REHEARSAL: '1',
    CHARRETTE_REHEARSAL_LATENCY_MS: '0',
  });
  afterwards(() => daemon.stop());
  const { id } = await daemon.startDesign({
    topic: 'Should the queue move?',
    personas: ['archaeologist', 'subtractor'],
  });
  await until('questions', async () => (await daemon.design(id)).answering !== null);
  const [first, second] = (await daemon.design(id)).questions;
  const environment = { CHARRETTE_HTTP_PORT: new URL(daemon.url).port, CHARRETTE_ADMIN_TOKEN: TOKEN };
  const answer = (...words: string[]) => calledHere(folder.path, ['answer', id, ...words], environment);

  const pinned = await answer('Q1: never ever\nQ9: what');
  expect(pinned.stdout).toMatch(
    /^Q1 ✓ [^\n]*: “never ever”\nNot read as an answer: “Q9: what”\. It is saved[^\n]*\nStill open: Q2, until (?:\d+ \w+, )?\d\d:\d\d \(\d+:\d\d left\)/,
  );
  expect((await daemon.design(id)).questions[0]).toMatchObject({ id: first?.id, answer: 'never ever' });

  expect((await answer('Thanks!')).stdout).toMatch(/^It answers no question\. It is saved/);
  const shown = await calledHere(folder.path, ['show', id], environment);
  expect(shown.stdout).toMatch(
    /What else people said\n {2}.+ \(terminal\): Q9: what\n {2}.+ \(terminal\): Thanks!\n/,
  );

  const said = await answer(`We think that ${second?.text.replace('?', '')}, more or less.`);
  expect(said.stdout).toMatch(
    /^Q2 ✓ read from a reply by [^\n]*: “We think that .*, more or less\.”\nEverything is answered\. [^\n]*\nRecorded/,
  );

  const empty = await answer(' ');
  expect([empty.code, empty.stderr]).toEqual([2, expect.stringContaining('The answer is empty.')]);
  const replies = (await daemon.design(id)).replies.length;
  const done = await answer('', '--done');
  expect([done.code, done.stdout]).toEqual([0, 'Answering is over; open questions become assumptions.\n']);
  const ended = await daemon.design(id);
  expect([ended.answering, ended.replies.length]).toEqual([null, replies]);

  const other = await daemon.startDesign({
    topic: 'Should it rest?',
    personas: ['archaeologist', 'subtractor'],
  });
  await until('its questions', async () => (await daemon.design(other.id)).answering !== null);
  const both = await calledHere(folder.path, ['answer', other.id, 'Q1: never', '--done'], environment);
  expect(both.code).toBe(0);
  const over = await daemon.design(other.id);
  expect([over.answering, over.questions[0]?.answer]).toEqual([null, 'never']);
  expect(over.questions.map(({ status }) => status)).not.toContain('open');
});
