import * as z from 'zod';
import { WORD_FATES } from '../../core/vocabulary/caveat.ts';
import { ANSWERING_ENDS, QUESTION_STATUSES } from '../../core/vocabulary/event-parts.ts';
import { DivergenceId, ParticipantId, QuestionId } from '../../core/vocabulary/ids.ts';
import { membersOf } from '../../core/vocabulary/sets.ts';
import { CLAIM_KINDS, IMPACTS } from '../../core/vocabulary/submission.ts';
import { Via } from '../../core/vocabulary/via.ts';
import { FATE_WORDS } from '../../core/vocabulary/words.ts';
import { personas, source, time, type Unchanging, words } from './field.ts';

const via = Via.nullable().describe('how the person came in; null: no person did it');
const ofPersona = z.object({ persona: ParticipantId, reason: z.string() });

const said = z.object({ author: z.string(), words: z.string() });

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
      isCode: z.literal(true).optional().describe('all of its words stand in code'),
    }),
  ),
  assumption: z.string().optional().describe('where it was not answered'),
  answer: z.string().optional().describe('all answers as one text'),
  unanswered: z
    .string()
    .nullable()
    .describe('why nobody has answered it, in words; null: somebody has'),
  leftOpenBy: words.describe('people who do not know'),
  received: z.array(said).describe('answers under its number that nobody has read yet'),
  differing: z
    .array(
      said.extend({
        since: z.number().int().describe('the version at which it was given'),
        fate: z
          .enum(WORD_FATES)
          .nullable()
          .describe('what the decision does with it; null before a gate or the end'),
      }),
    )
    .describe('the newest answers of people who differ'),
  taken: z
    .object({ by: z.string(), of: z.string(), over: z.array(said) })
    .nullable()
    .describe(
      'who took whose word, over what others had answered; null: people differ, or never did',
    ),
});
export type QuestionView = Unchanging<z.infer<typeof QuestionView>>;

const ReplyView = z.object({
  id: z.string(),
  author: z.string(),
  via,
  at: time.nullable().describe('when it was written or last edited; null: in an earlier run'),
  text: z.string(),
  answers: z.array(QuestionId),
  unmatched: z.boolean(),
  leftOpen: z.array(QuestionId).describe('questions whose answer its author does not know'),
  other: z.string().describe('words that answer no question and leave none open'),
});
export type ReplyView = Unchanging<z.infer<typeof ReplyView>>;

const ProposalView = z.object({
  persona: ParticipantId,
  letter: z.string(),
  headline: z.string(),
  rationale: z.string(),
  summary: z.string(),
  steps: words,
  nextBest: z.string(),
  changesMind: z.string(),
  claims: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(CLAIM_KINDS),
      text: z.string(),
      source,
      excerpt: z.string().nullable().describe('the cited lines; null: none were read'),
      fate: z
        .enum(membersOf(FATE_WORDS))
        .nullable()
        .describe('what the text does with it; null without a text'),
    }),
  ),
});
export type ProposalView = Unchanging<z.infer<typeof ProposalView>>;

const ArgumentView = z.object({
  persona: ParticipantId,
  to: personas.describe('others whose claims it answers'),
  text: z.string(),
  source,
  moved: z
    .object({
      from: z.string(),
      to: z.string(),
      because: z
        .array(z.object({ claim: z.string(), text: z.string(), persona: ParticipantId.nullable() }))
        .describe('the claims that moved its author; without any, the move counts for nothing'),
    })
    .nullable(),
});
export type ArgumentView = Unchanging<z.infer<typeof ArgumentView>>;

const DifferenceView = z.object({
  id: DivergenceId,
  label: z.string(),
  description: z.string(),
  impact: z.enum(IMPACTS),
  cost: z.string().describe('what a wrong choice would cost'),
  positions: z.array(
    z.object({
      id: z.string(),
      label: z.string().describe('what a person may type for it'),
      text: z.string(),
      personas: personas.describe('those who hold it now'),
      reason: z
        .object({ text: z.string(), source })
        .nullable()
        .describe('the strongest for it; null: none was given'),
    }),
  ),
  isArgued: z.boolean().describe('a round of arguing was about it'),
  isOpen: z.boolean().describe('neither personas nor a person have settled it'),
  arguments: z.array(ArgumentView),
  status: z.enum(['open', 'arguing', 'noted', 'settled']),
  outcome: z
    .object({
      outcome: z.enum(['agreed', 'conceded', 'settled_by_person', 'unresolved']),
      position: z.string().nullable(),
      by: personas,
      person: z.string(),
      via,
      reason: z.string(),
    })
    .nullable(),
});
export type DifferenceView = Unchanging<z.infer<typeof DifferenceView>>;

/** What personas asked and proposed, where they differ, and what people said. */
export const TALK = {
  frame: z
    .object({
      isDesignQuestion: z.boolean(),
      reason: z.string(),
      restated: z.string(),
      decided: words,
      picked: z.array(ofPersona),
      released: z.array(ofPersona),
    })
    .nullable(),
  answering: z.object({ deadline: time }).nullable(),
  answeringClosed: z
    .object({ reason: z.enum(ANSWERING_ENDS), by: z.string().describe('empty: no person') })
    .nullable()
    .describe('why no more answers are waited for'),
  questions: z.array(QuestionView),
  replies: z.array(ReplyView),
  unheard: z
    .object({
      unmatched: words.describe('people whose words answer no question'),
      unread: words.describe('people whose words nobody has read yet'),
      remarks: z.number().int().describe('messages to be read that answer no question by number'),
      files: words.describe('who attached files that are not read, once for each file'),
    })
    .describe('what people said so far without any question answered'),
  lateWords: z
    .array(z.object({ author: z.string(), via, text: z.string(), at: time }))
    .describe('messages of people after the end, which are no part of the outcome'),
  seals: z.array(z.object({ persona: ParticipantId, sha256: z.string(), revealed: z.boolean() })),
  proposals: z.array(ProposalView).describe('by letter; empty before all are revealed'),
  agreements: z.array(z.object({ statement: z.string() })),
  lone: z
    .array(z.object({ claim: z.string(), why: z.string() }))
    .describe('claims of one proposal alone that would change the answer'),
  divergences: z.array(DifferenceView),
};
