import { expect, it } from 'vitest';
import { CommitDraft } from '#engine/commit/commit.ts';
import { given, types } from '../../support/designs/given.ts';
import { THREE_QUESTIONS } from '../../support/designs/given-start.ts';
import { matching } from '../../support/designs/given-submission.ts';

it('P4: a decision that cannot be laid out as a whole stores nothing', () => {
  const world = given({ says: THREE_QUESTIONS }).reach('answering');
  world.when({
    type: 'record_reply',
    replyId: 'm1',
    author: 'Ben',
    text: 'The web app.',
    questionId: null,
  });
  const before = world.design;
  const events = world.submits('synthesizer', matching(['Q1', 'R1', 'The web app']));
  expect(types(events)).toContain('turn_finished');
  expect(events[0]?.type).not.toBe('turn_finished');
  const draft = new CommitDraft(
    { design: before, hashes: Array<string>(before.version).fill(''), lastAt: before.startedAt },
    () => {
      throw new Error('no record');
    },
  );
  expect(() => draft.add(events)).toThrow('no record');
  expect(draft).toMatchObject({ isEmpty: true, design: before, turnIds: new Set() });
});
