import * as z from 'zod';
import { QUESTION_STATUSES } from '../../core/vocabulary/event-parts.ts';
import { DivergenceId, ParticipantId, QuestionId } from '../../core/vocabulary/ids.ts';
import { IMPACTS } from '../../core/vocabulary/submission.ts';
import { Via } from '../../core/vocabulary/via.ts';
import { time, type Unchanging } from './field.ts';

const via = Via.nullable().describe('how the person came in; null: no person did it');
const words = z.array(z.string());
const ofPersona = z.object({ persona: ParticipantId, reason: z.string() });

const QuestionView = z.object({
  id: QuestionId,
  persona: ParticipantId,
  text: z.string(),
  why: z.string(),
  status: z.enum(QUESTION_STATUSES),
  answers: z.array(
    z.object({
      replyId: z.string(),
      author: z.string(),
      quote: z.string(),
      source: z.enum(['written', 'read']),
    }),
  ),
  assumption: z.string().optional().describe('where it was not answered'),
  answer: z.string().optional().describe('all answers as one text'),
});

const ReplyView = z.object({
  id: z.string(),
  author: z.string(),
  via,
  text: z.string(),
  answers: z.array(QuestionId),
  unmatched: z.boolean(),
  leftOpen: z.array(QuestionId).describe('questions whose answer its author does not know'),
  other: z.string().describe('words that answer no question and leave none open'),
});
export type ReplyView = Unchanging<z.infer<typeof ReplyView>>;

const DifferenceView = z.object({
  id: DivergenceId,
  description: z.string(),
  personas: z.array(ParticipantId),
  impact: z.enum(IMPACTS),
  positions: z.array(
    z.object({
      id: z.string(),
      label: z.string().describe('what a person may type for it'),
      text: z.string(),
      personas: z.array(ParticipantId).describe('those who hold it now'),
    }),
  ),
  status: z.enum(['open', 'arguing', 'noted', 'settled']),
  outcome: z
    .object({
      outcome: z.enum(['agreed', 'conceded', 'settled_by_person', 'unresolved']),
      position: z.string().nullable(),
      by: z.array(ParticipantId),
      person: z.string(),
      via,
      reason: z.string(),
    })
    .nullable(),
});

/** What personas asked and proposed, where they differ, and what people said. */
export const TALK = {
  frame: z
    .object({
      isDesignQuestion: z.boolean(),
      reason: z.string(),
      restated: z.string(),
      decided: words,
      language: z.string(),
      picked: z.array(ofPersona),
      released: z.array(ofPersona),
    })
    .nullable(),
  answering: z.object({ deadline: time }).nullable(),
  questions: z.array(QuestionView),
  replies: z.array(ReplyView),
  lateWords: z
    .array(z.object({ id: z.string(), author: z.string(), via, text: z.string(), at: time }))
    .describe('messages of people after the end, which are no part of the outcome'),
  seals: z.array(z.object({ persona: ParticipantId, sha256: z.string(), revealed: z.boolean() })),
  divergences: z.array(DifferenceView),
};
