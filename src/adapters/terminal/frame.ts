import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import { silenceWords } from '../../core/presentation/questions/silence.ts';
import { designSpentWords } from '../../core/presentation/run/cost.ts';
import { PHASE_WORDS, STATUS_WORDS } from '../../core/presentation/run/phases.ts';
import { shownParticipants } from '../../core/presentation/run/shown-participant.ts';
import { waitingOf } from '../../core/presentation/run/waiting.ts';
import { waitingWords } from '../../core/presentation/run/waiting-words.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { participant } from '../../core/vocabulary/participants.ts';
import { PHASES } from '../../core/vocabulary/sets.ts';
import { phaseOf, resultAt } from '../../core/vocabulary/status.ts';
import { clockTime, NARROW, type Paint } from './format.ts';
import { type Emphasis, type ParticipantLine, participantLine } from './participant-line.ts';
import type { Progress } from './progress.ts';
import { oneLine } from './safe.ts';
import { rehearsalNow, TEXTS } from './texts.ts';

interface FrameSize {
  readonly columns: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly paint: Paint;
}

const [GLYPH_WIDTH, DOING_WIDTH, TIME_WIDTH] = [2, 22, 7];
const LOOK_OF: Record<Emphasis, Parameters<Paint>[0] | null> = {
  calm: 'dim',
  busy: null,
  done: 'green',
  trouble: 'yellow',
};

/**
 * The live display as text: no line is wider than the terminal, wide characters counted as such, and nothing in it
 * but text and colours. A function of what happened and the time, so that it can be read in a test.
 */
export function frame(progress: Progress, size: FrameSize): string {
  const { design } = progress;
  const top = [...header(design, size), ...phases(design, size), ''];
  if (design.end !== null) return [...top, `  ${STATUS_WORDS[design.end.status]}`].join('\n');
  const lines = shownParticipants(design).map(({ id }) =>
    participantLine(progress, participant(design, id), size.now),
  );
  const titleWidth = Math.max(...lines.map(({ title }) => stringWidth(title)));
  return [...top, ...lines.map((line) => personLine(line, titleWidth, size)), '', footer(design, size)].join(
    '\n',
  );
}

function header(design: Design, { columns, paint }: FrameSize): string[] {
  const topic = oneLine(design.topic);
  const mark = rehearsalNow(design);
  const fitsBeside = mark !== '' && columns - stringWidth(mark) - 2 >= Math.min(stringWidth(topic), NARROW);
  if (mark === '' || fitsBeside) {
    const left = cliTruncate(topic, columns - (mark === '' ? 0 : stringWidth(mark) + 2));
    return [beside(paint('bold', left), paint('yellow', mark), columns)];
  }
  return [paint('bold', cliTruncate(topic, columns)), paint('yellow', cliTruncate(mark, columns))];
}

/** Shows the present phase among all; below it the time taken and the cost, if there is no room beside. */
function phases(design: Design, { columns, now, paint }: FrameSize): string[] {
  const present = PHASES.indexOf(phaseOf(design.step));
  const names = PHASES.map((phase, index) => {
    const isPast = index < present || design.end?.status === 'completed';
    if (isPast) return `● ${PHASE_WORDS[phase]}`;
    return index > present
      ? paint('dim', `○ ${PHASE_WORDS[phase]}`)
      : paint('bold', `◐ ${PHASE_WORDS[phase]} (now)`);
  });
  const totals = `${clockTime((resultAt(design) ?? now) - design.startedAt)}   ${designSpentWords(design, true)}`;
  const whole = names.join(' ─ ');
  const short = paint('bold', `◐ ${PHASE_WORDS[phaseOf(design.step)]} (${present + 1} of ${PHASES.length})`);
  if (stringWidth(whole) > columns) return [cliTruncate(`${short}  ${totals}`, columns)];
  const areBeside = stringWidth(whole) + stringWidth(totals) + 2 <= columns;
  return areBeside ? [beside(whole, totals, columns)] : [whole, beside('', totals, columns)];
}

function personLine(line: ParticipantLine, titleWidth: number, { columns, paint }: FrameSize): string {
  const { glyph, title, emphasis, doing, time, detail } = line;
  const name = `  ${padded(glyph, GLYPH_WIDTH)} ${padded(title, titleWidth)}  `;
  // Without a time there is a cause to show, which needs the room.
  const isTimed = time !== '' && columns >= NARROW;
  const shown = isTimed
    ? `${padded(doing, DOING_WIDTH)}${time.padStart(TIME_WIDTH)}`
    : `${doing} ${time}`.trimEnd();
  const look = LOOK_OF[emphasis];
  const rest = detail === '' ? '' : paint('dim', `   ${detail}`);
  return cliTruncate(`${name}${look === null ? shown : paint(look, shown)}${rest}`.trimEnd(), columns);
}

function footer(design: Design, { columns, now, paint }: FrameSize): string {
  const waiting = waitingOf(design);
  const { silence } = design;
  const asked = waiting === null ? '' : waitingWords(waiting);
  const words = oneLine(silence === undefined ? asked : silenceWords(design, silence, now));
  // All have contributed, and it is about to be closed.
  const isTimed = waiting !== null && words !== '' && 'until' in waiting;
  const left = isTimed ? ` · ${TEXTS.atMost(clockTime(waiting.until - now))}` : '';
  const room = columns - stringWidth(TEXTS.cancelHint) - 4;
  const shown = cliTruncate(`${words}${left}`, Math.max(1, room));
  return room < 10
    ? cliTruncate(`  ${words}`, columns)
    : beside(`  ${shown}`, paint('dim', TEXTS.cancelHint), columns);
}

/** Left and right on one line, as far apart as the terminal is wide. */
function beside(left: string, right: string, columns: number): string {
  if (right === '') return left;
  return `${left}${' '.repeat(Math.max(1, columns - stringWidth(left) - stringWidth(right)))}${right}`;
}

function padded(text: string, width: number): string {
  return `${text}${' '.repeat(Math.max(0, width - stringWidth(text)))}`;
}
