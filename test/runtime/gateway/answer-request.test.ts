import { expect, test } from 'vitest';
import { type Document, wordsDocument } from '../../../src/core/telling/document.ts';
import { answerRequest, type Work } from '../../../src/runtime/gateway/answer-request.ts';
import { notificationOf } from '../../../src/runtime/message/markdown.ts';
import { keptLog } from '../../support/child-sessions.ts';

/** What somebody reads, in order, of a request that takes too long before it is stored, or does not. */
async function read(isLate: boolean, work: Work): Promise<string[]> {
  const seen: string[] = [];
  const show = async (answer: Document | null): Promise<void> => {
    if (answer !== null) seen.push(notificationOf(answer));
  };
  const clock = {
    now: () => 0,
    at: (_: number, callback: () => void) => {
      if (isLate) callback();
      return { [Symbol.dispose]: () => undefined };
    },
  };
  await answerRequest({ clock, log: keptLog() }, work, show, show);
  return seen;
}

const stored: Work = async (isStored) => {
  isStored(wordsDocument('On it.'));
  return null;
};

test('P5: a person who was told that it takes long reads then that it is on its way, and others at once', async () => {
  expect(await read(false, stored)).toEqual(['On it.']);
  expect(await read(true, stored)).toEqual([expect.stringContaining('taking longer than usual'), 'On it.']);
  const refused: Work = async () => wordsDocument('Only Ana can.');
  expect(await read(false, refused)).toEqual(['Only Ana can.']);
});
