import type { SlotWait } from '../../vocabulary/design.ts';
import { counted } from '../../vocabulary/figures.ts';
import { listed } from '../../vocabulary/text.ts';
import { bold, type Inline, type Line, line, moment, untrusted } from '../format/document.ts';
import { linePlain } from '../format/plain-document.ts';
import type { Waiting } from './waiting.ts';
import { pausedLine } from './weather.ts';

/** What a design waits for, without the deadline; empty if everyone has answered. */
export function waitingWords(waiting: Waiting): string {
  switch (waiting.kind) {
    case 'start':
      return 'Waiting until everybody is ready';
    case 'files':
      return 'Writing the files';
    case 'model':
      return linePlain(pausedLine(waiting.pause));
    case 'slot':
      return `${TURN}: ${turnWords(waiting)}`;
    case 'answers': {
      const { open, of } = waiting;
      return open === 0
        ? 'The answers are in'
        : `Waiting for your answers: ${open} of ${counted(of, 'question')} open`;
    }
    case 'decision':
      return 'Waiting for a person to decide';
    case 'participants': {
      const { titles, of, arguing } = waiting;
      if (titles.length === 0) return '';
      const who = titles.length <= 2 ? listed(titles) : `${titles.length} of ${of}`;
      const about = arguing === 0 ? '' : ` (${counted(arguing, 'difference')})`;
      return `Waiting for ${who}${about}`;
    }
  }
}

const TURN = 'Waiting for its turn';

function turnWords({ isForTheirOwn }: SlotWait): string {
  return isForTheirOwn
    ? 'its starter has as many designs running as one person may'
    : 'as many designs run as may at once';
}

export function waitingLine(waiting: Waiting, asOf: number, maxChars: number): Line {
  const words = waitingWords(waiting);
  if (waiting.kind === 'slot') return line`${bold(TURN)}${sinceMoment(waiting.since)}: ${turnWords(waiting)}`;
  if (waiting.kind === 'model') return pausedLine(waiting.pause);
  if (!('until' in waiting)) return line`${words}`;
  if (waiting.kind === 'participants') return until(untrusted(words, maxChars), waiting.until, asOf);
  // When the last answer came is not known.
  const isIn = waiting.kind === 'answers' && waiting.open === 0;
  return until(isIn ? bold(words) : line`${bold(words)}${sinceMoment(waiting.since)}`, waiting.until, asOf);
}

export function sinceMoment(at: number): Line {
  return line` since ${moment(at, at)}`;
}

function until(words: Inline | Line, at: number, asOf: number): Line {
  return line`${words}, at most until ${moment(at, asOf)}`;
}
