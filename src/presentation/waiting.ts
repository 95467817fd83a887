import { workedMs } from '../core/outcome/working-time.ts';
import { answeringUntil, openQuestions } from '../core/questions/questions.ts';
import type { Design, SlotWait } from '../core/vocabulary/design.ts';
import { counted } from '../core/vocabulary/figures.ts';
import { participant } from '../core/vocabulary/participants.ts';
import { divergencesIn, waitingFor } from '../core/vocabulary/round.ts';
import type { RoundKind } from '../core/vocabulary/sets.ts';
import { openGate, openRound, pausedIn, resultAt } from '../core/vocabulary/status.ts';
import { listed } from '../core/vocabulary/text.ts';
import { bold, type Inline, italic, type Line, line, moment, untrusted } from './format/document.ts';
import { linePlain } from './format/plain-document.ts';
import { takenWords } from './format/time.ts';
import { TEXTS } from './run/texts.ts';
import { pausedLine } from './run/weather.ts';

/** What the design waits for; `until` is in milliseconds since the epoch. */
type Waiting =
  | { readonly kind: 'start' | 'files' }
  | { readonly kind: 'model'; readonly pause: Design['pauses'][number] }
  | ({ readonly kind: 'slot' } & SlotWait)
  /** `since`: when people were first asked. */
  | {
      readonly kind: 'answers';
      readonly open: number;
      readonly of: number;
      readonly since: number;
      readonly until: number;
    }
  | {
      readonly kind: 'decision';
      readonly since: number;
      readonly until: number;
    }
  | {
      readonly kind: 'participants';
      readonly round: RoundKind;
      readonly titles: readonly string[];
      readonly of: number;
      readonly until: number;
      /** Differences being argued; 0 in other rounds. */
      readonly arguing: number;
    };

/** `null` once the design has ended, and in the instant between two rounds. */
export function waitingOf(design: Design): Waiting | null {
  if (design.end !== null) return null;
  const gate = openGate(design);
  if (gate !== null) return { kind: 'decision', since: gate.openedAt, until: gate.deadlineAt };
  if (design.answering !== null) {
    const open = openQuestions(design).length;
    const { openedAt: since } = design.answering;
    const until = answeringUntil(design) ?? 0;
    return { kind: 'answers', open, of: design.questions.length, since, until };
  }
  if (design.slotWait !== undefined) return { kind: 'slot', ...design.slotWait };
  const pause = pausedIn(design);
  if (pause !== null) return { kind: 'model', pause };
  const round = openRound(design);
  if (round === null) return waitingBetweenRounds(design);
  const { kind, asked, deadlineAt } = round;
  return {
    kind: 'participants',
    round: kind,
    titles: waitingFor(round).map((id) => participant(design, id).title),
    of: asked.length,
    until: deadlineAt,
    arguing: divergencesIn(round).length,
  };
}

function waitingBetweenRounds({ step }: Design): Waiting | null {
  if (step === 'spawning') return { kind: 'start' };
  return step === 'writing' ? { kind: 'files' } : null;
}

/** The newest time in the design itself, in milliseconds since the epoch. */
export function lastChangeAt(design: Design): number {
  const gate = design.gates.at(-1);
  const moments = [
    design.startedAt,
    design.rounds.at(-1)?.openedAt ?? 0,
    ...design.turns.map(({ startedAt, tookMs }) => startedAt + (tookMs ?? 0)),
    design.answering?.openedAt ?? 0,
    design.pauses.at(-1)?.resumedAt ?? 0,
    gate?.closedAt ?? gate?.openedAt ?? 0,
    design.settled?.at ?? 0,
  ];
  return design.end?.at ?? Math.max(...moments);
}

export function elapsedWords(design: Design): string {
  const until = resultAt(design) ?? lastChangeAt(design);
  return takenWords(workedMs(design, until), until - design.startedAt);
}

export const WAITING_WORDS = {
  start: 'Waiting until everybody is ready',
  files: 'Writing the files',
  decision: 'Waiting for a person to decide',
} as const;

export function answersWords(open: number, of: number): string {
  return open === 0 ? 'All answered' : `Waiting for your answers: ${open} of ${counted(of, 'question')} open`;
}

/** Empty if everyone has contributed. `arguing`: differences being argued; 0 in other rounds. */
export function participantsWords(titles: readonly string[], of: number, arguing: number): string {
  if (titles.length === 0) return '';
  const who = titles.length <= NAMED ? listed(titles) : `${titles.length} of ${of}`;
  return `Waiting for ${who}${arguing === 0 ? '' : ` (${counted(arguing, 'difference')})`}`;
}

export function slotWords(isForTheirOwn: boolean): string {
  return `${TURN}: ${turnWords({ isForTheirOwn })}`;
}

export function silentModelWords(titles: readonly string[]): string {
  return `Waiting for the model (${titles.length <= NAMED ? listed(titles) : `${titles.length} participants`})`;
}

/** Titles that are named one by one. */
const NAMED = 2;

/** What a design waits for, without the deadline; empty if everyone has answered. */
export function waitingWords(waiting: Waiting): string {
  switch (waiting.kind) {
    case 'start':
    case 'files':
    case 'decision':
      return WAITING_WORDS[waiting.kind];
    case 'model':
      return linePlain(pausedLine(waiting.pause));
    case 'slot':
      return slotWords(waiting.isForTheirOwn);
    case 'answers':
      return answersWords(waiting.open, waiting.of);
    case 'participants':
      return participantsWords(waiting.titles, waiting.of, waiting.arguing);
  }
}

const TURN = 'Waiting for its turn';

function turnWords({ isForTheirOwn }: Pick<SlotWait, 'isForTheirOwn'>): string {
  return isForTheirOwn
    ? 'its starter has reached the limit of running designs'
    : 'the limit of running designs is reached';
}

export function waitingLine(waiting: Waiting, asOf: number, maxChars: number): Line {
  const words = waitingWords(waiting);
  if (waiting.kind === 'slot') return line`${bold(TURN)}${sinceMoment(waiting.since)}: ${turnWords(waiting)}`;
  if (waiting.kind === 'model') return pausedLine(waiting.pause);
  if (!('until' in waiting)) return line`${words}`;
  if (waiting.kind === 'participants') return until(untrusted(words, maxChars), waiting.until, asOf);
  // The time of the last answer is unknown.
  if (waiting.kind === 'answers' && waiting.open === 0)
    return line`${bold(words)}; the personas go on at ${moment(waiting.until, asOf)}, or when you press ${italic(TEXTS.doneAnswering)}`;
  return until(line`${bold(words)}${sinceMoment(waiting.since)}`, waiting.until, asOf);
}

export function sinceMoment(at: number): Line {
  return line` since ${moment(at, at)}`;
}

function until(words: Inline | Line, at: number, asOf: number): Line {
  return line`${words}, until ${moment(at, asOf)}`;
}
