import type { Design, Participant } from '../../core/design.ts';
import { EXCUSE_WORDS } from '../../core/outcome/words.ts';
import { participantState, retriesUsed } from '../../core/session/session.ts';
import { openRound } from '../../core/status.ts';
import { activityOf } from '../../core/view.ts';
import { clockTime, grouped, shortHash } from './format.ts';
import type { Progress } from './progress.ts';
import { oneLine } from './safe.ts';
import { ACTIVITY_WORDS, DONE_WORDS, TOOL_WORDS, WORKING_WORDS } from './texts.ts';

export type Mood = 'calm' | 'busy' | 'done' | 'trouble';

/** One participant on one line: what it is doing, for how long, and what is worth knowing about it. */
export interface ParticipantLine {
  readonly glyph: string;
  readonly title: string;
  readonly mood: Mood;
  readonly doing: string;
  readonly time: string;
  readonly detail: string;
}

/** Who has a line now: all personas, then facilitators as soon as there is something to say about them. */
export function visibleParticipants({ participants, step }: Design): Participant[] {
  const early = step === 'spawning' || step === 'asking' || step === 'answering' || step === 'proposing';
  const facilitators = participants.filter(({ role, sessions }) => {
    const state = participantState(sessions);
    return role !== 'persona' && (!early || state === 'retrying' || state === 'dead');
  });
  return [...participants.filter(({ role }) => role === 'persona'), ...facilitators];
}

export function participantLine(progress: Progress, who: Participant, now: number): ParticipantLine {
  const { design } = progress;
  // The sign that asks for a coloured picture makes terminals disagree on the width.
  const base = { glyph: oneLine(who.emoji).replaceAll('\ufe0f', ''), title: oneLine(who.title), time: '' };
  const tokens = design.turns
    .filter((turn) => turn.participant === who.id)
    .reduce((sum, turn) => sum + turn.tokens, 0);
  const facts = [
    tokens === 0 ? '' : `${grouped(tokens)} tokens`,
    retriesUsed(who.sessions) > 0 ? 'replaced once' : '',
  ];
  const used = facts.filter((fact) => fact !== '').join(' · ');
  const state = participantState(who.sessions);
  switch (state) {
    case 'starting':
      return { ...base, mood: 'calm', doing: 'starting', detail: '' };
    case 'retrying':
      return { ...base, mood: 'trouble', doing: 'retrying', detail: lastCause(who) };
    case 'dead':
      return { ...base, mood: 'trouble', doing: 'gone', detail: lastCause(who) };
    case 'parked':
    case 'released':
    case 'alive':
      return { ...base, ...aliveLine(progress, who, now, used) };
  }
}

function aliveLine(
  { design, tookMs, tools }: Progress,
  who: Participant,
  now: number,
  used: string,
): Pick<ParticipantLine, 'mood' | 'doing' | 'time' | 'detail'> {
  const activity = activityOf(design, who.id);
  const took = tookMs.get(who.id);
  const time = took === undefined ? '' : clockTime(took);
  if (activity === 'excused') {
    const excuse = openRound(design)?.excused.find(({ participant }) => participant === who.id);
    const why = excuse === undefined ? '' : EXCUSE_WORDS[excuse.reason];
    return { mood: 'trouble', doing: ACTIVITY_WORDS.excused, time, detail: why };
  }
  if (activity === 'idle') {
    return { mood: 'calm', doing: beforeAndAfter(design, who), time, detail: used };
  }
  if (activity === 'done') return { mood: 'done', doing: doneWords(design, who), time, detail: used };
  const began = design.turns.findLast((turn) => turn.participant === who.id)?.startedAt ?? now;
  const tool = TOOL_WORDS[tools.get(who.id) ?? ''];
  const round = openRound(design);
  const doing = round === null ? '' : WORKING_WORDS[round.kind];
  const about = round?.divergenceId == null ? '' : ` ${round.divergenceId}`;
  const detail = [used, tool ?? ''].filter((part) => part !== '').join(' · ');
  return { mood: 'busy', doing: `${doing}${about}`, time: clockTime(now - began), detail };
}

/** Between two rounds, and for those whom the open one does not concern. */
function beforeAndAfter(design: Design, who: Participant): string {
  if (design.step === 'answering') return questionsWords(design, who);
  return design.end === null ? ACTIVITY_WORDS.idle : '';
}

function doneWords(design: Design, who: Participant): string {
  const round = openRound(design);
  if (round === null) return '';
  switch (round.kind) {
    case 'questions':
      return questionsWords(design, who);
    case 'proposals': {
      const seal = design.proposals.find(({ participant }) => participant === who.id)?.sha256;
      return seal === undefined ? 'sealed' : `sealed ${shortHash(seal)}`;
    }
    case 'signing': {
      const signed = design.signatures.find(({ participant }) => participant === who.id);
      return signed?.verdict ?? '';
    }
    case 'argument':
      return `argued ${round.divergenceId}`;
    default:
      return DONE_WORDS[round.kind];
  }
}

function questionsWords({ questions }: Design, who: Participant): string {
  const count = questions.filter(({ participant }) => participant === who.id).length;
  return count === 0 ? 'has no questions' : `asked ${count}`;
}

/** D2: the short cause first, where to look last. */
function lastCause({ sessions }: Participant): string {
  const cause = sessions.findLast((session) => session.cause !== null)?.cause;
  if (cause === undefined || cause === null) return '';
  const pointer = cause.diagnostics === '' ? '' : ` · diagnostics: ${cause.diagnostics}`;
  return oneLine(`${cause.detail}${pointer}`);
}
