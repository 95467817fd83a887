import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseRecording } from '#adapters/rehearsal/example/recording.ts';
import { viewOf } from '#presentation/view/view.ts';
import { type AnsweringActions, askExample } from '#surfaces/terminal/answering.ts';
import type { Typing } from '#surfaces/terminal/typing.ts';
import { given } from '../../support/designs/given.ts';

const FOLDER = join(import.meta.dirname, '../../../examples/job-queue');

/** What reaches the thread when a person types these lines; `null` for Ctrl-C. */
async function answer(typed: readonly (string | null)[], written: string): Promise<string[]> {
  const done: string[] = [];
  const lines = [...typed];
  const view = viewOf(given().reach('answering').design);
  const act = async (what: string) => {
    done.push(what);
    return { ok: true, words: '' };
  };
  const thread: AnsweringActions = {
    view: () => view,
    now: () => 0,
    reply: (text, questionId) => act(`${questionId}: ${text}`),
    finish: () => act('goes on'),
  };
  const typing: Typing = async () => {
    const line = lines.shift() ?? null;
    if (line === null) throw Object.assign(new Error('Ctrl-C'), { name: 'ExitPromptError' });
    return line;
  };
  await askExample(thread, typing, new AbortController().signal, () => written);
  return done;
}

test('at the example Enter takes the written answer, other words are taken as they are', async () => {
  expect(await answer([''], 'As written.')).toEqual(['Q1: As written.', 'goes on']);
  expect(await answer([' 900 a minute '], 'As written.')).toEqual(['Q1: 900 a minute', 'goes on']);
});

test('at the example a question without a written answer stays open, and Ctrl-C goes on', async () => {
  expect(await answer([''], '')).toEqual(['goes on']);
  expect(await answer([null], 'As written.')).toEqual(['goes on']);
});

test('what Enter answers is the file of answers, and each answer has its question', () => {
  const text = readFileSync(join(FOLDER, 'recording.yaml'), 'utf8');
  const { answers, keyed } = parseRecording(text);
  const file = readFileSync(join(FOLDER, 'answers.md'), 'utf8');
  expect(answers.map((each) => each.text).toSorted()).toEqual(file.trim().split('\n\n').toSorted());
  const questions = keyed
    .filter(({ key }) => key.startsWith('question/'))
    .map(({ words }) => words);
  expect(answers.filter(({ question }) => !questions.includes(question))).toEqual([]);
});
