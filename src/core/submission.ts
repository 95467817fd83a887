import * as z from 'zod';
import { storable } from './text.ts';

/**
 * The terminal tools, the only way in which a model can change a design (A1). Each schema is strict, bounded,
 * and carries `confidence` and `rationale` (A2). There are no optional or nullable fields, because strict tool use
 * allows only a few of them on the wire: an empty string or list says "none".
 * What the framework knows (design, persona, round, divergence) is in none of them (A3).
 */
/** Characters that cannot be stored are replaced (P7): a model cannot be made to avoid half a character. */
const words = () => z.string().overwrite(storable).trim();
const text = (maxCharacters: number) => words().min(1).max(maxCharacters);
const maybe = (maxCharacters: number) => words().max(maxCharacters);

const judgement = {
  confidence: z.number().min(0).max(1).describe('how sure you are, from 0 to 1'),
  rationale: text(2_000).describe('why, in a few sentences'),
};

export const CLAIM_KINDS = ['decision', 'reason', 'risk', 'cost', 'assumption'] as const;
export const IMPACTS = ['high', 'medium', 'low'] as const;
export const DISPOSITIONS = ['adopted', 'merged', 'rejected', 'unresolved'] as const;
export const FINDING_KINDS = ['contradiction', 'blind_spot', 'edge_case', 'feasibility', 'lost'] as const;
export const FINDING_SEVERITIES = ['blocking', 'major', 'minor'] as const;

export const SUBMISSION_SCHEMAS = {
  ask_questions: z.strictObject({
    questions: z
      .array(
        z.strictObject({
          text: text(400).describe('the question, for a person who is busy'),
          why: text(300).describe('what in your proposal the answer decides'),
          assumption: text(400).describe('what you will assume if nobody answers'),
        }),
      )
      .min(1)
      .max(3),
    ...judgement,
  }),
  pass: z.strictObject({ ...judgement }),
  submit_proposal: z.strictObject({
    headline: text(200).describe('the proposal in one sentence'),
    summary: text(6_000).describe('the proposal in Markdown'),
    claims: z
      .array(
        z.strictObject({
          kind: z.enum(CLAIM_KINDS),
          text: text(800),
          citation: maybe(300).describe('file:line@commit for what was read in the repository, else empty'),
        }),
      )
      .min(1)
      .max(20),
    steps: z.array(text(600)).max(12).describe('how to get there, each step shippable'),
    premortem: maybe(3_000).describe('it has failed: why; empty if another persona owns this'),
    ...judgement,
  }),
  map_divergences: z.strictObject({
    agreements: z.array(text(500)).max(12),
    divergences: z
      .array(
        z.strictObject({
          description: text(500).describe('the point on which they differ, as a question'),
          impact: z.enum(IMPACTS),
          positions: z
            .array(
              z.strictObject({
                statement: text(500),
                proposals: z
                  .array(z.string().max(3))
                  .min(1)
                  .max(12)
                  .describe('letters of the proposals that hold it'),
              }),
            )
            .min(2)
            .max(4),
        }),
      )
      .max(8),
    ...judgement,
  }),
  argue: z.strictObject({
    position: z.string().max(3).describe('the position you hold now: P1, P2, …'),
    addresses: z
      .array(z.string().max(8))
      .min(1)
      .max(8)
      .describe('claim ids of the other side that you answer'),
    argument: text(2_000),
    changedBecause: maybe(600).describe('if your position changed: the claim id or evidence that changed it'),
    ...judgement,
  }),
  submit_composite: z.strictObject({
    headline: text(300),
    summary: text(8_000),
    steps: z.array(text(800)).max(15),
    accounts: z
      .array(
        z.strictObject({
          claim: z.string().max(8),
          disposition: z.enum(DISPOSITIONS),
          into: maybe(8).describe('for merged: the claim it is merged into, else empty'),
          reason: maybe(600).describe('for rejected: why, else may be empty'),
        }),
      )
      // As many as there can be: 20 proposals of 20 claims.
      .max(400),
    ...judgement,
  }),
  sign: z.strictObject({
    verdict: z.enum(['signs', 'dissents']),
    dissent: maybe(3_000).describe('for a dissent: its text, kept verbatim; else empty'),
    ...judgement,
  }),
  submit_audit: z.strictObject({
    findings: z
      .array(
        z.strictObject({
          kind: z.enum(FINDING_KINDS),
          severity: z.enum(FINDING_SEVERITIES),
          text: text(1_000),
        }),
      )
      .max(20),
    premortem: text(3_000).describe('the composite was carried out and failed: why'),
    ...judgement,
  }),
  submit_brief: z.strictObject({
    title: text(200),
    decision: text(400).describe('the decision in one sentence'),
    paragraph: text(3_000).describe('the decision in one paragraph'),
    steps: z
      .array(
        z.strictObject({
          title: text(200),
          detail: text(1_200),
          undo: text(600).describe('how to take it back'),
        }),
      )
      .max(15),
    risks: z
      .array(z.strictObject({ risk: text(600), signal: text(600).describe('how one would notice') }))
      .max(15),
    notDoing: z.array(z.strictObject({ what: text(400), why: text(600) })).max(15),
    ifAssumptionsFail: z
      .array(z.strictObject({ question: z.string().max(5), effect: text(600) }))
      .max(60)
      .describe(
        'for each assumption made for an unanswered question: how the decision changes if it is wrong',
      ),
    openQuestions: z.array(text(500)).max(15),
    ...judgement,
  }),
} as const;

const calling = <Tool extends keyof typeof SUBMISSION_SCHEMAS>(tool: Tool) =>
  z.strictObject({ tool: z.literal(tool), input: SUBMISSION_SCHEMAS[tool] });
/** A call of one of the terminal tools. */
export const Submission = z.discriminatedUnion('tool', [
  calling('ask_questions'),
  calling('pass'),
  calling('submit_proposal'),
  calling('map_divergences'),
  calling('argue'),
  calling('submit_composite'),
  calling('sign'),
  calling('submit_audit'),
  calling('submit_brief'),
]);
export type Submission = z.infer<typeof Submission>;

export type TerminalTool = Submission['tool'];
export const TERMINAL_TOOLS: readonly TerminalTool[] = Submission.options.map(
  ({ shape }) => shape.tool.value,
);
/** What the named tool was called with, once it has passed its schema. */
export type SubmissionInput<Tool extends TerminalTool> = Extract<Submission, { tool: Tool }>['input'];

export type Proposal = SubmissionInput<'submit_proposal'>;
export type Composite = SubmissionInput<'submit_composite'>;
export type Audit = SubmissionInput<'submit_audit'>;
export type Brief = SubmissionInput<'submit_brief'>;
export type Impact = (typeof IMPACTS)[number];
