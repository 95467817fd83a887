import { expect, test } from 'vitest';
import { DesignEvent } from '#core/vocabulary/events.ts';
import { SUBMISSION_SCHEMAS } from '#core/vocabulary/submission.ts';
import { sampleEvents } from '../../support/designs/events.ts';
import { parseFixture } from '../../support/designs/fixture.ts';
import { sampleSubmissions } from '../../support/designs/submissions.ts';

test('a fixture that does not parse is named with its field', () => {
  const [question] = sampleSubmissions.ask_questions.questions;
  const wrong = { questions: [{ ...question, why: 7 }] };
  expect(() => parseFixture(SUBMISSION_SCHEMAS.ask_questions, 'ask_questions', wrong)).toThrow(
    /ask_questions[\s\S]*questions\[0\]\.why/,
  );
});

test('an event that does not parse is named with its field', () => {
  const event = sampleEvents.turn_started;
  expect(() => parseFixture(DesignEvent, 'turn_started', { ...event, participant: 7 })).toThrow(
    /turn_started[\s\S]*at participant/,
  );
});
