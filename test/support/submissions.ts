import { SUBMISSION_SCHEMAS, type SubmissionInput, type TerminalTool } from '../../src/core/submission.ts';

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
    confidence: 0.6,
    rationale: 'The rest can be read in the repository.',
  }),
  pass: SUBMISSION_SCHEMAS.pass.parse({ confidence: 0.9, rationale: 'Nothing to add.' }),
  submit_proposal: SUBMISSION_SCHEMAS.submit_proposal.parse({
    headline: 'Move the queue to Postgres',
    summary: 'One database less to run; the load is far below what a table with `SKIP LOCKED` carries.',
    claims: [
      { kind: 'decision', text: 'Jobs live in one table.', citation: '' },
      { kind: 'risk', text: 'Vacuum falls behind under many updates.', citation: 'ops/load.md:12@4f2a9c1' },
    ],
    steps: ['Write to both.', 'Read from Postgres.', 'Remove Redis.'],
    premortem: '',
    confidence: 0.7,
    rationale: 'The measured load leaves a margin of ten.',
  }),
  map_divergences: SUBMISSION_SCHEMAS.map_divergences.parse({
    agreements: ['The queue has to survive a restart.'],
    divergences: [
      {
        description: 'Does the queue move at once or by writing to both?',
        impact: 'high',
        positions: [
          { statement: 'At once.', proposals: ['A'] },
          { statement: 'By writing to both.', proposals: ['B'] },
        ],
      },
    ],
    confidence: 0.8,
    rationale: 'They differ on nothing else.',
  }),
  argue: SUBMISSION_SCHEMAS.argue.parse({
    position: 'P2',
    addresses: ['A-1'],
    argument: 'A move at once cannot be taken back once new jobs are in the table.',
    changedBecause: '',
    confidence: 0.75,
    rationale: 'A-1 says nothing about going back.',
  }),
  submit_composite: SUBMISSION_SCHEMAS.submit_composite.parse({
    headline: 'Move the queue to Postgres by writing to both',
    summary: 'Both agree on the goal; the way is the one that can be taken back.',
    steps: ['Write to both.', 'Compare for a week.', 'Remove Redis.'],
    accounts: [
      { claim: 'A-1', disposition: 'rejected', into: '', reason: 'It cannot be taken back.' },
      { claim: 'B-1', disposition: 'adopted', into: '', reason: '' },
    ],
    confidence: 0.8,
    rationale: 'Every claim is accounted for.',
  }),
  sign: SUBMISSION_SCHEMAS.sign.parse({
    verdict: 'dissents',
    dissent: 'A week of writing to both hides the errors of the second week.',
    confidence: 0.55,
    rationale: 'I would wait for two.',
  }),
  submit_audit: SUBMISSION_SCHEMAS.submit_audit.parse({
    findings: [{ kind: 'edge_case', severity: 'minor', text: 'Nobody says what happens to delayed jobs.' }],
    premortem: 'The two queues drifted apart and nobody compared them.',
    confidence: 0.7,
    rationale: 'The composite holds otherwise.',
  }),
  submit_brief: SUBMISSION_SCHEMAS.submit_brief.parse({
    title: 'Job queue on Postgres',
    decision: 'Move the job queue from Redis to Postgres, writing to both for a week.',
    paragraph: 'The load is a tenth of what one table carries, and one database less has to be run.',
    steps: [{ title: 'Write to both', detail: 'Behind a switch.', undo: 'Turn the switch off.' }],
    risks: [{ risk: 'Vacuum falls behind.', signal: 'The table grows while the queue is empty.' }],
    notDoing: [{ what: 'A queue service of its own.', why: 'Nothing needs it at this load.' }],
    ifAssumptionsFail: [{ question: 'Q1', effect: 'If jobs may be lost, Redis may stay.' }],
    openQuestions: ['Who removes Redis?'],
    confidence: 0.8,
    rationale: 'It is what the composite says.',
  }),
};
