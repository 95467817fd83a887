import {
  NO_CITATION,
  SUBMISSION_SCHEMAS,
  type SubmissionInput,
  type TerminalTool,
} from '../../src/core/vocabulary/submission.ts';
import { BARE, cited } from './claims.ts';

const DECISION = {
  title: 'Job queue on Postgres',
  sentence: 'Move the job queue from Redis to Postgres, writing to both for a week.',
  paragraph: 'The load is a tenth of what one table carries, and one database less has to be run.',
  options: [
    {
      name: 'Writing to both',
      verdict: 'chosen',
      covers: [],
      for: 'It can be taken back.',
      against: 'It takes a week longer.',
      claims: ['B-1'],
    },
  ],
  steps: [
    {
      title: 'Write to both',
      detail: 'Behind a switch.',
      undo: 'Turn the switch off.',
      owner: 'Ana',
      date: '',
      named: { reply: '', quote: '' },
      rests: ['B-1'],
    },
  ],
  risks: [{ risk: 'Vacuum falls behind.', signal: 'The table grows while the queue is empty.', rests: [] }],
  assumptions: [{ question: 'Q1', text: 'No job may be lost.', ifWrong: 'Redis may stay.' }],
  open: [{ text: 'Who removes Redis?', difference: '', rests: [] }],
  revisitIf: [],
};

/** A valid input for every terminal tool. A tool without one does not compile. */
export const sampleSubmissions: { readonly [Tool in TerminalTool]: SubmissionInput<Tool> } = {
  ask_questions: SUBMISSION_SCHEMAS.ask_questions.parse({
    questions: [
      {
        text: 'How many jobs may be lost when the queue fails?',
        why: 'It decides whether the queue has to be durable.',
        assumption: 'None may be lost.',
      },
    ],
  }),
  pass: SUBMISSION_SCHEMAS.pass.parse({ rationale: 'Nothing to add.' }),
  match_answers: SUBMISSION_SCHEMAS.match_answers.parse({
    matches: [{ question: 'Q1', reply: 'R1', quote: 'none' }],
    left_open: [],
    disputed: [],
    rationale: 'It says how many may be lost.',
  }),
  submit_proposal: SUBMISSION_SCHEMAS.submit_proposal.parse({
    headline: 'Move the queue to Postgres',
    summary: 'One database less to run; the load is far below what a table with `SKIP LOCKED` carries.',
    claims: [
      { ...BARE, kind: 'decision', text: 'Jobs live in one table.' },
      {
        ...cited('ops/load.md:12', 'dead rows'),
        kind: 'risk',
        text: 'Vacuum falls behind under many updates.',
      },
    ],
    steps: ['Write to both.', 'Read from Postgres.', 'Remove Redis.'],
    premortem: '',
    confidence: 0.7,
    rationale: 'The measured load leaves a margin of ten.',
  }),
  map_divergences: SUBMISSION_SCHEMAS.map_divergences.parse({
    agreements: [{ statement: 'The queue has to survive a restart.', claims: ['A-2'] }],
    divergences: [
      {
        description: 'Does the queue move at once or by writing to both?',
        impact: 'high',
        positions: [
          { statement: 'At once.', claims: ['A-1'] },
          { statement: 'By writing to both.', claims: ['B-1'] },
        ],
      },
    ],
    confidence: 0.8,
    rationale: 'They differ on nothing else.',
  }),
  argue: SUBMISSION_SCHEMAS.argue.parse({
    points: [
      {
        difference: '1',
        mine: '1b',
        confidence: 0.7,
        strongest: 'Two queues at once drift apart.',
        addresses: ['1a.1'],
        answer: 'A move at once cannot be taken back once new jobs are in the table.',
        citation: { place: 'src/queue.ts:41', quote: 'retry' },
        now: '1b',
        confidenceNow: 0.75,
        changedBy: [],
      },
    ],
    missed: [],
    rationale: 'A-1 says nothing about going back.',
  }),
  submit_composite: SUBMISSION_SCHEMAS.submit_composite.parse({
    decision: DECISION,
    accounts: [
      { claim: 'A-1', disposition: 'rejected', into: '', reason: 'It cannot be taken back.' },
      { claim: 'B-1', disposition: 'adopted', into: '', reason: '' },
    ],
    confidence: 0.8,
    rationale: 'Every claim is accounted for.',
  }),
  sign: SUBMISSION_SCHEMAS.sign.parse({
    weakest: 'The week of writing to both.',
    contradicted: [],
    verdict: 'dissents',
    reason: 'One week is too short.',
    dissent: 'A week of writing to both hides the errors of the second week.',
    confidence: 0.55,
    rationale: 'I would wait for two.',
  }),
  submit_audit: SUBMISSION_SCHEMAS.submit_audit.parse({
    findings: [
      {
        kind: 'edge_case',
        severity: 'minor',
        text: 'Nobody says what happens to delayed jobs.',
        citation: NO_CITATION,
      },
    ],
    premortem: 'The two queues drifted apart and nobody compared them.',
    confidence: 0.7,
    rationale: 'The composite holds otherwise.',
  }),
  submit_revision: SUBMISSION_SCHEMAS.submit_revision.parse({
    changes: [
      {
        part: 'step',
        how: 'replace',
        number: '1',
        with: { ...DECISION.steps[0], detail: 'Behind a switch, delayed jobs too.' },
        answers: ['F1'],
      },
    ],
    findings: [{ finding: 'F1', done: 'acted_on', where: 'Step 1 speaks of delayed jobs.' }],
    accounts: [],
    confidence: 0.8,
    rationale: 'One sentence answers the finding.',
  }),
  confirm_revision: SUBMISSION_SCHEMAS.confirm_revision.parse({
    findings: [{ finding: 'F1', isAnswered: true, reason: 'Step 1 speaks of delayed jobs now.' }],
    unfounded: [{ change: '1', reason: 'It also changes when they are sent.' }],
    aboutItself: ['All of them have signed.'],
    confidence: 0.8,
    rationale: 'The step speaks of delayed jobs now.',
  }),
};
