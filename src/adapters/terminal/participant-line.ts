import { replacedWords, STATE_WORDS } from '../../core/presentation/run/crash.ts';
import { doingWords } from '../../core/presentation/run/round.ts';
import { type Doing, shownParticipant } from '../../core/presentation/run/shown-participant.ts';
import type { Participant } from '../../core/vocabulary/design.ts';
import { grouped } from '../../core/vocabulary/figures.ts';
import { timesReplaced } from '../../core/workflow/sessions/replacement.ts';
import { REPOSITORY_TOOLS } from '../../engine/ports/repository.ts';
import { clockTime, shortHash } from './format.ts';
import type { Progress } from './progress.ts';
import { oneLine } from './safe.ts';
import { TEXTS, TOOL_WORDS } from './texts.ts';

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

const EMPHASIS: Record<Doing['kind'], Emphasis> = {
  starting: 'calm',
  resting: 'calm',
  working: 'busy',
  asked: 'done',
  sealed: 'done',
  argued: 'done',
  signed: 'done',
  dissented: 'done',
  delivered: 'done',
  released: 'calm',
  excused: 'trouble',
  retrying: 'trouble',
  dead: 'trouble',
};

export function participantLine(progress: Progress, who: Participant, now: number): ParticipantLine {
  const { design, tookMs, tools } = progress;
  const { doing } = shownParticipant(design, who);
  // The sign that asks for a coloured picture makes terminals disagree on the width.
  const glyph = oneLine(who.emoji).replaceAll('\ufe0f', '');
  const base = { glyph, title: oneLine(who.title), emphasis: EMPHASIS[doing.kind] };
  if (doing.kind === 'retrying' || doing.kind === 'dead')
    return { ...base, doing: STATE_WORDS[doing.kind], time: '', detail: lastCause(who) };
  if (doing.kind === 'released')
    return { ...base, doing: doingWords(doing), time: '', detail: oneLine(doing.why) };
  const turns = design.turns.filter((turn) => turn.participant === who.id);
  const tokens = turns.reduce((sum, turn) => sum + turn.tokens, 0);
  const replaced = timesReplaced(who.sessions);
  const isWorking = doing.kind === 'working';
  const tool = isWorking ? REPOSITORY_TOOLS.find((each) => each === tools.get(who.id)) : undefined;
  const facts = [
    tokens === 0 ? '' : `${grouped(tokens)} tokens`,
    replaced > 0 ? replacedWords(replaced) : '',
    tool === undefined ? '' : TOOL_WORDS[tool],
  ];
  const seal = design.proposals.find(({ participant }) => participant === who.id)?.sha256;
  const hash = doing.kind === 'sealed' && seal !== undefined ? ` ${shortHash(seal)}` : '';
  const tookTime = isWorking ? now - (turns.at(-1)?.startedAt ?? now) : tookMs.get(who.id);
  return {
    ...base,
    doing: `${isWorking ? doingWords({ ...doing, after: '' }) : doingWords(doing) || TEXTS.ready}${hash}`,
    time: tookTime === undefined ? '' : clockTime(tookTime),
    detail: facts.filter((fact) => fact !== '').join(' · '),
  };
}

/** The short cause first, where to look last (D2). */
function lastCause({ sessions }: Participant): string {
  const cause = sessions.findLast((session) => session.cause !== null)?.cause;
  if (cause === undefined || cause === null) return '';
  const pointer = cause.diagnostics === '' ? '' : ` · diagnostics: ${cause.diagnostics}`;
  return oneLine(`${cause.detail}${pointer}`);
}
