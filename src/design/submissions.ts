/**
 * What models submit: one schema for each tool that ends a turn, the only way for a model to change
 * a design (A1). Reasons stand before verdicts; nothing is asked that code can derive; the
 * descriptions are a part of the prompt. `check-submission.ts` judges what a schema cannot.
 */

import * as z from 'zod';

const text = (maxCharacters: number) => z.string().trim().min(1).max(maxCharacters);
const maybe = (maxCharacters: number) => z.string().trim().max(maxCharacters);
/** Names of claims (`A-1`) and replies (`R3`). */
const restsOn = z.array(maybe(8)).max(12);
const judgement = {
  rationale: text(2_000).describe('what makes you more or less sure, in a few sentences'),
  confidence: z
    .number()
    .min(0)
    .max(1)
    .describe('of ten decisions like this one, how many you would still defend in a year: 0.7'),
};
/** A place in the repository, at the design's commit; both fields are empty for words from elsewhere. */
const citation = {
  place: maybe(300).describe(
    'path:12 or path:12-14, for what you read in the repository; or empty',
  ),
  quote: maybe(400).describe(
    'words copied from these lines, at least three; empty without a place',
  ),
};

export const IMPACTS = ['high', 'medium', 'low'] as const;
const CLAIM_KINDS = ['decision', 'reason', 'fact', 'risk', 'cost', 'assumption'] as const;
const SEVERITIES = ['blocking', 'major', 'minor'] as const;
export const SIGNING_VERDICTS = ['signs', 'with_reservation', 'dissents'] as const;
export const MAX_QUESTIONS = 2;

export const Frame = z.strictObject({
  reason: text(400).describe(
    'why it is a design question; or why not, in one sentence to the asker',
  ),
  isDesignQuestion: z.boolean(),
  restated: maybe(400).describe('the question in one sentence, in its own language'),
  language: text(40).describe('of the question, as a BCP 47 tag: en'),
});

export const AskedQuestion = z.strictObject({
  why: text(300).describe('what in your proposal the answer decides'),
  text: text(400).describe('the question, for a person who is busy'),
  assumption: text(400).describe('what you assume if nobody answers'),
});
const AskQuestions = z.strictObject({
  questions: z.array(AskedQuestion).min(1).max(MAX_QUESTIONS),
});

const Pass = z.strictObject({ rationale: text(1_000).describe('why nothing needs asking') });

export const MatchAnswers = z.strictObject({
  questions: z
    .array(
      z.strictObject({
        question: maybe(5).describe('Q2'),
        replies: z.array(maybe(6)).max(20).describe('replies that answer it: R1; none: empty'),
        unknown: z.boolean().describe('somebody says that nobody knows, and no reply answers it'),
        differ: z.boolean().describe('two of these replies cannot both hold'),
      }),
    )
    .max(20)
    .describe('each question once'),
});

export const SubmitProposal = z.strictObject({
  reasons: text(6_000).describe('in some 250 words of Markdown: what you found, what follows'),
  claims: z
    .array(
      z.strictObject({
        kind: z.enum(CLAIM_KINDS),
        text: text(500),
        against: z.boolean().describe('it speaks against your own answer'),
        ...citation,
      }),
    )
    .min(5)
    .max(8)
    .describe('at least one against your own answer'),
  steps: z.array(text(600)).min(1).max(8),
  nextBest: text(800).describe('the next best way, and why not'),
  changesMind: text(600).describe('what would change your mind'),
  headline: text(200).describe('your answer in one sentence'),
  ...judgement,
});

export const MapDivergences = z.strictObject({
  differences: z
    .array(
      z.strictObject({
        description: text(400).describe('the point on which they differ, as a question'),
        cost: text(300).describe('what a wrong choice costs'),
        impact: z.enum(IMPACTS).describe('high: cannot be undone, or another decision. Few are'),
        positions: z
          .array(
            z.strictObject({
              statement: text(400),
              letters: z.array(maybe(2)).min(1).max(12).describe('proposals that hold it: A'),
            }),
          )
          .min(2)
          .max(4),
      }),
    )
    .max(8),
  loneFacts: z
    .array(z.strictObject({ claim: maybe(8).describe('B-2'), why: text(300) }))
    .max(6)
    .describe('facts that only one proposal has and that would change the answer'),
});

export const Argue = z.strictObject({
  points: z
    .array(
      z.strictObject({
        difference: maybe(4).describe('D1'),
        claim: maybe(8).describe('the strongest claim of another position: 1b-2'),
        answer: text(1_200).describe('your answer to it'),
        movedBy: maybe(8).describe('the claim of another position that moved you; else empty'),
        position: maybe(4).describe('your position after that: 1a'),
      }),
    )
    .min(1)
    .max(8)
    .describe('one for each difference that you are asked about'),
  ...judgement,
});

export const SubmitDecision = z.strictObject({
  base: maybe(2).describe('letter of the proposal that it chooses'),
  taken: z
    .array(z.strictObject({ from: maybe(2), what: text(300), why: text(300) }))
    .max(8)
    .describe('what it takes from other proposals'),
  rejected: z
    .array(
      z.strictObject({
        way: text(200),
        letters: z.array(maybe(2)).max(12),
        reason: text(400).describe('its best reason'),
        outweighed: text(400).describe('by what'),
      }),
    )
    .max(8),
  context: text(1_200).describe('the problem, in two to four sentences'),
  why: z
    .array(z.strictObject({ text: text(400), rests: restsOn.describe('claims, replies: A-1, R2') }))
    .min(1)
    .max(8),
  harder: z.array(text(300)).max(5).describe('what becomes harder'),
  steps: z
    .array(z.strictObject({ text: text(600), undo: maybe(300), rests: restsOn }))
    .min(1)
    .max(10),
  risks: z.array(z.strictObject({ risk: text(300), sign: text(300) })).max(6),
  assumptions: z.array(text(300)).max(12),
  open: z.array(text(300)).max(6).describe('what is left open, and how long that is bearable'),
  lookAgain: maybe(300).describe('when to look at it again: a day, or an event'),
  answers: z
    .array(
      z.strictObject({
        finding: maybe(4).describe('F1, or N1 for a note of people'),
        how: text(400),
      }),
    )
    .max(16)
    .describe(
      'when it is written again: each finding and note, mended how, or why not; else empty',
    ),
  sentence: text(300).describe('the decision in one sentence'),
  ...judgement,
});

export const SubmitAudit = z.strictObject({
  findings: z
    .array(
      z.strictObject({
        part: text(80).describe('step 2, why, risks'),
        wrong: text(600),
        mend: text(400).describe('what would mend it'),
        ...citation,
        severity: z.enum(SEVERITIES).describe('blocking: do not do it like this'),
      }),
    )
    .max(10),
  replies: z
    .array(
      z.strictObject({
        reply: maybe(6).describe('R3'),
        why: text(300),
        fate: z.enum(['contradicted', 'left_out']),
      }),
    )
    .max(20)
    .describe('replies that the text contradicts, or leaves out although they matter'),
  verdict: text(300).describe('one sentence: would you sign this'),
  ...judgement,
});

export const Sign = z.strictObject({
  words: text(800).describe('why you sign, sign with a reservation, or dissent'),
  weakest: text(300).describe('its weakest part'),
  verdict: z.enum(SIGNING_VERDICTS),
  ...judgement,
});

export const SUBMISSIONS = {
  frame: Frame,
  ask_questions: AskQuestions,
  pass: Pass,
  match_answers: MatchAnswers,
  submit_proposal: SubmitProposal,
  map_divergences: MapDivergences,
  argue: Argue,
  submit_decision: SubmitDecision,
  submit_audit: SubmitAudit,
  sign: Sign,
} as const;
export type TerminalTool = keyof typeof SUBMISSIONS;
export type SubmissionOf<Tool extends TerminalTool> = z.infer<(typeof SUBMISSIONS)[Tool]>;

const form = <Tool extends string, Input extends z.ZodType>(tool: Tool, input: Input) =>
  z.strictObject({ tool: z.literal(tool), input });
export const Submission = z.discriminatedUnion('tool', [
  form('frame', Frame),
  form('ask_questions', AskQuestions),
  form('pass', Pass),
  form('match_answers', MatchAnswers),
  form('submit_proposal', SubmitProposal),
  form('map_divergences', MapDivergences),
  form('argue', Argue),
  form('submit_decision', SubmitDecision),
  form('submit_audit', SubmitAudit),
  form('sign', Sign),
]);
export type Submission = z.infer<typeof Submission>;
