import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseRecording } from '#adapters/rehearsal/example/recording.ts';
import { awaitUnlessAborted } from '#foundation/timeout.ts';
import { viewOf } from '#presentation/view/view.ts';
import {
  askExample,
  type ExampleActions,
  FIRST_KEY_MS,
  WRITTEN_EXAMPLE,
} from '#surfaces/terminal/answering.ts';
import { TERMINAL_TEXTS } from '#surfaces/terminal/texts.ts';
import { awaitPrompt, type Typing } from '#surfaces/terminal/typing.ts';
import { answering, given } from '../../support/designs/given.ts';

const FOLDER = join(import.meta.dirname, '../../../examples/job-queue');

/** Asks the example's questions by this typing; returns what reaches the thread and the person. */
async function ask(
  typing: Typing,
  written: string,
  {
    signal = new AbortController().signal,
    firstKeyMs = FIRST_KEY_MS,
    world = given().reach('answering'),
    refusal = '',
  } = {},
): Promise<string[]> {
  const done: string[] = [];
  const view = viewOf(world.design);
  const act = async (what: string, author = 'the person') => {
    done.push(`${author} ${what}`);
    return { ok: refusal === '', words: refusal };
  };
  const thread: ExampleActions = {
    view: () => view,
    now: () => 0,
    reply: (text, questionId, author) => act(`on ${questionId}: ${text}`, author),
    finish: (author) => act('goes on', author),
    say: (line) => done.push(line),
  };
  const asked = askExample(thread, typing, signal, () => written, firstKeyMs);
  if ((await awaitPrompt(asked)) === 'overtaken') done.push('time is over');
  return done;
}

/** What becomes of these lines; `null` for Ctrl-C. */
function answer(typed: readonly (string | null)[], written: string): Promise<string[]> {
  const lines = [...typed];
  return ask(async () => {
    const line = lines.shift() ?? null;
    if (line === null) throw Object.assign(new Error('Ctrl-C'), { name: 'ExitPromptError' });
    return line;
  }, written);
}

const untilAborted = (signal: AbortSignal) =>
  awaitUnlessAborted(Promise.withResolvers<string>().promise, signal);

test('at the example Enter takes the written answer, other words are taken as they are', async () => {
  expect(await answer([''], 'As written.')).toEqual([
    'the person on Q1: As written.',
    'the person goes on',
  ]);
  expect(await answer([' 900 a minute '], 'As written.')).toEqual([
    'the person on Q1: 900 a minute',
    'the person goes on',
  ]);
});

test('at the example a question without a written answer stays open, and Ctrl-C goes on', async () => {
  expect(await answer([''], '')).toEqual(['the person goes on']);
  expect(await answer([null], 'As written.')).toEqual(['the person goes on']);
});

test('without a key the example answers in its own name', async () => {
  const typing: Typing = (_, signal) => untilAborted(signal);
  expect(await ask(typing, 'As written.', { firstKeyMs: 1 })).toEqual([
    `${WRITTEN_EXAMPLE} on Q1: As written.`,
    `${WRITTEN_EXAMPLE} goes on`,
  ]);
  expect(await ask(typing, '', { firstKeyMs: 1 })).toEqual([`${WRITTEN_EXAMPLE} goes on`]);
});

test('the first key ends the countdown, and the prompt says that it waits for Enter', async () => {
  const shown: (readonly string[])[] = [];
  const typing: Typing = async ({ status, onKey }, signal) => {
    shown.push(status());
    onKey?.('N');
    shown.push(status());
    // Later than the countdown would have been.
    await new Promise((later) => setTimeout(later, 1));
    await new Promise(setImmediate);
    signal.throwIfAborted();
    return 'Nobody.';
  };
  expect(await ask(typing, 'As written.', { firstKeyMs: 1 })).toEqual([
    'the person on Q1: Nobody.',
    'the person goes on',
  ]);
  expect(shown).toEqual([
    [TERMINAL_TEXTS.exampleAnswer('As written.', 1), TERMINAL_TEXTS.exampleGoesOn],
    [expect.stringContaining('waits for Enter, until '), TERMINAL_TEXTS.exampleGoesOn],
  ]);
});

test('whoever has answered a question is waited for at the next ones', async () => {
  const shown: (readonly string[])[] = [];
  const typing: Typing = async ({ status }) => {
    shown.push(status());
    return 'Nobody.';
  };
  const done = await ask(typing, 'As written.', { world: answering() });
  expect(done).toEqual([
    ...['Q1', 'Q2', 'Q3'].map((id) => `the person on ${id}: Nobody.`),
    'the person goes on',
  ]);
  const waits = [expect.stringContaining('waits for Enter'), TERMINAL_TEXTS.exampleGoesOn];
  expect(shown.slice(1)).toEqual([waits, waits]);
});

test('where no key can be seen, nobody is told of Ctrl-C, and somebody is waited for', async () => {
  const shown: (readonly string[])[] = [];
  const typing: Typing = async ({ status, onKey }) => {
    onKey?.(null);
    shown.push(status());
    return '';
  };
  await ask(typing, 'As written.');
  expect(shown).toEqual([[expect.stringContaining('waits for Enter')]]);
});

test('a refused answer is told', async () => {
  expect(await ask(async () => 'Nobody.', '', { refusal: 'It is over.' })).toEqual([
    'the person on Q1: Nobody.',
    'It is over.',
    'the person goes on',
    'It is over.',
  ]);
});

test('words without their Enter are nobody’s answer when time is over, and are shown as not sent', async () => {
  const over = new AbortController();
  const typing: Typing = ({ onKey }, signal) => {
    onKey?.('Nobody el');
    over.abort();
    return untilAborted(signal);
  };
  expect(await ask(typing, 'As written.', { signal: over.signal })).toEqual([
    TERMINAL_TEXTS.unsent('Nobody el'),
    'time is over',
  ]);
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
