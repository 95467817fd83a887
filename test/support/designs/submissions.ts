import {
  NO_CITATION,
  SUBMISSION_SCHEMAS,
  type SubmissionInput,
  type TerminalTool,
} from '#core/vocabulary/submission.ts';
import { BARE, citePlace } from './claims.ts';
import { parseFixture } from './fixture.ts';

const DECISION = {
  rests: ['B-1'],
  rejected: [
    {
      option: 'A move at once',
      reason: 'It is over in a day.',
      outweighed: 'It cannot be taken back.',
      proposals: ['A'],
    },
  ],
  sentences: [
    { part: 'context', text: 'The queue on Redis loses jobs at a restart.', rests: ['T.1'] },
    { part: 'why', text: 'The load is a tenth of what one table carries.', rests: ['B-1'] },
    { part: 'harder', text: 'Jobs and orders share one disk.', rests: [] },
  ],
  sentence: 'Move the job queue from Redis to Postgres, writing to both for a week.',
  steps: [
    {
      title: 'Write to both',
      detail: 'Behind a switch.',
      undo: 'Turn the switch off.',
      rests: ['B-1'],
    },
  ],
  risks: [{ risk: 'Vacuum falls behind.', signal: 'The table grows while the queue is empty.' }],
  assumptions: [{ question: 'Q1', text: 'No job may be lost.', ifWrong: 'Redis may stay.' }],
  open: [{ difference: '', text: 'Who removes Redis?' }],
  revisitIf: [],
};

/** A valid input for every terminal tool. A tool without one does not compile. */
export const sampleSubmissions: { readonly [Tool in TerminalTool]: SubmissionInput<Tool> } = {
  frame: parseFixture(SUBMISSION_SCHEMAS.frame, 'frame', {
    reason: 'Two answers can be defended.',
    isDesignQuestion: true,
    restated: 'Which store should hold the job queue?',
    decided: [{ quote: 'Redis stays for the cache.' }],
    language: 'en',
    personas: [{ reason: 'It reads the interfaces.', id: 'keeper-of-interfaces', takesPart: true }],
  }),
  ask_questions: parseFixture(SUBMISSION_SCHEMAS.ask_questions, 'ask_questions', {
    questions: [
      {
        text: 'How many jobs may be lost when the queue fails?',
        why: 'It decides whether the queue has to be durable.',
        assumption: 'None may be lost.',
      },
    ],
  }),
  pass: parseFixture(SUBMISSION_SCHEMAS.pass, 'pass', { rationale: 'Nothing to add.' }),
  match_answers: parseFixture(SUBMISSION_SCHEMAS.match_answers, 'match_answers', {
    matches: [{ question: 'Q1', reply: 'R1', quote: 'none' }],
    left_open: [],
    rationale: 'It says how many may be lost.',
  }),
  submit_proposal: parseFixture(SUBMISSION_SCHEMAS.submit_proposal, 'submit_proposal', {
    headline: 'Move the queue to Postgres',
    summary:
      'One database less to run; the load is far below what a table with `SKIP LOCKED` carries.',
    claims: [
      { ...BARE, kind: 'decision', text: 'Jobs live in one table.' },
      {
        ...citePlace('ops/load.md:12', 'dead rows'),
        kind: 'risk',
        text: 'Vacuum falls behind under many updates.',
      },
    ],
    against: 'A dead row costs every worker a little.',
    steps: ['Write to both.', 'Read from Postgres.', 'Remove Redis.'],
    nextBest: 'To keep Redis with its append-only file: two databases are run then.',
    changesMind: 'A peak above 2,000 jobs a second.',
    confidence: 0.7,
    rationale: 'The measured load leaves a margin of ten.',
  }),
  map_divergences: parseFixture(SUBMISSION_SCHEMAS.map_divergences, 'map_divergences', {
    agreements: [{ statement: 'The queue has to survive a restart.', claims: ['A-2'] }],
    divergences: [
      {
        description: 'Does the queue move at once or by writing to both?',
        cost: 'Orders stand still for a day.',
        impact: 'high',
        positions: [
          { statement: 'At once.', claims: ['A-1'] },
          { statement: 'By writing to both.', claims: ['B-1'] },
        ],
      },
    ],
    lone: [{ claim: 'B-2', why: 'It rules a move at once out.' }],
    confidence: 0.8,
    rationale: 'They differ on nothing else.',
  }),
  argue: parseFixture(SUBMISSION_SCHEMAS.argue, 'argue', {
    points: [
      {
        difference: '1',
        addresses: ['1a.1'],
        answer: 'A move at once cannot be taken back once new jobs are in the table.',
        citation: { place: 'src/queue.ts:41', quote: 'retry' },
        changedBy: [],
        now: '1b',
        confidence: 0.75,
      },
    ],
    rationale: 'A-1 says nothing about going back.',
  }),
  submit_composite: parseFixture(SUBMISSION_SCHEMAS.submit_composite, 'submit_composite', {
    weighed: [
      { best: 'It is over in a day.', against: 'It cannot be taken back.', proposal: 'A' },
      { best: 'It can be taken back.', against: 'It takes a week longer.', proposal: 'B' },
    ],
    base: 'B',
    taken: [{ why: 'Dead rows are counted from the first day.', claim: 'A-2' }],
    decision: DECISION,
    confidence: 0.8,
    rationale: 'What is rejected could be defended.',
  }),
  sign: parseFixture(SUBMISSION_SCHEMAS.sign, 'sign', {
    contradicted: [],
    weakest: 'The week of writing to both.',
    reason: 'One week is too short.',
    dissent: 'A week of writing to both hides the errors of the second week.',
    verdict: 'dissents',
    confidence: 0.55,
    rationale: 'I would wait for two.',
  }),
  submit_audit: parseFixture(SUBMISSION_SCHEMAS.submit_audit, 'submit_audit', {
    answersQuestion: { reason: 'It says where the queue is kept.', verdict: true },
    said: [{ said: 'T.1', why: 'It names the store.', sentence: '2', fate: 'reflected' }],
    tried: [{ what: 'B-1', attempt: 'Two queues can drift apart.', holds: 'yes' }],
    premortem: 'The two queues drifted apart and nobody compared them.',
    findings: [
      {
        text: 'Nobody says what happens to delayed jobs.',
        citation: NO_CITATION,
        kind: 'edge_case',
        severity: 'minor',
      },
    ],
    confidence: 0.7,
    rationale: 'The composite holds otherwise.',
  }),
  submit_revision: parseFixture(SUBMISSION_SCHEMAS.submit_revision, 'submit_revision', {
    changes: [
      {
        answers: ['F1'],
        part: 'step',
        number: '1',
        how: 'replace',
        fields: [{ name: 'detail', text: 'Behind a switch, delayed jobs too.' }],
        rests: [],
      },
    ],
    findings: [{ finding: 'F1', where: 'Step 1 speaks of delayed jobs.', done: 'acted_on' }],
    base: '',
    confidence: 0.8,
    rationale: 'One sentence answers the finding.',
  }),
  confirm_revision: parseFixture(SUBMISSION_SCHEMAS.confirm_revision, 'confirm_revision', {
    changes: [
      { change: 'change 1', reason: 'Step 1 speaks of delayed jobs now.', verdict: 'answers' },
    ],
    tried: [],
    said: [],
    confidence: 0.8,
    rationale: 'The step speaks of delayed jobs now.',
  }),
};
