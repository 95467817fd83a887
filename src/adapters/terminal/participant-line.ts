import type { Design, Participant } from '../../core/design.ts';
import { PHASES } from '../../core/events.ts';
import { counted } from '../../core/figures.ts';
import { pointsOf } from '../../core/round/round.ts';
import { replacedWords, timesReplaced } from '../../core/session/replacement.ts';
import { participantState } from '../../core/session/session.ts';
import { openRound, phaseOf } from '../../core/status.ts';
import { activityOf } from '../../core/view.ts';
import { EXCUSE_WORDS, ROUND_WORDS } from '../../core/words.ts';
import { REPOSITORY_TOOLS } from '../../runtime/ports/repository.ts';
import { clockTime, grouped, shortHash } from './format.ts';
import type { Progress } from './progress.ts';
import { oneLine } from './safe.ts';
import { TOOL_WORDS } from './texts.ts';

export type Emphasis = 'calm' | 'busy' | 'done' | 'trouble';

/** One participant on one line: what it is doing, for how long, and what is worth knowing about it. */
export interface ParticipantLine {
  readonly glyph: string;
  readonly title: string;
  readonly emphasis: Emphasis;
  readonly doing: string;
  readonly time: string;
  readonly detail: string;
}

/** Who has a line now: all personas, then facilitators as soon as there is something to say about them. */
export function visibleParticipants({ participants, step }: Design): Participant[] {
  const early = PHASES.indexOf(phaseOf(step)) < PHASES.indexOf('refinement');
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
  const replaced = timesReplaced(who.sessions);
  const facts = [
    tokens === 0 ? '' : `${grouped(tokens)} tokens`,
    replaced > 0 ? replacedWords(replaced) : '',
  ];
  const used = facts.filter((fact) => fact !== '').join(' · ');
  const state = participantState(who.sessions);
  switch (state) {
    case 'starting':
      return { ...base, emphasis: 'calm', doing: 'starting', detail: '' };
    case 'retrying':
      return { ...base, emphasis: 'trouble', doing: 'retrying', detail: lastCause(who) };
    case 'dead':
      return { ...base, emphasis: 'trouble', doing: 'gone', detail: lastCause(who) };
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
): Pick<ParticipantLine, 'emphasis' | 'doing' | 'time' | 'detail'> {
  const activity = activityOf(design, who.id);
  const took = tookMs.get(who.id);
  const time = took === undefined ? '' : clockTime(took);
  if (activity === 'excused') {
    const excuse = openRound(design)?.excused.find(({ participant }) => participant === who.id);
    const why = excuse === undefined ? '' : EXCUSE_WORDS[excuse.reason];
    return { emphasis: 'trouble', doing: 'not waited for', time, detail: why };
  }
  if (activity === 'idle') {
    return { emphasis: 'calm', doing: beforeAndAfter(design, who), time, detail: used };
  }
  if (activity === 'done') return { emphasis: 'done', doing: doneWords(design, who), time, detail: used };
  const began = design.turns.findLast((turn) => turn.participant === who.id)?.startedAt ?? now;
  const tool = REPOSITORY_TOOLS.find((each) => each === tools.get(who.id));
  const round = openRound(design);
  const doing = round === null ? '' : ROUND_WORDS[round.kind].inTerminal;
  const points = round === null ? [] : pointsOf(round, who.id);
  const about = points.length === 0 ? '' : ` ${counted(points.length, 'point')}`;
  const detail = [used, tool === undefined ? '' : TOOL_WORDS[tool]].filter((part) => part !== '').join(' · ');
  return { emphasis: 'busy', doing: `${doing}${about}`, time: clockTime(now - began), detail };
}

/** Between two rounds, and for those whom the open one does not concern. */
function beforeAndAfter(design: Design, who: Participant): string {
  if (design.step === 'answering') return questionsWords(design, who);
  return design.end === null ? 'ready' : '';
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
      return `argued ${counted(pointsOf(round, who.id).length, 'point')}`;
    case 'matching':
      return 'has read the replies';
    case 'mapping':
      return 'compared the proposals';
    case 'composite':
      return 'composed';
    case 'audit':
      return 'audited';
    case 'revision':
      return 'revised the decision';
  }
}

function questionsWords({ questions, unnumbered }: Design, who: Participant): string {
  const count = [...questions, ...unnumbered].filter(({ participant }) => participant === who.id).length;
  return count === 0 ? 'has no questions' : `asked ${count}`;
}

/** The short cause first, where to look last (D2). */
function lastCause({ sessions }: Participant): string {
  const cause = sessions.findLast((session) => session.cause !== null)?.cause;
  if (cause === undefined || cause === null) return '';
  const pointer = cause.diagnostics === '' ? '' : ` · diagnostics: ${cause.diagnostics}`;
  return oneLine(`${cause.detail}${pointer}`);
}
