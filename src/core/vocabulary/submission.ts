/**
 * What models submit, a schema for each tool that ends a turn. The descriptions in the schemas are
 * a part of the prompt.
 */

import * as z from 'zod';
import { makeStorable } from '../../foundation/cut-text.ts';
import { BOUNDS } from './bounds.ts';
import { CITATION_BOUNDS } from './checked.ts';
import type { ParticipantId, RoundId, TurnId } from './ids.ts';
import { membersOf } from './sets.ts';
import { FINDING_WORDS } from './words.ts';

/** A visible character, not one that only joins, spaces or directs others. */
const VISIBLE = /[^\p{Cf}\p{Z}\p{Cc}\p{Mn}]/u;
/**
 * Replaces characters that cannot be stored: a model cannot be kept from sending half a character.
 */
const WORDS = [z.overwrite(makeStorable), z.trim()];
const SEEN = [
  z.minLength(1),
  z.refine<string>(
    (value) => value === '' || VISIBLE.test(value),
    'has no character that can be seen',
  ),
];
// Checks of one list make one schema; a chain of methods would make one for each, some thousand at
// every start.
const text = (maxCharacters: number) =>
  z.string().check(...WORDS, ...SEEN, z.maxLength(maxCharacters));
const maybe = (maxCharacters: number) => z.string().check(...WORDS, z.maxLength(maxCharacters));

const rationale = text(2_000).describe('why, in a few sentences');
const judgement = {
  rationale: rationale.describe('what makes you more or less sure, in a few sentences'),
  confidence: z
    .number()
    .min(0)
    .max(1)
    .describe(
      'of ten decisions like this one, how many you would still defend in a year: 0.7 for seven',
    ),
};

const verdictOn = (question: string) =>
  z.strictObject({ reason: text(400), verdict: z.boolean().describe(question) });

/**
 * A place in the repository at the design's commit; both fields are empty for words from elsewhere.
 */
export const Citation = z.strictObject({
  place: maybe(CITATION_BOUNDS.placeCharacters).describe(
    'path:12 or path:12-14 for what you read in the repository, else empty',
  ),
  quote: maybe(CITATION_BOUNDS.quoteCharacters).describe(
    'words copied from these lines, at least three; empty without a place',
  ),
});

export type Citation = z.infer<typeof Citation>;
export const NO_CITATION: Citation = { place: '', quote: '' };

export const CLAIM_KINDS = ['decision', 'reason', 'fact', 'risk', 'cost', 'assumption'] as const;
export const IMPACTS = ['high', 'medium', 'low'] as const;
const FINDING_KINDS = ['contradiction', 'blind_spot', 'edge_case', 'feasibility', 'lost'] as const;
/** Under the decision's text: with a reservation it is signed as well. */
export const SIGNING_VERDICTS = ['signs', 'with_reservation', 'dissents'] as const;
const FINDING_SEVERITIES = ['blocking', 'major', 'minor'] as const;

/** What bears a sentence, the decision or a step; each id is checked on submission. */
const restsOn = z.array(maybe(8)).max(20);

/**
 * Parts of the text besides the decision's own sentence and its lists, each with its most
 * sentences.
 */
export const SENTENCE_PARTS = { context: 3, why: 12, harder: 4 } as const;
export type SentencePart = keyof typeof SENTENCE_PARTS;
const Sentence = z.strictObject({
  part: z.enum(membersOf(SENTENCE_PARTS)),
  text: text(400),
  rests: restsOn,
});
/** Refuses too many sentences in one part. */
const fitsParts: z.core.CheckFn<z.infer<typeof Sentence>[]> = ({ value, issues }) => {
  for (const part of membersOf(SENTENCE_PARTS)) {
    const most = SENTENCE_PARTS[part];
    const { length } = value.filter((each) => each.part === part);
    if (length <= most) continue;
    const message = `has ${length} sentences of \`${part}\`, and at most ${most} are accepted`;
    issues.push({ code: 'custom', input: value, message });
  }
};

const Rejected = z.strictObject({
  option: text(200),
  reason: text(600).describe('its best reason'),
  outweighed: text(600).describe('by what'),
  proposals: z.array(maybe(8)).max(20).describe('letters of the proposals that go this way: B'),
});
const Step = z.strictObject({
  title: text(200),
  detail: text(1_200),
  undo: maybe(600).describe('how to take it back, or empty'),
  rests: restsOn,
});
const Risk = z.strictObject({
  risk: text(600),
  signal: text(600).describe('how one would notice'),
});
const Assumption = z.strictObject({
  question: maybe(5).describe('the unanswered question: Q2; else empty'),
  text: text(600),
  ifWrong: text(600).describe('how the decision changes then'),
});
const Open = z.strictObject({
  difference: maybe(3).describe('the number of the open difference: 1; else empty'),
  text: text(600).describe('what leaving it open costs, and how long that is bearable'),
});
const RevisitIf = z.strictObject({
  fact: text(600).describe('what would make this decision wrong, and where one would see it'),
  until: text(100).describe('a day, as in 2027-03-01, or an event'),
});

/**
 * The decision as structure. Code renders it into `decision.md`
 * (`src/presentation/decision/decision-document.ts`), the text that personas sign and people read.
 */
export const Decision = z.strictObject({
  rests: restsOn.describe(
    "what bears it, strongest first: claims (A-1), people's sentences (R2.4, T.1)",
  ),
  rejected: z.array(Rejected).max(20),
  sentences: z
    .array(Sentence)
    .min(1)
    .max(19)
    .check(fitsParts)
    .describe(
      '3 of `context` (the problem), 12 of `why` (also cost and limits), 4 of `harder`, each with what bears it, or nothing',
    ),
  sentence: text(400).describe('the decision in one sentence'),
  steps: z.array(Step).max(15),
  risks: z.array(Risk).max(15),
  assumptions: z.array(Assumption).max(80),
  open: z.array(Open).max(15),
  revisitIf: z.array(RevisitIf).max(5).describe('usually one or two'),
});
export type Decision = z.infer<typeof Decision>;

const statementWithClaims = (what: string) =>
  z.strictObject({
    statement: text(500).describe(what),
    claims: z
      .array(maybe(8))
      .min(1)
      .max(40)
      .describe(
        'ids of its claims, strongest first: reasons, risks, costs and facts before decisions',
      ),
  });

/** A point on which proposals differ; its positions are made of claims. */
const difference = z.strictObject({
  description: text(500).describe('the point on which they differ, as a question'),
  cost: text(400).describe('what a wrong choice would cost, in one sentence'),
  impact: z
    .enum(IMPACTS)
    .describe(
      'high if a wrong choice cannot be undone or the decision would be a different one; medium if its steps or their order would be; else low. Few are high',
    ),
  positions: z
    .array(statementWithClaims('one answer to it, in its strongest form'))
    .min(2)
    .max(4)
    .describe('they exclude each other; a claim belongs to at most one, and so does a proposal'),
});
export type MappedDifference = z.infer<typeof difference>;

/** Parts of a decision that are lists: the part's name in a change, and its list. */
export const LISTED_PARTS = {
  sentence: 'sentences',
  rejected: 'rejected',
  step: 'steps',
  risk: 'risks',
  assumption: 'assumptions',
  open: 'open',
  revisitIf: 'revisitIf',
} as const satisfies Record<string, keyof Decision>;
export type ListedPart = keyof typeof LISTED_PARTS;

/** Fields a change may set, by part, apart from the ids that its `rests` has. */
export const FIELDS_OF: Readonly<Record<'decision' | 'rests' | ListedPart, readonly string[]>> = {
  decision: ['text'],
  rests: [],
  sentence: Object.keys(Sentence.shape).filter((field) => field !== 'rests'),
  rejected: Object.keys(Rejected.shape).filter((field) => field !== 'proposals'),
  step: Object.keys(Step.shape).filter((field) => field !== 'rests'),
  risk: Object.keys(Risk.shape),
  assumption: Object.keys(Assumption.shape),
  open: Object.keys(Open.shape),
  revisitIf: Object.keys(RevisitIf.shape),
};

/** One change of one part of a decision. Numbers refer to the text before the revision. */
const Change = z.strictObject({
  answers: z
    .array(maybe(12))
    .min(1)
    .max(12)
    .describe(
      'what it answers: F1 for a finding, R2.4 for a sentence that a person said, 2 for a difference that a person settled, R4 for what a person has said since, N1 for the note with which a person sent it back',
    ),
  part: z
    .enum(['decision', 'rests', ...membersOf(LISTED_PARTS)])
    .describe("`decision` for its own sentence, `rests` for that one's"),
  number: maybe(3).describe(
    'number of the sentence, step and so on, before any change; for `insert`, of the one to insert before, or empty for the end; empty for a part without numbers',
  ),
  how: z.enum(['replace', 'insert', 'remove']),
  fields: z
    .array(z.strictObject({ name: maybe(20), text: maybe(3_000) }))
    .max(8)
    .describe(
      'the fields that change, by their names in the part, each with its new text; `decision` has one field, `text`',
    ),
  rests: z
    .array(maybe(8))
    .max(20)
    .describe(
      'for `rests` and a step: all that it stands on after the change; for `rejected`: the letters of its proposals; empty if they stay. For a sentence with a new text: what bears it now',
    ),
});
export type Change = z.infer<typeof Change>;

const quoting = (quote: string, reply: string, question: string) =>
  z.strictObject({
    quote: text(2_000).describe(quote),
    reply: maybe(5).describe(reply),
    question: maybe(5).describe(question),
  });

/** What the decision does with a sentence that a person said. */
export const SAID_FATES = ['reflected', 'contradicted', 'not_used', 'does_not_matter'] as const;
/**
 * Most sentences that people said which one call judges: more are not read with care. Our
 * judgement.
 */
export const MOST_JUDGED = 80;
/** Most that one audit tries besides what people said: our judgement of one turn's attention. */
export const MOST_TRIED = 24;
/** Whether something tried holds, or a sentence is carried by what it rests on. */
const TRIED_VERDICTS = ['yes', 'no', 'cannot_tell'] as const;

const triedRows = (names: string) =>
  z
    .array(
      z.strictObject({
        what: maybe(12).describe(names),
        attempt: text(600).describe('the best case against it'),
        holds: z
          .enum(TRIED_VERDICTS)
          .describe(
            'whether it holds after that; for a sentence, whether what it rests on carries it',
          ),
      }),
    )
    .max(MOST_TRIED)
    .describe('each of the names to try, once');

/** What the auditor says of a change. `harms`: it does harm, or says what nobody asked for. */
export const CHANGE_VERDICTS = ['answers', 'does_not', 'harms'] as const;
/** Most changes that one confirmation judges: those of two revisions. */
export const MOST_CONFIRMED = 80;

const judgedSentences = z
  .array(
    z.strictObject({
      said: maybe(12).describe('the sentence that a person said: R2.4'),
      why: text(160).describe('what the decision makes of it, in at most twelve words'),
      sentence: maybe(600).describe(
        'the number of the sentence of the decision that reflects or contradicts it; else empty',
      ),
      fate: z.enum(SAID_FATES),
    }),
  )
  .max(MOST_JUDGED);
export type JudgedSentence = z.infer<typeof judgedSentences>[number];

/** Requests that people write to the bot. A turn names one, and it changes nothing by itself. */
export const REQUEST_KINDS = ['go_on', 'cancel', 'question'] as const;

/**
 * How words bear on a decision. It already does what `already_there` asks, and says so in a
 * sentence.
 */
export const BEARING_VERDICTS = ['bears', 'already_there', 'does_not_matter'] as const;

/**
 * The terminal tools, the only way for a model to change a design. Each schema is strict and
 * bounded; one that judges has `confidence` and `rationale`. No field asks for facts that code
 * knows: design, persona, round, divergence. No field is nullable, and none optional but those
 * added after 1.0, which stored submissions lack and models are asked for all the same: an empty
 * string or list means “none”.
 */
export const SUBMISSION_SCHEMAS = {
  frame: z.strictObject({
    reason: text(400).describe(
      'why it is a design question; or why it is not, in one sentence to the asker',
    ),
    isDesignQuestion: z.boolean(),
    restated: maybe(400).describe(
      'the question in one sentence, in its language; empty if it is not a design question',
    ),
    decided: z
      .array(
        z.strictObject({
          quote: text(2_000).describe('words from the topic or context, copied unchanged'),
        }),
      )
      .max(10)
      .describe('what the asker calls decided, forbidden or given; empty if nothing'),
    language: text(40).describe('of the question, as a BCP 47 tag: en'),
    personas: z
      .array(
        z.strictObject({
          reason: text(300).describe('why the question needs this persona, or why it does not'),
          id: maybe(31).describe('of the persona'),
          takesPart: z.boolean(),
        }),
      )
      .max(20)
      .describe('each persona to choose from, once; empty if there is nothing to choose'),
  }),
  ask_questions: z.strictObject({
    questions: z
      .array(
        z.strictObject({
          why: text(300).describe('what in your proposal the answer decides'),
          text: text(400).describe('the question, for a person who is busy'),
          assumption: text(400).describe('what you will assume if nobody answers'),
        }),
      )
      .min(1)
      .max(BOUNDS.questionsOfPersona),
  }),
  pass: z.strictObject({ rationale }),
  match_answers: z.strictObject({
    matches: z
      .array(
        quoting(
          'words that answer a question, copied without a change',
          'the reply that they are from: R3',
          'the question that they answer: Q2',
        ),
      )
      .max(60)
      .describe('empty if nothing said answers a question'),
    left_open: z
      .array(
        quoting(
          'words saying that their author does not know, copied without a change',
          'the reply that they are from: R3',
          'the question that stays open: Q2',
        ),
      )
      .max(60)
      .describe('empty if nobody says that they do not know an answer'),
    requests: z
      .array(
        z.strictObject({
          quote: text(2_000).describe('words that ask for something, copied without a change'),
          reply: maybe(5).describe('the reply that they are from: R3'),
          kind: z
            .enum(REQUEST_KINDS)
            .describe(
              'what is asked for; `go_on`: to wait for no more answers; `question`: any question to the bot, such as how far it is',
            ),
        }),
      )
      .max(60)
      .default([])
      .describe(
        'words that ask for something instead of answering, at most one for each reply; usually empty',
      ),
    differ: z
      .array(
        z.strictObject({
          question: maybe(5).describe('the question: Q2'),
          replies: z.array(maybe(5)).max(20).describe('the replies: R1, R3'),
        }),
      )
      .max(60)
      .default([])
      .describe(
        'answers to one question that cannot all hold, also with one that its author has given before',
      ),
    bearing: z
      .array(
        z.strictObject({
          reply: maybe(5).describe('the reply: R3'),
          reason: text(400).describe('what its words mean for the decision'),
          sentence: maybe(600).describe(
            'the sentence of the decision that they affect, or that already does what they ask, copied; else empty',
          ),
          verdict: z.enum(BEARING_VERDICTS),
        }),
      )
      .max(500)
      .default([])
      .describe('each reply once, if there is a decision; else empty'),
    rationale,
  }),
  submit_proposal: z.strictObject({
    summary: text(6_000).describe(
      'your reasons in some 250 words of Markdown: what you found, and how the claims follow from it, without repeating them',
    ),
    claims: z
      .array(
        z.strictObject({
          text: text(800).describe('one or two sentences'),
          citation: Citation,
          kind: z.enum(CLAIM_KINDS).describe('`decision` for what you propose'),
        }),
      )
      .min(1)
      .max(20)
      .describe(
        'the claims that it stands on, five to eight; reasons, facts, risks and costs first, decisions last',
      ),
    against: text(800).describe('the strongest claim against your own answer, a risk or a cost'),
    steps: z
      .array(text(600))
      .max(12)
      .describe('how to get there; each step can be shipped and taken back by itself'),
    nextBest: text(600).describe('the next best way, and why not'),
    changesMind: text(600).describe('what would change your mind: a fact, a figure or a test'),
    headline: text(200).describe('what you propose, in one sentence; it may be to change nothing'),
    ...judgement,
  }),
  map_divergences: z.strictObject({
    agreements: z.array(statementWithClaims('what nobody speaks against, in one sentence')).max(20),
    divergences: z.array(difference).max(8),
    lone: z
      .array(z.strictObject({ claim: maybe(8), why: text(400).describe('what it would change') }))
      .max(8)
      .describe(
        'claims with a citation, made by only one proposal, that would change the answer; usually none or one',
      ),
    ...judgement,
  }),
  argue: z.strictObject({
    points: z
      .array(
        z.strictObject({
          difference: maybe(4).describe('its number: 1'),
          addresses: z
            .array(maybe(8))
            .min(1)
            .max(8)
            .describe('claims of the other side that you answer, strongest first: 1b.1'),
          answer: text(2_000),
          citation: Citation.describe(
            'what your answer rests on, if you have read it in the repository',
          ),
          changedBy: z
            .array(maybe(8))
            .max(8)
            .describe(
              'if you move: the claims that moved you, from the side that you end on; else empty',
            ),
          now: maybe(6).describe('the position that you hold now: 1a, or none'),
          confidence: z.number().min(0).max(1).describe('your confidence in that'),
        }),
      )
      .min(1)
      .max(12)
      .describe('each of your differences once'),
    rationale,
  }),
  submit_composite: z.strictObject({
    weighed: z
      .array(
        z.strictObject({
          best: text(400),
          against: text(400),
          proposal: maybe(8),
        }),
      )
      .max(20)
      .describe('each proposal once, by its letter'),
    base: maybe(8).describe('the letter of the proposal that you choose'),
    taken: z
      .array(
        z.strictObject({
          why: text(400).describe('what it changes in the base, and why'),
          claim: maybe(8),
        }),
      )
      .max(20)
      .describe('claims of others that change the base; may be empty'),
    decision: Decision,
    ...judgement,
  }),
  submit_audit: z.strictObject({
    said: judgedSentences.describe('each of the sentences of people to judge, once'),
    tried: triedRows('by its name below: A-1, step 2, rejected 1, decision, sentence 3'),
    premortem: text(3_000).describe('imagine that the decision was carried out and failed: why?'),
    findings: z
      .array(
        z.strictObject({
          text: text(1_000),
          citation: Citation,
          kind: z.enum(FINDING_KINDS),
          severity: z.enum(FINDING_SEVERITIES),
        }),
      )
      .max(20)
      .describe('code numbers them F1, F2, … in this order'),
    answersQuestion: verdictOn('does the decision answer the question that was asked?'),
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
          finding: maybe(12).describe('F1, F2, …; or a sentence that a person said: R2.4'),
          where: text(600).describe('if acted on, where in the decision; if left open, why'),
          done: z.enum(membersOf(FINDING_WORDS)),
        }),
      )
      .max(200)
      .describe('each finding and each contradicted sentence once'),
    base: maybe(8).describe(
      'if the decision is written anew from another proposal: its letter; else empty',
    ),
    ...judgement,
  }),
  confirm_revision: z.strictObject({
    changes: z
      .array(
        z.strictObject({
          change: maybe(12).describe('by its name below: change 2'),
          reason: text(600).describe(
            'how it answers what called for it, what is still wrong, or the harm',
          ),
          verdict: z.enum(CHANGE_VERDICTS),
        }),
      )
      .max(MOST_CONFIRMED)
      .describe('each of the changes to judge once; empty for none'),
    tried: triedRows('by its name below: decision, sentence 3'),
    said: judgedSentences.describe('each of the sentences of people to judge once; empty for none'),
    ...judgement,
  }),
  sign: z.strictObject({
    contradicted: z
      .array(
        z.strictObject({
          how: text(400),
          claim: maybe(8).describe('a claim of yours that the text loses or contradicts: B-2'),
        }),
      )
      .max(20)
      .describe('empty for none'),
    weakest: text(600).describe('the weakest part of this text, and why'),
    reason: maybe(200).describe(
      'the reservation, or for a dissent the fact, step or figure that is wrong, in one sentence that makes sense without the verdict; else empty',
    ),
    dissent: maybe(3_000).describe('for a dissent: its text, kept verbatim; else empty'),
    verdict: z.enum(SIGNING_VERDICTS),
    ...judgement,
  }),
} as const;

/**
 * A participant's notes to itself: only it gets them back, in its later turns, because its readings
 * are not repeated. Models see this field in most tools; the schemas above do not have it.
 */
export const Notes = maybe(1_500).describe(
  'for yourself alone, given back to you in your later turns: what you found, as path:line and the finding; else empty',
);

const calling = <Tool extends keyof typeof SUBMISSION_SCHEMAS>(tool: Tool) =>
  z.strictObject({
    tool: z.literal(tool),
    input: SUBMISSION_SCHEMAS[tool],
    notes: Notes.optional(),
  });
export const Submission = z.discriminatedUnion('tool', [
  calling('frame'),
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

/** Its author, with round and turn. Code knows these and never takes them from a model. */
export interface Author {
  readonly participant: ParticipantId;
  readonly roundId: RoundId;
  readonly turnId: TurnId;
}

/**
 * The author's confidence in the whole submission; `null` if it is given for each point, or not at
 * all.
 */
export function confidenceOf({ input }: Submission): number | null {
  return 'confidence' in input ? input.confidence : null;
}

export type TerminalTool = Submission['tool'];
export const TERMINAL_TOOLS: readonly TerminalTool[] = Submission.options.map(
  ({ shape }) => shape.tool.value,
);
/** Arguments of this tool that have passed its schema. */
export type SubmissionInput<Tool extends TerminalTool> = Extract<
  Submission,
  { tool: Tool }
>['input'];

export type Proposal = SubmissionInput<'submit_proposal'>;
export type Composite = SubmissionInput<'submit_composite'>;
export type Audit = SubmissionInput<'submit_audit'>;
export type Revision = SubmissionInput<'submit_revision'>;
export type Confirmation = SubmissionInput<'confirm_revision'>;
export type Impact = (typeof IMPACTS)[number];
