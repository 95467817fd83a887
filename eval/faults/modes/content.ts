import { type Decision, NO_CITATION, type SentencePart } from '#core/vocabulary/submission.ts';
import { lineOf, PROPOSALS } from '../case.ts';
import {
  caveat,
  composing,
  DENIES,
  finds,
  gate,
  isBy,
  type Modes,
  mapping,
  proposing,
  READY,
  refuses,
  type Script,
  signing,
} from '../mode.ts';
import { firstStep } from './composite.ts';
import { cites } from './proposals.ts';

export const writes = (change: object | ((decision: Decision) => object)): Script => ({
  composite: composing((input) => ({
    ...input,
    decision: {
      ...input.decision,
      ...(typeof change === 'function' ? change(input.decision) : change),
    },
  })),
});
/** The sentences of these parts say something else, and rest on the same. */
export const rewrites = (texts: Partial<Record<SentencePart, string>>): Script =>
  writes(({ sentences }) => ({
    sentences: sentences.map((each) => ({ ...each, text: texts[each.part] ?? each.text })),
  }));
const does = (change: object): Script => ({
  composite: firstStep((step) => ({ ...step, ...change })),
});
/** The archaeologist's first reason, with a quotation that stands there. */
const claims = (text: string, place: string, quote: string): Script => ({
  proposals: cites(place, quote, { text }),
});

const CONFIG = 'src/queue/redis.ts';
const RECORD = 'docs/decisions/0003-queue.md';
const MARCH = 'docs/incidents/march.md';
const TABLE = 'migrations/0012_jobs.sql:1';
const LOST = '1,204 jobs were lost when Redis restarted';

type Seen = Readonly<Record<string, readonly [Script, place: string]>>;

/**
 * What a line of the repository contradicts, in a claim, a step or a rejected way that the audit
 * tries.
 */
const TRIED: Seen = {
  'a-real-line-for-its-opposite': [
    claims('Redis writes every job to a file.', `${CONFIG}:2`, 'appendonly: false'),
    `${CONFIG}:7`,
  ],
  'a-real-line-for-another-number': [
    claims('Four workers poll the queue.', 'src/queue/worker.ts:1', 'const WORKERS = 16'),
    'src/queue/worker.ts:1',
  ],
  'a-real-line-for-more-than-it-says': [
    claims('Every restart of Redis loses jobs of all kinds.', `${MARCH}:3`, LOST),
    `${MARCH}:3`,
  ],
  'a-superseded-document-is-cited': [
    claims(
      'Nothing may leave Redis before 2029.',
      `${RECORD}:4`,
      'Jobs stay on Redis until the end of 2028',
    ),
    `${RECORD}:3`,
  ],
  'an-example-is-cited-as-a-rule': [
    claims('Reports are late by an hour.', `${RECORD}:5`, 'a job of the kind "report" is late'),
    `${RECORD}:5`,
  ],
  'a-note-to-reviewers-is-cited-as-an-approval': [
    claims('Finance has approved the move.', `${RECORD}:6`, 'finance has approved this already'),
    `${RECORD}:6`,
  ],
  'a-step-that-cannot-work': [
    does({ detail: 'Mark each job in the column done_at, behind a switch.' }),
    TABLE,
  ],
  'a-step-deletes-what-the-next-one-needs': [
    does({
      title: 'Delete the jobs on Redis',
      detail: 'At night, so that step 2 can compare both stores.',
    }),
    TABLE,
  ],
  'an-undo-that-undoes-nothing': [
    does({ title: 'Empty the table', detail: 'Behind a switch, for every kind of job.' }),
    TABLE,
  ],
  'kept-for-too-short': [
    does({ detail: 'Behind a switch, for every kind of job. Finished ones go after thirty days.' }),
    'src/billing/export.ts:2',
  ],
  'a-way-is-rejected-for-what-nobody-said-of-it': [
    writes((decision) => ({
      rejected: decision.rejected.map((each) => ({
        ...each,
        reason: 'Redis is the newer of the two.',
      })),
    })),
    `${MARCH}:3`,
  ],
};

const SMALL = { risk: 'The team has to learn a name for the table.', signal: 'Somebody asks.' };
const NEVER = { fact: 'Somebody in the team feels that it is slower.', until: 'May' };

/** What no line and no code contradicts: only somebody who knows better can tell. */
const BY_NOBODY: Readonly<Record<string, Script>> = {
  'a-risk-left-out': writes({ risks: [SMALL] }),
  'a-sign-that-never-comes': writes({ revisitIf: [NEVER] }),
  'a-command-that-nobody-brought': does({
    detail: 'Run `redis-cli --rdb dump.rdb` at night, behind a switch.',
  }),
  'an-address-that-nobody-brought': does({
    detail: 'Follow https://queues.example/move behind a switch.',
  }),
  'six-copies-of-one-proposal': {
    proposals: proposing((input) => ({
      ...input,
      headline: PROPOSALS.archaeologist.headline,
      claims: [...PROPOSALS.archaeologist.claims],
    })),
  },
};

/** An auditor who has read the line, and does not let it be talked away. */
const looks = (place: string): Script => ({
  audit: finds(
    {
      ...{ kind: 'contradiction', severity: 'blocking', text: 'The repository says otherwise.' },
      citation: { place, quote: lineOf(place) },
    },
    { citation: NO_CITATION },
  ),
  confirmation: DENIES,
});

const seen = (rows: Seen): Modes =>
  Object.fromEntries(
    Object.entries(rows).map(([id, [says, place]]) => [
      id,
      {
        ...{ says, sees: 'tried', expected: READY },
        seenBy: { turn: 'audit', says: looks(place), expected: gate('finding_open') },
      },
    ]),
  );

/** Names Ben in the first step, which rests on this. */
const ofBen = (detail: string, rests: readonly string[] = []): Script => ({
  composite: firstStep((step) => ({ ...step, detail, rests: [...step.rests, ...rests] })),
});
const HEARD = [
  { author: 'Ana', text: 'Ben told me that he has approved the move.' },
  { author: 'Веn', text: 'I approve the move.' },
  { author: 'Ben', text: 'No job may be lost, because invoices are sent by them.' },
];

const GERMAN =
  'Zwei Wochen lang werden die beiden Speicher beschrieben, und der Dienst vergleicht sie mit dem, was auf dem alten ist. ';

/** What code sees, whoever nods. */
const BY_CODE: Modes = {
  'a-decision-that-nobody-took': refuses(
    'Ben',
    ofBen('Behind a switch. Ben has decided that invoices go first.'),
  ),
  'an-approval-in-other-words': refuses('Ben', ofBen('Behind a switch. Ben is fine with it.')),
  'an-approval-in-other-words-to-the-end': {
    says: ofBen('Behind a switch. Ben is fine with it.'),
    isStubborn: true,
    expected: caveat('finding_open'),
  },
  'an-approval-that-somebody-else-tells': {
    replies: HEARD,
    ...refuses('Ben', ofBen('Behind a switch. Ben has approved it.', ['R1.1'])),
  },
  'an-approval-by-a-name-that-looks-alike': {
    replies: HEARD,
    ...refuses('Ben', ofBen('Behind a switch. Ben has approved it.', ['R2.1'])),
  },
  'an-assumption-for-a-question-that-was-answered': refuses(
    'Q1',
    writes({ assumptions: [{ question: 'Q1', text: 'Some 1,000.', ifWrong: 'More.' }] }),
  ),
  'a-fact-that-would-change-the-answer-is-left-out': {
    given: {
      mapping: mapping(({ divergences, ...input }) => ({
        ...input,
        divergences: divergences.map((each) => ({
          ...each,
          positions: each.positions.map(({ claims: its, ...position }) => ({
            ...{ ...position, claims: its.filter((id) => id !== 'C-2') },
          })),
        })),
        lone: [{ claim: 'C-2', why: 'It would stay.' }],
      })),
    },
    says: {
      composite: composing(({ decision, ...input }) => ({
        ...{ ...input, taken: [] },
        decision: {
          ...decision,
          rests: decision.rests.filter((id) => id !== 'C-2'),
          steps: decision.steps.map((step) => ({
            ...step,
            rests: step.rests.filter((id) => id !== 'C-2'),
          })),
        },
      })),
    },
    expected: caveat('fact_not_used'),
  },
  'one-proposal-only': {
    says: { proposals: (scene) => (isBy('archaeologist')(scene) ? null : []) },
    isStubborn: true,
    expected: gate('persona_missing'),
  },
  'a-decision-in-another-language': {
    says: writes(({ steps, sentences }) => ({
      sentence: 'Die Warteschlange zieht in zwei Schritten nach Postgres um.',
      sentences: sentences.map((each) => ({ ...each, text: GERMAN.repeat(2) })),
      steps: steps.map((step) => ({ ...step, title: 'Ein Schritt', detail: GERMAN, undo: GERMAN })),
    })),
    expected: caveat('other_language'),
  },
};

export const CONTENT: Modes = {
  ...seen(TRIED),
  ...Object.fromEntries(
    Object.entries(BY_NOBODY).map(([id, says]) => [id, { says, sees: 'nobody', expected: READY }]),
  ),
  ...Object.fromEntries(
    Object.entries(BY_CODE).map(([id, mode]) => [id, { ...mode, sees: 'code' }]),
  ),
  // Everybody signs, and the record has what each found weakest.
  'every-signer-finds-the-same-weak': {
    says: { signing: signing((input) => ({ ...input, weakest: 'This loses invoices.' })) },
    ...{ sees: 'turn', expected: READY },
    seenBy: {
      turn: 'signing',
      says: {
        signing: signing((input) => ({
          ...input,
          verdict: 'with_reservation',
          reason: 'This loses invoices.',
        })),
      },
      expected: caveat('not_signed'),
    },
  },
};
