import { nameOfReply } from '../../src/core/questions/quoting/named-replies.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import type { SubmissionInput } from '../../src/core/vocabulary/submission.ts';
import type { Report } from './moves.ts';

/** A command in words that can be followed without knowing an id. */
export function describe(design: Design, command: Report): string {
  switch (command.type) {
    case 'report_session_ready':
      return `${sessionName(design, command.sessionId)} is ready`;
    case 'report_session_lost':
      return `${sessionName(design, command.sessionId)} is lost: ${command.cause.kind}`;
    case 'submit':
      return `${turnName(design, command.turnId)} ends with ${command.submission.tool}${choiceIn(design, command)}`;
    case 'fail_turn':
      return `${turnName(design, command.turnId)} ${command.unavailable === undefined ? 'fails' : `has no model until ${command.unavailable.againAt}`}`;
    case 'report_model_answer':
      return `${turnName(design, command.turnId)} costs ${command.costUsd ?? 'an unknown number of'} USD`;
    case 'report_tool_call':
      return `${turnName(design, command.turnId)} calls ${command.tool}`;
    case 'pass_deadline':
      return `the timer ${command.timerId} goes off`;
    case 'record_reply':
      return `${command.author} replies${command.questionId === null ? ` "${command.text}"` : ` to ${command.questionId}`}`;
    case 'revise_reply':
      return `a person changes ${replyName(design, command.replyId)} to "${command.text}"`;
    case 'withdraw_reply':
      return `a person takes back ${replyName(design, command.replyId)}`;
    case 'report_posted':
      return 'people can see what is asked';
    case 'report_unreachable':
      return 'nothing can be posted in its thread';
    case 'open_thread':
      return 'its first message is posted';
    case 'take_answer':
      return `${command.by} takes the answer of ${command.answer} to ${command.questionId}`;
    case 'move_thread':
      return 'its channel gets another id';
    case 'go_on':
      return 'a person says that the answers are complete';
    case 'decide_gate':
      return `a person decides ${command.gateId}: ${command.choice}`;
    case 'settle_divergence':
      return `a person settles ${command.divergenceId}: ${command.position}`;
    case 'judge_decision':
      return `a person has ${command.verdict} the decision`;
    case 'record_answer':
      return 'a question about the decision is answered';
    case 'supersede':
      return 'a later design decides otherwise';
    case 'record_publication':
      return `the decision is proposed to ${command.publication.repository}`;
    case 'ask_starter':
      return `the owner is asked: ${command.act}`;
    case 'cancel':
      return 'a person cancels';
    case 'resume':
      return `Charrette restarts${command.promised.length > 0 ? ', with sessions that were not begun' : ''}`;
    case 'park':
      return 'its processes are given back';
    case 'report_files_written':
      return 'the files are written';
    case 'report_files_failed':
      return 'the files cannot be written';
    case 'fail_design':
      return 'Charrette fails';
  }
}

function sessionName(design: Design, id: string): string {
  for (const participant of design.participants) {
    const index = participant.sessions.findIndex((session) => session.id === id);
    const session = participant.sessions[index];
    if (session !== undefined)
      return `session ${index + 1} of ${participant.id} (${session.origin}, ${session.state})`;
  }
  return `unknown session ${id}`;
}

function turnName(design: Design, id: string): string {
  const turn = design.turns.find((each) => each.id === id);
  const round = design.rounds.find((each) => each.id === turn?.roundId);
  if (turn === undefined || round === undefined) return `unknown turn ${id}`;
  return `${turn.participant}'s turn in ${round.id} (${round.kind}, ${turn.outcome})`;
}

function choiceIn(design: Design, { submission }: Extract<Report, { type: 'submit' }>): string {
  switch (submission.tool) {
    case 'argue':
      return ` for ${submission.input.points.map(({ now, changedBy }) => `${now}${changedBy.length > 0 ? '!' : ''}`).join(', ')}`;
    case 'sign':
      return ` (${submission.input.verdict})`;
    case 'map_divergences':
      return ` (${submission.input.divergences.map((each) => each.impact).join(', ') || 'none'})`;
    case 'match_answers':
      return ` (${matchWords(design, submission.input).join(', ') || 'none'})`;
    case 'submit_audit':
      return ` (${submission.input.findings.length} findings)`;
    default:
      return '';
  }
}

/** Replies by their place: which number one has depends on those that were taken back. */
function matchWords(
  { replies }: Design,
  { matches, left_open, differ }: SubmissionInput<'match_answers'>,
): string[] {
  const place = (name: string) => replies.findIndex((reply) => nameOfReply(reply) === name) + 1;
  const answered = matches.map(({ question, reply }) => `${question} by reply ${place(reply)}`);
  const open = left_open.map(
    ({ question, reply }) => `${question} left open by reply ${place(reply)}`,
  );
  const apart = differ.map(
    ({ question, replies: those }) => `${those.map(place).join(' and ')} differ on ${question}`,
  );
  return [...answered, ...open, ...apart];
}

function replyName({ replies }: Design, id: string): string {
  const place = replies.findIndex((reply) => reply.id === id);
  return place < 0 ? 'what was never said' : `reply ${place + 1}`;
}
