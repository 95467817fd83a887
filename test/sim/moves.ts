import { groundsOf } from '../../src/core/decision/grounds.ts';
import type { Command, StartDesign } from '../../src/core/vocabulary/commands.ts';
import type { Design, Gate, Turn } from '../../src/core/vocabulary/design.ts';
import type { TimerId } from '../../src/core/vocabulary/ids.ts';
import type { CrashCause, Session } from '../../src/core/vocabulary/session.ts';
import type { Submission } from '../../src/core/vocabulary/submission.ts';
import type { Timer } from '../../src/core/workflow/timers.ts';
import { keepDefined } from '../../src/foundation/keep-defined.ts';
import { answersTo } from './answers.ts';
import { differOn, isLive, needsNoSession } from './state-invariants.ts';
import { FREE_WORDS, type Node, OTHER, STARTER } from './step.ts';
import { CALL_USD, type World } from './world.ts';
import { hashFor, wrongAnswersTo } from './wrong-answers.ts';

export type Report = Exclude<Command, StartDesign>;

/**
 * A command that the world may give, and its expected outcome. `goes_on`: accepted; what follows is
 * for the invariants. `late`: exactly one record that it came too late. `noted`: one record, and
 * nothing else is different. `nothing`: accepted, without an event. `refused`: refused.
 */
export interface Move {
  readonly command: Report;
  readonly expect: 'goes_on' | 'late' | 'noted' | 'nothing' | 'refused';
}

/**
 * Every command that can reach a design in this state, in an order that is the same for equal
 * states.
 */
export function movesOf(world: World, node: Node, armed: readonly Timer[]): Move[] {
  const moves: Move[] = [];
  addSessionReports(world, node, moves);
  addTurnReports(world, node, moves);
  addDeadlines(node.design, armed, moves);
  addPeople(world, node, moves);
  addChanges(world, node, moves);
  addThread(world, node, moves);
  addCharrette(world, node, moves);
  return moves;
}

function addSessionReports(world: World, { design, losses }: Node, moves: Move[]): void {
  for (const participant of design.participants) {
    const mayBeLost =
      losses < world.maxLosses && (participant.role === 'persona' || world.facilitatorsCrash);
    for (const session of participant.sessions) {
      const ready: Report = {
        type: 'report_session_ready',
        sessionId: session.id,
        pid: 1,
        process: '',
      };
      if (session.state === 'starting') {
        moves.push({ command: ready, expect: 'goes_on' });
        if (mayBeLost) moves.push({ command: lost(session, 'not_ready'), expect: 'goes_on' });
      } else if (session.state === 'healthy') {
        moves.push({ command: ready, expect: 'nothing' });
        if (mayBeLost) moves.push({ command: lost(session, world.lossKind), expect: 'goes_on' });
      } else {
        moves.push({ command: ready, expect: 'late' });
        moves.push({ command: lost(session, 'killed'), expect: 'late' });
      }
    }
  }
}

function lost(session: Session, kind: CrashCause['kind']): Report {
  return {
    type: 'report_session_lost',
    sessionId: session.id,
    cause: { kind, detail: kind, diagnostics: '' },
  };
}

/** Open turns are answered or fail. Of those that are over, two stand for all: see `latecomers`. */
function addTurnReports(
  world: World,
  { design, failedTurns, becalmed, calls }: Node,
  moves: Move[],
): void {
  const mayCall = calls < world.maxCalls;
  for (const turn of design.turns) {
    if (turn.outcome !== 'open') continue;
    for (const submission of answersTo(world, design, turn)) {
      moves.push({ command: submit(design, turn, submission), expect: 'goes_on' });
    }
    for (const wrong of wrongAnswersTo(design, turn)) {
      moves.push({
        command: { ...submit(design, turn, wrong.submission), ...wrong },
        expect: 'refused',
      });
    }
    if (failedTurns < world.maxFailedTurns)
      moves.push({ command: failed(turn), expect: 'goes_on' });
    if (becalmed < world.maxUnavailable)
      for (const againAt of [SOON, TOO_LATE])
        moves.push({ command: failUnavailable(turn, againAt), expect: 'goes_on' });
    if (mayCall) moves.push({ command: called(turn), expect: 'goes_on' });
  }
  for (const turn of latecomers(design)) {
    const [submission] = answersTo(world, design, turn);
    if (submission !== undefined)
      moves.push({ command: submit(design, turn, submission), expect: 'late' });
    moves.push({ command: failed(turn), expect: 'nothing' });
    const over = design.end !== null || design.settled !== null;
    if (mayCall) moves.push({ command: called(turn), expect: over ? 'noted' : 'goes_on' });
  }
}

/**
 * The last turn that is over, and one that is over in a round that is still open, if there is any:
 * a late contribution to the past, and one that could be mistaken for a present one.
 */
export function latecomers(design: Design): Turn[] {
  const last = design.turns.findLast((turn) => turn.outcome !== 'open');
  if (last === undefined) return [];
  const open = design.rounds.at(-1);
  if (open === undefined || open.closed) return [last];
  const former = design.turns.find((turn) => turn.outcome !== 'open' && turn.roundId === open.id);
  return former === undefined || former === last ? [last] : [last, former];
}

function submit(design: Design, turn: Turn, submission: Submission): Report {
  const sha256 = hashFor(design, submission);
  // What is taken out has to be known; what else a text stands on makes no difference to what
  // happens next.
  const grounds =
    submission.tool === 'confirm_revision' ? groundsOf(design, submission) : undefined;
  const made = { ...keepDefined({ grounds }), sha256, citations: [], latencyMs: 0 };
  return { type: 'submit', turnId: turn.id, submission, ...made };
}

function failed(turn: Turn): Report {
  const error = { class: 'overloaded', message: 'busy', retryable: true };
  return { type: 'fail_turn', turnId: turn.id, outcome: 'model_error', error };
}

/**
 * Moments at which an endpoint says to come back: one that is waited for wherever it comes, and one
 * that never is.
 */
export const SOON = 0;
const TOO_LATE = 1_000_000_000;

function failUnavailable(turn: Turn, againAt: number): Report {
  // Later than all answers: none of them shows that others are answered.
  const unavailable = {
    cause: 'overloaded',
    model: 'none',
    endpoint: '',
    since: TOO_LATE,
    againAt,
  } as const;
  const error = { class: 'overloaded', message: 'busy', retryable: true };
  return { type: 'fail_turn', turnId: turn.id, outcome: 'model_error', error, unavailable };
}

function called(turn: Turn): Report {
  const usage = { inputTokens: 1, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 1 };
  return {
    type: 'report_model_answer',
    turnId: turn.id,
    model: 'none',
    stopReason: 'end_turn',
    usage,
    costUsd: CALL_USD,
    latencyMs: 1,
  };
}

const USUAL_TIMERS: readonly TimerId[] = [
  'answering',
  'pause',
  'gate:gate-1',
  'deliberation',
  'synthesis',
];

/**
 * Each timer that is armed may go off, and so may one that is not: it was disarmed a moment too
 * late.
 */
function addDeadlines(design: Design, armed: readonly Timer[], moves: Move[]): void {
  for (const { id: timerId } of armed) {
    moves.push({ command: { type: 'pass_deadline', timerId }, expect: 'goes_on' });
  }
  const closed = design.rounds.findLast((round) => round.closed);
  const former: TimerId[] = closed === undefined ? [] : [`round:${closed.id}`];
  for (const timerId of [...USUAL_TIMERS, ...former]) {
    if (armed.some((timer) => timer.id === timerId)) continue;
    moves.push({ command: { type: 'pass_deadline', timerId }, expect: 'nothing' });
  }
}

function addPeople(world: World, { design, words }: Node, moves: Move[]): void {
  const over = design.end !== null || design.settled !== null;
  const asking = !over && design.answering !== null;
  // One reply under a number is enough, read or not.
  const open = over ? undefined : design.questions.find((each) => isOpen(design, each));
  const reply = {
    type: 'record_reply',
    replyId: `reply-${design.version}`,
    author: 'reader',
    text: 'words',
    questionId: open?.id ?? design.questions[0]?.id ?? null,
  } as const;
  // Of words before proposals are written something may follow, or a later matching.
  const counts = !over && BEFORE_PROPOSALS.includes(design.step);
  // Once it is settled they are kept, and nothing follows from them.
  const remark = over ? 'noted' : 'goes_on';
  // Each of those that come later is read, and may be revised for.
  const isLate = !over && !counts;
  const mayBeSaid = isLate ? words < world.maxWords : !counts || open !== undefined;
  if (mayBeSaid) moves.push({ command: reply, expect: remark });
  if (counts && words < world.maxWords) {
    // Under no question, and under one that is answered already.
    const free = { ...reply, text: FREE_WORDS };
    moves.push({ command: { ...free, questionId: null }, expect: 'goes_on' });
    if (open === undefined && reply.questionId !== null)
      moves.push({ command: free, expect: 'goes_on' });
  }
  moves.push({
    command: { type: 'go_on', by: 'reader' },
    expect: asking ? 'goes_on' : 'refused',
  });
  const gate = design.gates.at(-1);
  if (gate !== undefined) {
    const isOpen = gate.decision === null && !over;
    for (const choice of isOpen ? gate.choices : gate.choices.slice(0, 1)) {
      // The auditor reads a note: a round more.
      const note = world.hasDoubts && choice === 'send_back' ? 'Once more.' : '';
      const command = { type: 'decide_gate', gateId: gate.id, choice, note, by: 'reader' } as const;
      moves.push({ command, expect: isOpen ? 'goes_on' : 'refused' });
    }
  }
  addSettling(design, moves);
  if (world.hasDispute) addDispute(design, moves);
  const cancel = { type: 'cancel', by: 'reader', reason: 'enough' } as const;
  moves.push({ command: cancel, expect: design.end === null ? 'goes_on' : 'nothing' });
}

function isOpen({ replies }: Design, { id, status }: Design['questions'][number]): boolean {
  const isSaid = replies.some(({ answers }) => answers.some(({ questionId }) => questionId === id));
  return status === 'open' && !isSaid;
}

/**
 * Another answers what the reader has answered, once. Where they differ, either gives way, or who
 * started it decides.
 */
function addDispute(design: Design, moves: Move[]): void {
  const [question] = design.questions;
  if (question === undefined) return;
  const { id: questionId } = question;
  const answered = design.replies.filter(({ answers }) =>
    answers.some((each) => each.questionId === questionId),
  );
  const hasAnswered = (who: string) => answered.some(({ author }) => author === who);
  const isSaid = design.replies.some(({ author }) => author === OTHER);
  if (design.answering !== null && hasAnswered('reader') && !isSaid) {
    const text = 'other words';
    const replyId = `reply-${design.version}`;
    moves.push({
      command: { type: 'record_reply', replyId, author: OTHER, text, questionId },
      expect: 'goes_on',
    });
  }
  const isOpen = differOn(design, questionId) && design.settled === null && design.end === null;
  for (const [by, answer] of [
    ['reader', OTHER],
    [OTHER, 'reader'],
    [STARTER, OTHER],
  ] as const) {
    const command = { type: 'take_answer', questionId, answer, by } as const;
    moves.push({ command, expect: isOpen ? 'goes_on' : 'refused' });
  }
}

/**
 * A person may settle what is on the map until the outcome is settled: once. The first position
 * stands for all.
 */
function addSettling(design: Design, moves: Move[]): void {
  // After the end it stands beside the decision, whatever is done: not played, since nothing else
  // follows from it.
  if (design.end !== null) return;
  const isOver = design.settled !== null;
  for (const { id, settlement } of design.divergences) {
    const isTaken = !isOver && settlement?.outcome !== 'settled_by_person';
    const command = {
      type: 'settle_divergence',
      divergenceId: id,
      position: 'P1',
      note: '',
      by: 'reader',
    } as const;
    moves.push({ command, expect: isTaken ? 'goes_on' : 'refused' });
    if (isTaken) moves.push({ command: { ...command, position: 'P9' }, expect: 'refused' });
  }
}

/**
 * While people are asked, each reply is taken back, or comes to answer the first question, the
 * last, or none.
 */
function addChanges(world: World, { design, changes }: Node, moves: Move[]): void {
  const none = { type: 'withdraw_reply', replyId: 'never said' } as const;
  moves.push({ command: none, expect: 'refused' });
  moves.push({
    command: { ...none, type: 'revise_reply', author: 'reader', text: 'other' },
    expect: 'refused',
  });
  const isOver = design.end !== null || design.settled !== null;
  if (changes >= world.maxChanges || isOver || design.answering === null) return;
  const asked = design.questions.map(({ id }) => id);
  const texts = ['no answer', `${asked[0]}: to the first`, `${asked.at(-1)}: to the last`];
  for (const { id: replyId } of design.replies) {
    moves.push({ command: { type: 'withdraw_reply', replyId }, expect: 'goes_on' });
    for (const text of texts) {
      const command = { type: 'revise_reply', replyId, author: 'reader', text } as const;
      moves.push({ command, expect: 'goes_on' });
    }
  }
}

/**
 * The message that people wait for is posted, once; or nothing can be, which is reported again and
 * again.
 */
function addThread(world: World, { design, outages }: Node, moves: Move[]): void {
  const gate = openGateOf(design);
  const message = gate === undefined ? 'questions' : `gate ${gate.id}`;
  const isOver = design.end !== null || design.settled !== null;
  const waits = !isOver && (gate ?? design.answering)?.isSeen === false;
  const isReachable = gate?.about === 'thread';
  moves.push({
    command: { type: 'report_posted', message },
    expect: waits || isReachable ? 'goes_on' : 'nothing',
  });
  const isKnown =
    isOver ||
    design.thread === null ||
    (gate?.unreachable ?? null) !== null ||
    design.gates.some(({ about, decision }) => about === 'thread' && decision?.by === 'reader');
  for (const isFirst of design.step === 'spawning' ? [true, false] : [false]) {
    const command = { type: 'report_unreachable', reason: 'archived', isFirst } as const;
    if (isKnown && !isFirst) moves.push({ command, expect: 'nothing' });
    else if (!isKnown && outages < world.maxOutages) moves.push({ command, expect: 'goes_on' });
  }
}

function openGateOf(design: Design): Gate | undefined {
  const gate = design.gates.at(-1);
  return gate?.decision === null && design.end === null && design.settled === null
    ? gate
    : undefined;
}

function addCharrette(world: World, node: Node, moves: Move[]): void {
  const { design, restarts } = node;
  const over = design.end !== null || design.settled !== null;
  if (over) moves.push({ command: { type: 'resume', promised: [] }, expect: 'nothing' });
  else if (restarts < world.maxRestarts) addRestarts(design, moves);
  addPark(world, node, moves);
  if (over) {
    // An ended design has its files written again, with the true end in them.
    const expect = design.end === null ? 'goes_on' : 'noted';
    moves.push({ command: { type: 'report_files_written', files: [] }, expect });
    moves.push({ command: { type: 'report_files_failed', detail: 'full' }, expect });
  }
  if (world.faults) {
    const expect = design.end === null ? 'goes_on' : 'nothing';
    moves.push({ command: { type: 'fail_design', detail: 'bug' }, expect });
  }
}

/**
 * Charrette stops and goes on: before or after it has begun the sessions that are on record as
 * starting.
 */
function addRestarts(design: Design, moves: Move[]): void {
  const live = design.participants.flatMap(({ sessions }) => sessions.filter(isLive));
  const starting = live.filter(({ state }) => state === 'starting');
  const expect = live.length > 0 ? 'goes_on' : 'nothing';
  moves.push({ command: { type: 'resume', promised: [] }, expect });
  if (starting.length === 0) return;
  // That a session was begun may not be on record yet when it is healthy already.
  const promised = live.map(({ id }) => id);
  const others = live.length > starting.length ? 'goes_on' : 'nothing';
  moves.push({ command: { type: 'resume', promised }, expect: others });
}

/** Words are matched to the questions only if they are said before proposals are written. */
const BEFORE_PROPOSALS: readonly string[] = ['spawning', 'asking', 'answering'];

/**
 * Processes are given back while only a person can take the design further, and never otherwise.
 */
function addPark(world: World, { design, parks }: Node, moves: Move[]): void {
  const live = design.participants.some(({ sessions }) => sessions.some(isLive));
  const busy = design.turns.some((turn) => turn.outcome === 'open');
  if (!needsNoSession(design) || !live || busy)
    moves.push({ command: { type: 'park' }, expect: 'nothing' });
  else if (parks < world.maxParks) moves.push({ command: { type: 'park' }, expect: 'goes_on' });
}
