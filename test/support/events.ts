import type { DesignEvent, EventOf } from '../../src/core/vocabulary/events.ts';
import { DesignId, ParticipantId, SessionId, TurnId } from '../../src/core/vocabulary/ids.ts';
import { sampleSubmissions } from './submissions.ts';

/** Moment of the first sample event, in milliseconds since the epoch. */
export const STARTED_AT = 1_790_000_000_000;

/** The n-th of a series of ids that sort as they count. */
const uuid = (n: number) => `01990000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
export const designIdOf = (n: number) => DesignId.parse(`dsn_${uuid(n)}`);
export const sessionIdOf = (n: number) => SessionId.parse(`ses_${uuid(n)}`);
export const turnIdOf = (n: number) => TurnId.parse(`trn_${uuid(n)}`);
export const participantIdOf = (name: string) => ParticipantId.parse(name);

const at = STARTED_AT;
const participant = participantIdOf('keeper-of-interfaces');
const other = participantIdOf('operator');
const sessionId = sessionIdOf(1);
const turnId = turnIdOf(1);
const author = { participant, roundId: 'r1', turnId } as const;
const proposal = sampleSubmissions.submit_proposal;
const question = {
  text: 'How many jobs may be lost?',
  why: 'Durability.',
  assumption: 'None.',
} as const;

/** A valid event of every type. A type without one does not compile. */
export const sampleEvents: { readonly [Type in DesignEvent['type']]: EventOf<Type> } = {
  design_started: {
    type: 'design_started',
    at,
    designId: designIdOf(1),
    topic: 'Should the job queue move from Redis to Postgres?',
    context: [{ name: 'load.md', text: '# Load\n\nAt most 40 jobs per second. Überlauf: nie. 🌍' }],
    participants: [
      { id: participant, title: 'Keeper of interfaces', emoji: '🧭', role: 'persona', model: 'rehearsal' },
      { id: other, title: 'Operator', emoji: '🔧', role: 'persona', model: 'rehearsal' },
    ],
    drawnOrder: [other, participant],
    settings: {
      questions: 'ask',
      gates: 'ask',
      replacement: 'once',
      answerMs: 600_000,
      roundMs: 300_000,
      synthesisMs: 900_000,
      gateMs: 3_600_000,
      designMs: 3_600_000,
      budgetUsd: 4.5,
    },
    repository: { name: 'queue', commit: 'a'.repeat(40), digest: 'src/\n  queue.ts' },
    startedBy: 'terminal',
    thread: null,
    successorOf: null,
    carried: null,
    rehearsal: true,
  },
  thread_opened: { type: 'thread_opened', at, thread: '1700000000.000100' },
  status_changed: { type: 'status_changed', at, status: 'running', phase: 'spawning', step: 'spawning' },
  session_started: { type: 'session_started', at, participant, sessionId, origin: 'first' },
  session_ready: { type: 'session_ready', at, participant, sessionId, pid: 4242, process: 'boot/1' },
  session_parked: { type: 'session_parked', at, participant, sessionId },
  session_lost: {
    type: 'session_lost',
    at,
    participant,
    sessionId,
    cause: { kind: 'killed', detail: 'killed by SIGKILL', diagnostics: '' },
  },
  late_report_recorded: {
    type: 'late_report_recorded',
    at,
    participant,
    sessionId,
    report: 'lost',
    detail: 'exit code 1',
  },
  round_opened: {
    type: 'round_opened',
    at,
    roundId: 'r1',
    kind: 'proposals',
    points: [],
    asked: [participant, other],
    deadlineAt: at + 300_000,
  },
  participant_excused: {
    type: 'participant_excused',
    at,
    roundId: 'r1',
    participant: other,
    reason: 'timed_out',
    detail: '',
  },
  round_closed: { type: 'round_closed', at, roundId: 'r1', contributed: [participant], excused: [other] },
  facilitator_passed: { type: 'facilitator_passed', at, role: 'synthesizer', from: participant, to: other },
  turn_started: { type: 'turn_started', at, ...author, sessionId },
  model_answered: {
    type: 'model_answered',
    at,
    turnId,
    participant,
    model: 'rehearsal',
    stopReason: 'tool_use',
    usage: { inputTokens: 1_200, cacheWriteTokens: 0, cacheReadTokens: 9_000, outputTokens: 640 },
    costUsd: 0.0312,
    latencyMs: 842.5,
  },
  tool_invoked: {
    type: 'tool_invoked',
    at,
    turnId,
    participant,
    tool: 'read_file',
    result: 'ok',
    latencyMs: 3.2,
  },
  confidence_given: { type: 'confidence_given', at, ...author, confidence: 0.7 },
  turn_finished: { type: 'turn_finished', at, ...author, outcome: 'spoke', error: null },
  late_submission_recorded: {
    type: 'late_submission_recorded',
    at,
    ...author,
    tool: 'submit_proposal',
    text: JSON.stringify(proposal),
  },
  questions_asked: { type: 'questions_asked', at, ...author, questions: [question] },
  participant_passed: { type: 'participant_passed', at, ...author, rationale: 'Nothing to ask.' },
  answering_opened: { type: 'answering_opened', at, deadlineAt: at + 600_000 },
  reply_recorded: {
    type: 'reply_recorded',
    at,
    id: 'reply-1',
    author: 'ada',
    text: 'Q1: none.',
    answers: [{ questionId: 'Q1', text: 'none.' }],
    unmatched: false,
  },
  reply_revised: {
    type: 'reply_revised',
    at,
    id: 'reply-1',
    author: 'ada',
    text: 'Q1: one.',
    answers: [{ questionId: 'Q1', text: 'one.' }],
    unmatched: false,
  },
  reply_withdrawn: { type: 'reply_withdrawn', at, id: 'reply-1' },
  answers_matched: {
    type: 'answers_matched',
    at,
    ...author,
    replies: ['reply-1'],
    matches: [{ questionId: 'Q1', replyId: 'reply-1', quote: 'none.' }],
    rationale: 'It says so.',
  },
  reply_match_corrected: {
    type: 'reply_match_corrected',
    at,
    questionId: 'Q1',
    replyId: null,
    by: 'ada',
  },
  person_named: { type: 'person_named', at, author: 'ada', authorId: 'U1' },
  people_reminded: { type: 'people_reminded', at, about: 'answering' },
  answering_ended: { type: 'answering_ended', at, reason: 'done', by: 'ada' },
  answering_closed: { type: 'answering_closed', at, reason: 'all_answered', by: 'ada', assumed: [] },
  proposal_sealed: {
    type: 'proposal_sealed',
    at,
    citations: [{ item: 2, status: 'checked', path: 'ops/load.md', from: 12, to: 12 }],
    ...author,
    participant,
    proposal,
    sha256: 'b'.repeat(64),
  },
  proposals_revealed: { type: 'proposals_revealed', at, participants: [other, participant] },
  divergences_mapped: {
    type: 'divergences_mapped',
    at,
    ...author,
    agreements: [{ statement: 'The queue has to survive a restart.', claims: ['A-1', 'B-1'] }],
    divergences: [
      {
        id: 'D1',
        description: 'At once or by writing to both?',
        impact: 'high',
        positions: [
          { id: 'P1', statement: 'At once.', claims: ['A-1'], holders: [other] },
          { id: 'P2', statement: 'By writing to both.', claims: ['B-1'], holders: [participant] },
        ],
      },
    ],
  },
  divergence_added: {
    type: 'divergence_added',
    at,
    ...author,
    divergence: {
      id: 'D2',
      description: 'Who may write to the table?',
      impact: 'medium',
      positions: [
        { id: 'P1', statement: 'The workers.', claims: ['A-2'], holders: [other] },
        { id: 'P2', statement: 'Nobody but the queue.', claims: ['B-2'], holders: [participant] },
      ],
    },
  },
  position_argued: {
    type: 'position_argued',
    at,
    ...author,
    divergenceId: 'D1',
    before: { position: 'P1', confidence: 0.6 },
    after: { position: 'P2', confidence: 0.75 },
    addresses: ['A-1'],
    strongest: 'Two queues drift apart.',
    argument: 'A move at once cannot be taken back.',
    citation: { place: 'src/queue.ts:41', quote: 'retry' },
    check: { item: 1, status: 'checked', path: 'src/queue.ts', from: 41, to: 41 },
    changedBy: ['B-2'],
  },
  divergence_settled: {
    type: 'divergence_settled',
    at,
    divergenceId: 'D1',
    outcome: 'conceded',
    position: 'P2',
    by: [participant, other],
    person: '',
    reason: 'Both hold it now.',
  },
  deliberation_stopped: { type: 'deliberation_stopped', at, reason: 'time_used_up', dropped: ['argument'] },
  composite_submitted: {
    type: 'composite_submitted',
    at,
    ...author,
    composite: sampleSubmissions.submit_composite,
    sha256: 'd'.repeat(64),
  },
  signature_given: {
    type: 'signature_given',
    at,
    ...author,
    ...sampleSubmissions.sign,
    sha256: 'd'.repeat(64),
  },
  audit_submitted: {
    type: 'audit_submitted',
    at,
    ...author,
    audit: sampleSubmissions.submit_audit,
    citations: [],
  },
  revision_submitted: {
    type: 'revision_submitted',
    at,
    ...author,
    revision: sampleSubmissions.submit_revision,
    sha256: 'd'.repeat(64),
  },
  gate_opened: {
    type: 'gate_opened',
    at,
    gateId: 'gate-1',
    reasons: ['low_confidence'],
    choices: ['accept', 'send_back', 'stop'],
    deadlineAt: at + 3_600_000,
  },
  gate_decided: { type: 'gate_decided', at, gateId: 'gate-1', choice: 'accept', note: '', by: 'ada' },
  outcome_settled: {
    type: 'outcome_settled',
    at,
    status: 'completed',
    stoppedBecause: 'finished',
    reasons: [],
    detail: '',
  },
  files_written: {
    type: 'files_written',
    at,
    files: [{ name: 'brief.md', bytes: 4_096, sha256: 'c'.repeat(64) }],
  },
  record_closed: { type: 'record_closed', at, head: 'd'.repeat(64) },
  files_failed: { type: 'files_failed', at, detail: 'no space left on the disk' },
  design_ended: {
    type: 'design_ended',
    at,
    status: 'completed',
    stoppedBecause: 'finished',
    by: 'charrette',
    detail: '',
  },
};
