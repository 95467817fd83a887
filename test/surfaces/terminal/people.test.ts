import { expect, test } from 'vitest';
import { awaitUnlessAborted } from '#foundation/timeout.ts';
import { TerminalPeople } from '#surfaces/terminal/people.ts';
import { createPlainShow } from '#surfaces/terminal/show.ts';
import { TERMINAL_TEXTS } from '#surfaces/terminal/texts.ts';
import type { Typing } from '#surfaces/terminal/typing.ts';

test('a second Ctrl-C by signal is a yes, and what was put aside is not asked again', async () => {
  const asked: string[] = [];
  const typing: Typing = ({ message }, signal) => {
    asked.push(message);
    return awaitUnlessAborted(Promise.withResolvers<string>().promise, signal);
  };
  const on = {
    interrupt: () => undefined,
    broken: (error: unknown) => expect.unreachable(String(error)),
  };
  const people = new TerminalPeople(
    createPlainShow(() => undefined),
    typing,
    on,
  );
  people.want(async (type, signal) => {
    await type({ message: TERMINAL_TEXTS.yourAnswer, endings: [], status: () => [] }, signal);
  });
  await expect.poll(() => asked).toEqual([TERMINAL_TEXTS.yourAnswer]);
  const question = new AbortController();
  const answer = people.confirmCancel(question.signal);
  await expect.poll(() => asked).toEqual([TERMINAL_TEXTS.yourAnswer, TERMINAL_TEXTS.askCancel]);
  question.abort();
  expect(await answer).toBe(true);
  expect(asked).toHaveLength(2);
});
