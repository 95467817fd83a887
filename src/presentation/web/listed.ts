import type { Design } from '../../core/vocabulary/design.ts';
import type { Status } from '../../core/vocabulary/event-parts.ts';
import { REHEARSAL_IN_LIST } from '../../core/vocabulary/rehearsal.ts';
import { openGate, pausedIn, statusOf } from '../../core/vocabulary/status.ts';
import { endingOf } from '../banner.ts';
import { designSpentWords } from '../cost.ts';
import { type Level, type Line, line, untrusted, untrustedMarkdown } from '../format/document.ts';
import { capitalized, cutLine } from '../format/plain.ts';
import { SET_ASIDE, STATUS_WORDS } from '../phases.ts';
import { silenceLine } from '../run/weather.ts';
import { IS_SET_ASIDE, SET_ASIDE_TOPIC } from '../set-aside.ts';
import { gateReasons } from '../view/gate.ts';
import { lastChangeAt, waitingLine, waitingOf } from '../waiting.ts';

/** Status of a design, as a sign and in words. */
interface Mark {
  readonly sign: string;
  readonly words: string;
}
const SIGNS: Readonly<Record<Status, string>> = {
  running: '●',
  awaiting_input: '◐',
  completed: '✓',
  needs_review: '!',
  cancelled: '✗',
  failed: '✗',
};
/** Only a decision without caveats has the tick. */
const WITH_CAVEATS: Mark = { sign: '!', words: 'completed, with caveats' };
const REHEARSED: Mark = { sign: '○', words: 'rehearsal' };

/** A row of the console's list. */
export interface ListedRow {
  readonly mark: Mark;
  readonly level: Level | null;
  readonly topic: string;
  /** The wait and its end, or the decision. */
  readonly said: Line;
  /** The decision's caveats, or the reason for a stop; empty for neither. */
  readonly caution: Line;
  readonly by: string;
  readonly cost: string;
}

const [SENTENCE_CHARACTERS, TOPIC_CHARACTERS] = [400, 300];

export function listedRow(design: Design): ListedRow {
  const ending = endingOf(design);
  const waiting = waitingOf(design);
  const level = ending?.level ?? null;
  const topic = `${design.rehearsal ? REHEARSAL_IN_LIST : ''}${design.topic.slice(0, TOPIC_CHARACTERS)}`;
  return {
    mark: markOf(design, level),
    level: level ?? (design.silence === undefined && pausedIn(design) === null ? null : 'warning'),
    topic,
    said: saidOf(
      ending?.sentence ?? '',
      waiting === null ? [] : waitingLine(waiting, lastChangeAt(design), SENTENCE_CHARACTERS),
    ),
    caution: ending === null ? holdUpOf(design) : level === 'success' ? [] : cautionOf(ending.headline),
    by: design.startedBy,
    cost: designSpentWords(design),
  };
}

function markOf(design: Design, level: Level | null): Mark {
  const status = statusOf(design);
  const hasEnded = design.end !== null;
  if (hasEnded && design.rehearsal) return REHEARSED;
  if (status === 'completed' && level !== 'success') return WITH_CAVEATS;
  return { sign: SIGNS[status], words: STATUS_WORDS[status] };
}

/** Says why a running design does not go on: its model is silent, or its gate is open. */
function holdUpOf(design: Design): Line {
  const gate = openGate(design);
  if (gate === null) return silenceLine(design, SENTENCE_CHARACTERS);
  return cautionOf(cutLine(capitalized(gateReasons(design, gate).join('; ')), SENTENCE_CHARACTERS));
}

function cautionOf(headline: string): Line {
  return headline === '' ? [] : line`${headline}`;
}

function saidOf(sentence: string, waiting: Line): Line {
  return sentence === '' ? line`${waiting}` : untrustedMarkdown(sentence, SENTENCE_CHARACTERS);
}

/** Row of a design that is set aside (P11). */
export const SET_ASIDE_ROW: ListedRow = {
  mark: { sign: '✗', words: SET_ASIDE },
  level: 'error',
  topic: SET_ASIDE_TOPIC,
  said: [untrusted(IS_SET_ASIDE, SENTENCE_CHARACTERS)],
  caution: [],
  by: '',
  cost: '',
};
