import { expect, test } from 'vitest';
import { awaitUnlessAborted } from '#foundation/timeout.ts';
import { TerminalPeople } from '#surfaces/terminal/people.ts';
import { createPlainShow, type Show } from '#surfaces/terminal/show.ts';
import { TERMINAL_TEXTS } from '#surfaces/terminal/texts.ts';
import type { Typing } from '#surfaces/terminal/typing.ts';

/** People at a terminal where nobody answers, and what they are asked. */
function silentPeople() {
  const asked: string[] = [];
  const typing: Typing = ({ message }, signal) => {
    asked.push(message);
    return awaitUnlessAborted(Promise.withResolvers<string>().promise, signal);
  };
  const paused: boolean[] = [];
  const show: Show = {
    ...createPlainShow(() => undefined),
    pause: () => paused.push(true),
    resume: () => paused.push(false),
  };
  const on = {
    interrupt: () => undefined,
    broken: (error: unknown) => expect.unreachable(String(error)),
  };
  return { asked, paused, people: new TerminalPeople(show, typing, on) };
}

test('at the end the question whether to cancel is taken back, and nobody is asked any more', async () => {
  const { asked, paused, people } = silentPeople();
  const answer = people.confirmCancel(new AbortController().signal);
  await expect.poll(() => asked).toEqual([TERMINAL_TEXTS.askCancel]);
  await people.close();
  expect(await answer).toBe(false);
  expect(paused).toEqual([true, false]);
  expect(await people.confirmCancel(new AbortController().signal)).toBe(false);
  expect(asked).toHaveLength(1);
});

test('a second Ctrl-C by signal is a yes, and what was put aside is not asked again', async () => {
  const { asked, people } = silentPeople();
  people.want(async (type, signal) => {
    await type({ message: TERMINAL_TEXTS.yourAnswer, ending: '', status: () => [] }, signal);
  });
  await expect.poll(() => asked).toEqual([TERMINAL_TEXTS.yourAnswer]);
  const question = new AbortController();
  const answer = people.confirmCancel(question.signal);
  await expect.poll(() => asked).toEqual([TERMINAL_TEXTS.yourAnswer, TERMINAL_TEXTS.askCancel]);
  question.abort();
  expect(await answer).toBe(true);
  expect(asked).toHaveLength(2);
});
