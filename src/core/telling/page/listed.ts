import { outcomeOf } from '../../outcome/outcome.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { Status } from '../../vocabulary/events.ts';
import { counted } from '../../vocabulary/figures.ts';
import { REHEARSAL_IN_LIST } from '../../vocabulary/rehearsal.ts';
import { openGate, pausedIn, statusOf } from '../../vocabulary/status.ts';
import { given, type Level, type Line, line, prose } from '../document.ts';
import { designSpentWords } from '../facts/cost.ts';
import { SET_ASIDE, STATUS_WORDS } from '../facts/course.ts';
import { gateReasons } from '../facts/gate.ts';
import { silenceLine } from '../facts/silence.ts';
import { waitingLine } from '../facts/waiting.ts';
import { capitalized, cutLine } from '../plain.ts';
import { endingOf } from '../thread/ending.ts';
import { lastChangeAt, waitingOf } from '../thread/waiting.ts';

/** Signs of how a design stands. The words beside them say the same. */
const SIGNS: Readonly<Record<Status, string>> = {
  running: '●',
  awaiting_input: '◐',
  completed: '✓',
  needs_review: '!',
  cancelled: '✗',
  failed: '✗',
};

/** A design in the console's list: one line that says how it stands, and what is known beside that. */
export interface ListedRow {
  readonly sign: string;
  readonly status: Status;
  readonly statusWords: string;
  readonly level: Level | null;
  readonly topic: string;
  /** What it waits for and until when, or what was decided. */
  readonly said: Line;
  /** What could make its reader wrong, or why it does not go on; empty for nothing. */
  readonly caution: Line;
  readonly facts: readonly string[];
}

const [SENTENCE_CHARACTERS, TOPIC_CHARACTERS] = [400, 300];

export function listedRow(design: Design): ListedRow {
  const ending = endingOf(design);
  const waiting = waitingOf(design);
  const status = statusOf(design);
  const topic = `${design.rehearsal ? REHEARSAL_IN_LIST : ''}${design.topic.slice(0, TOPIC_CHARACTERS)}`;
  const dissents = ending === null ? 0 : outcomeOf(design).dissents.length;
  return {
    sign: SIGNS[status],
    status,
    statusWords: STATUS_WORDS[status],
    level: ending?.level ?? (design.silence === undefined && pausedIn(design) === null ? null : 'warning'),
    topic,
    said: saidOf(
      ending?.sentence ?? '',
      waiting === null ? [] : waitingLine(waiting, lastChangeAt(design), SENTENCE_CHARACTERS),
    ),
    caution: ending === null ? holdUpOf(design) : cautionOf(ending.headline),
    facts: [
      dissents === 0 ? '' : counted(dissents, 'dissent'),
      designSpentWords(design, ending === null),
    ].filter((fact) => fact !== ''),
  };
}

/** Why a design that runs does not go on: its model is silent, or what a person is to decide about. */
function holdUpOf(design: Design): Line {
  const gate = openGate(design);
  if (gate === null) return silenceLine(design, SENTENCE_CHARACTERS);
  return cautionOf(cutLine(capitalized(gateReasons(design, gate).join('; ')), SENTENCE_CHARACTERS));
}

function cautionOf(headline: string): Line {
  return headline === '' ? [] : line`${headline}`;
}

function saidOf(sentence: string, waiting: Line): Line {
  return sentence === '' ? line`${waiting}` : prose(sentence, SENTENCE_CHARACTERS);
}

/** The same where nothing but its row can be trusted (P11). `why`: in words for its readers. */
export function setAsideRow(
  { topic, status }: Pick<Design, 'topic'> & { readonly status: Status },
  why: string,
): ListedRow {
  const words = { statusWords: SET_ASIDE, said: [given(why, SENTENCE_CHARACTERS)], caution: [], facts: [] };
  return { sign: '✗', status, level: 'error', topic: topic.slice(0, TOPIC_CHARACTERS), ...words };
}
