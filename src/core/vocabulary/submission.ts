import * as z from 'zod';
import { CITATION_BOUNDS } from './checked.ts';
import { membersOf } from './sets.ts';
import { storable } from './text.ts';
import { FINDING_WORDS } from './words.ts';

/**
 * The terminal tools, the only way in which a model can change a design (A1). Each schema is strict and bounded, and
 * one that judges carries `confidence` and `rationale` (A2). There are no optional or nullable fields, because strict tool use
 * allows only a few of them on the wire: an empty string or list says "none".
 * None of them holds facts that the framework knows: design, persona, round, divergence (A3).
 */
/** Characters that cannot be stored are replaced (P7): a model cannot be made to avoid half a character. */
const words = () => z.string().overwrite(storable).trim();
/** A character besides those that join, space or direct others. */
const VISIBLE = /[^\p{Cf}\p{Z}\p{Cc}\p{Mn}]/u;
const text = (maxCharacters: number) =>
  words()
    .min(1)
    .max(maxCharacters)
    .refine((value) => value === '' || VISIBLE.test(value), 'has no character that can be seen');
const maybe = (maxCharacters: number) => words().max(maxCharacters);

const judgement = {
  confidence: z
    .number()
    .min(0)
    .max(1)
    .describe('of ten decisions like this one, how many you would still defend in a year: 0.7 for seven'),
  rationale: text(2_000).describe('why, in a few sentences'),
};

/** A place in the repository, at the commit that the design reads; both fields are empty for words that were not read there. */
export const Citation = z.strictObject({
  place: maybe(CITATION_BOUNDS.placeCharacters).describe(
    'path:12 or path:12-14 for what you read in the repository, else empty',
  ),
  quote: maybe(CITATION_BOUNDS.quoteCharacters).describe(
    'words of these lines, exactly as they stand there, three at least; empty without a place',
  ),
});

export type Citation = z.infer<typeof Citation>;
/** The citation of words that were not read in a repository. */
export const NO_CITATION: Citation = { place: '', quote: '' };

const CLAIM_KINDS = ['decision', 'reason', 'risk', 'cost', 'assumption'] as const;
const CLAIM_STANCES = ['for', 'against', 'neither'] as const;
export const IMPACTS = ['high', 'medium', 'low'] as const;
/** `about_itself`: it speaks of its own signatures, audit or checks, which only code can know (J12). */
const FINDING_KINDS = [
  'contradiction',
  'blind_spot',
  'edge_case',
  'feasibility',
  'lost',
  'about_itself',
] as const;
export const FINDING_SEVERITIES = ['blocking', 'major', 'minor'] as const;
const VERDICTS = ['chosen', 'rejected', 'open'] as const;

/** Ids of claims that a part of the decision rests on; every one of them is checked when it is submitted. */
const rests = z.array(maybe(8)).max(20).describe('ids of the claims that this rests on, the strongest first');

/** The words of a person that name an owner or a date; both fields are empty where nobody has named one (J12). */
const Named = z.strictObject({
  reply: maybe(5).describe('the reply of a person who names them: R3; topic if the topic does; else empty'),
  quote: maybe(600).describe('the words that name them, copied without a change; else empty'),
});
/** No person has named an owner or a date. */
export const NOBODY_NAMED: z.infer<typeof Named> = { reply: '', quote: '' };

const Option = z.strictObject({
  name: text(200),
  covers: z.array(maybe(200)).max(12).describe('what claims call this option in `about`, word for word'),
  verdict: z.enum(VERDICTS),
  for: maybe(600).describe('what speaks for it; empty for nothing'),
  against: maybe(600).describe(
    'what speaks against it, and for a rejected one what decided; empty for nothing',
  ),
  claims: rests,
});
const Step = z.strictObject({
  title: text(200),
  detail: text(1_200),
  undo: text(600).describe('how to take it back'),
  owner: maybe(100).describe('who does it, in the words of a person who has said so; else empty'),
  date: maybe(60).describe('by when, in the words of a person who has said so; else empty'),
  named: Named,
  rests,
});
const Risk = z.strictObject({
  risk: text(600),
  signal: text(600).describe('how one would notice'),
  rests,
});
const Assumption = z.strictObject({
  question: maybe(5).describe('the unanswered question that it stands for: Q2; else empty'),
  text: text(600),
  ifWrong: text(600).describe('how the decision changes if it is wrong'),
});
const Open = z.strictObject({
  text: text(600).describe('what leaving it open costs, and until when that can be borne'),
  difference: maybe(3).describe(
    'the number of the difference that is open: 1; of the question that people answer differently: Q2; else empty',
  ),
  rests,
});
const RevisitIf = z.strictObject({
  fact: text(400).describe('a fact that would make this decision wrong'),
  where: text(300).describe('where one would see it'),
  until: text(100).describe('until when it is worth looking'),
});

/**
 * The decision as structure. Code renders it into `decision.md` (`src/core/telling/paper/decision.ts`): the text that personas
 * sign and people read (J9).
 */
export const Decision = z.strictObject({
  title: text(200),
  sentence: text(400).describe('the decision in one sentence'),
  paragraph: text(3_000).describe('because of what, at what cost, up to where'),
  options: z.array(Option).max(8),
  steps: z.array(Step).max(15),
  risks: z.array(Risk).max(15),
  assumptions: z.array(Assumption).max(80),
  open: z.array(Open).max(15),
  revisitIf: z.array(RevisitIf).max(5).describe('facts to look at again; usually one or two'),
});
export type Decision = z.infer<typeof Decision>;

/** Accounts of claims in a decision. */
const accounts = z
  .array(
    z.strictObject({
      claim: maybe(8),
      disposition: z.enum(['adopted', 'merged', 'rejected', 'unresolved']),
      into: maybe(8).describe('for merged: the claim it is merged into, else empty'),
      reason: maybe(600).describe('for rejected: why, else may be empty'),
    }),
  )
  // As many as there can be: 20 proposals of 20 claims.
  .max(400);

const claimed = (what: string) =>
  z.strictObject({
    statement: text(500).describe(what),
    claims: z.array(maybe(8)).min(1).max(40).describe('ids of the claims that say it, the strongest first'),
  });

/** A point on which proposals differ: each of its positions is made of claims (J6). */
const difference = z.strictObject({
  description: text(500).describe('the point on which they differ, as a question'),
  impact: z.enum(IMPACTS),
  positions: z.array(claimed('one answer to it, in its strongest form')).min(2).max(4),
});
export type MappedDifference = z.infer<typeof difference>;

/** The things that a change of a decision answers, each by its name in the ask of the revision. */
const answers = z
  .array(maybe(8))
  .max(12)
  .describe(
    'what it answers: F1 for a finding, 2 for a difference that a person settled, Q3 for an answer that a person corrected, R4 for what a person has said since, note for the note of a person, S1 for a sentence about itself',
  );
/** Parts of a decision of which there are several: what each change of one calls it, and the list that it stands in. */
export const LISTED_PARTS = {
  option: 'options',
  step: 'steps',
  risk: 'risks',
  assumption: 'assumptions',
  open: 'open',
  revisitIf: 'revisitIf',
} as const satisfies Record<string, keyof Decision>;
export type ListedPart = keyof typeof LISTED_PARTS;
const number = maybe(3).describe(
  'its number in the decision as it stands, from 1; for `insert` the one that it goes before, empty for the end',
);
const listedChange = <Part extends ListedPart, Shape extends z.ZodType>(part: Part, shape: Shape) =>
  z.strictObject({ part: z.literal(part), how: z.enum(['replace', 'insert']), number, with: shape, answers });
/** One change of one part of a decision. All numbers are those of the text that is revised. */
const Change = z.union([
  z.strictObject({
    part: z.enum(['title', 'sentence', 'paragraph']),
    with: text(3_000).describe('the part as it reads now'),
    answers,
  }),
  listedChange('option', Option),
  listedChange('step', Step),
  listedChange('risk', Risk),
  listedChange('assumption', Assumption),
  listedChange('open', Open),
  listedChange('revisitIf', RevisitIf),
  z.strictObject({
    part: z.literal('remove'),
    from: z.enum(membersOf(LISTED_PARTS)),
    number: maybe(3).describe('its number in the decision as it stands, from 1'),
    answers,
  }),
]);
export type Change = z.infer<typeof Change>;

const quoting = (question: string, reply: string, quote: string) =>
  z.strictObject({
    question: maybe(5).describe(question),
    reply: maybe(5).describe(reply),
    quote: text(2_000).describe(quote),
  });

/** What words to the bot may ask for. A turn names it, and it changes nothing by itself (A17). */
export const REQUEST_KINDS = ['done', 'skip', 'cancel', 'how_far', 'why'] as const;

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
  }),
  pass: z.strictObject({ rationale: judgement.rationale }),
  match_answers: z.strictObject({
    matches: z
      .array(
        quoting(
          'the question that is answered: Q2',
          'the reply that answers it: R3',
          'the words of the reply that answer it, copied without a change',
        ),
      )
      .max(60)
      .describe('empty if nothing that was said answers a question'),
    left_open: z
      .array(
        quoting(
          'the question that stays open: Q2',
          'the reply whose author does not know: R3',
          'the words of the reply that say so, copied without a change',
        ),
      )
      .max(60)
      .describe('empty if nobody says of a question that they do not know'),
    disputed: z
      .array(
        z.strictObject({
          question: maybe(5).describe('the question that people answer differently: Q2'),
          replies: z
            .array(maybe(5))
            .min(2)
            .max(10)
            .describe('the replies whose answers cannot all be true: R1'),
        }),
      )
      .max(20)
      .describe('questions to which two people give answers that cannot both be true; usually empty'),
    requests: z
      .array(
        z.strictObject({
          reply: maybe(5).describe('the reply that asks for it: R3'),
          quote: text(2_000).describe('the words of the reply that ask for it, copied without a change'),
          kind: z.enum(REQUEST_KINDS).describe('what is asked for'),
        }),
      )
      .max(60)
      .default([])
      .describe('words that ask for something instead of answering, one for a reply; usually empty'),
    rationale: judgement.rationale,
  }),
  submit_proposal: z.strictObject({
    headline: text(200).describe('the proposal in one sentence'),
    summary: text(6_000).describe('the proposal in Markdown'),
    claims: z
      .array(
        z.strictObject({
          kind: z.enum(CLAIM_KINDS),
          about: maybe(200).describe('the option that it speaks about, in a few words; empty for none'),
          stance: z.enum(CLAIM_STANCES).describe('whether it speaks for that option or against it'),
          text: text(800),
          citation: Citation,
        }),
      )
      .min(1)
      .max(20),
    steps: z.array(text(600)).max(12).describe('how to get there, each step shippable'),
    premortem: maybe(3_000).describe('it has failed: why; empty if another persona owns this'),
    ...judgement,
  }),
  map_divergences: z.strictObject({
    agreements: z.array(claimed('what nobody speaks against, in one sentence')).max(20),
    divergences: z.array(difference).max(8),
    ...judgement,
  }),
  argue: z.strictObject({
    points: z
      .array(
        z.strictObject({
          difference: maybe(4).describe('its number: 1'),
          mine: maybe(6).describe('the position that is yours before you argue: 1a, or none'),
          confidence: z.number().min(0).max(1).describe('your confidence in it before you argue'),
          strongest: text(1_000).describe('the other side in its strongest form'),
          addresses: z
            .array(maybe(8))
            .min(1)
            .max(8)
            .describe('claims of the other side that you answer: 1b.1'),
          answer: text(2_000),
          citation: Citation.describe('what your answer rests on, if you have read it in the repository'),
          now: maybe(6).describe('the position that you hold after it: 1a, or none'),
          confidenceNow: z.number().min(0).max(1).describe('your confidence in that'),
          changedBy: z
            .array(maybe(300))
            .max(8)
            .describe(
              'if you end elsewhere: claims of the other side, or path:line that it cites; else empty',
            ),
        }),
      )
      .min(1)
      .max(12)
      .describe('each of your differences once'),
    missed: z
      .array(difference)
      .max(2)
      .describe('differences that matter and are not on the map; usually none'),
    rationale: judgement.rationale,
  }),
  submit_composite: z.strictObject({ decision: Decision, accounts, ...judgement }),
  submit_audit: z.strictObject({
    findings: z
      .array(
        z.strictObject({
          kind: z.enum(FINDING_KINDS),
          severity: z.enum(FINDING_SEVERITIES),
          text: text(1_000),
          citation: Citation,
        }),
      )
      .max(20)
      .describe('code numbers them F1, F2, … in this order'),
    premortem: text(3_000).describe('the decision was carried out and failed: why'),
    ...judgement,
  }),
  submit_revision: z.strictObject({
    changes: z
      .array(Change)
      .max(40)
      .describe('the parts that change and no others; empty if the decision stays as it is'),
    findings: z
      .array(
        z.strictObject({
          finding: maybe(4).describe('F1, F2, …'),
          done: z.enum(membersOf(FINDING_WORDS)),
          where: text(600).describe('acted on: where in the decision; left open: why'),
        }),
      )
      .max(40),
    accounts: accounts.describe('only the claims whose account changes; may be empty'),
    ...judgement,
  }),
  confirm_revision: z.strictObject({
    findings: z
      .array(
        z.strictObject({
          finding: maybe(4).describe('F1, F2, …'),
          isAnswered: z.boolean().describe('whether what changed answers the finding'),
          reason: text(600).describe('how it does, or what is still wrong'),
        }),
      )
      .max(20)
      .describe('each blocking and each major finding once'),
    unfounded: z
      .array(
        z.strictObject({
          change: maybe(4).describe('the number of the change: 2'),
          reason: text(400),
        }),
      )
      .max(40)
      .describe('changes that answer nothing of what they name; usually empty'),
    aboutItself: z
      .array(text(600))
      .max(10)
      .describe(
        'sentences of the decision about its own signatures, audit or checks, copied without a change',
      ),
    ...judgement,
  }),
  sign: z.strictObject({
    weakest: text(600).describe('the weakest part of this text, and why'),
    contradicted: z
      .array(
        z.strictObject({
          claim: maybe(8).describe('a claim of yours that the text contradicts: B-2'),
          how: text(400),
        }),
      )
      .max(20)
      .describe('empty if it contradicts none'),
    verdict: z.enum(['signs', 'dissents']),
    reason: maybe(200).describe(
      'for a dissent: the fact, step or figure that is wrong, in one sentence that says something without the verdict; else empty',
    ),
    dissent: maybe(3_000).describe('for a dissent: its text, kept verbatim; else empty'),
    ...judgement,
  }),
} as const;

/**
 * Notes of a participant for itself, beside its submission: they come back to it alone, in its later turns,
 * because what it read does not. A field of most tools as a model sees them, and of none of the schemas above.
 */
export const Notes = maybe(1_500).describe(
  'for yourself alone, given back to you in your later turns: what you found, as path:line and the finding; else empty',
);

const calling = <Tool extends keyof typeof SUBMISSION_SCHEMAS>(tool: Tool) =>
  z.strictObject({ tool: z.literal(tool), input: SUBMISSION_SCHEMAS[tool], notes: Notes.optional() });
/** A call of one of the terminal tools. */
export const Submission = z.discriminatedUnion('tool', [
  calling('ask_questions'),
  calling('pass'),
  calling('match_answers'),
  calling('submit_proposal'),
  calling('map_divergences'),
  calling('argue'),
  calling('submit_composite'),
  calling('submit_audit'),
  calling('submit_revision'),
  calling('confirm_revision'),
  calling('sign'),
]);
export type Submission = z.infer<typeof Submission>;

/** Returns the confidence of its author in a submission as a whole; `null` where it is given point by point, or not at all. */
export function confidenceOf({ input }: Submission): number | null {
  return 'confidence' in input ? input.confidence : null;
}

export type TerminalTool = Submission['tool'];
export const TERMINAL_TOOLS: readonly TerminalTool[] = Submission.options.map(
  ({ shape }) => shape.tool.value,
);
/** Arguments of the named tool, once they have passed its schema. */
export type SubmissionInput<Tool extends TerminalTool> = Extract<Submission, { tool: Tool }>['input'];

export type Proposal = SubmissionInput<'submit_proposal'>;
export type Composite = SubmissionInput<'submit_composite'>;
export type Audit = SubmissionInput<'submit_audit'>;
export type Revision = SubmissionInput<'submit_revision'>;
export type Confirmation = SubmissionInput<'confirm_revision'>;
export type Account = Composite['accounts'][number];
export type Impact = (typeof IMPACTS)[number];
