import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import type { Design, Participant } from '../../core/vocabulary/design.ts';
import { grouped } from '../../core/vocabulary/figures.ts';
import { participant } from '../../core/vocabulary/participants.ts';
import { isWrittenExample } from '../../core/vocabulary/rehearsal.ts';
import { PHASES } from '../../core/vocabulary/sets.ts';
import { phaseOf, resultAt } from '../../core/vocabulary/status.ts';
import { timesReplaced } from '../../core/workflow/sessions/replacement.ts';
import { REPOSITORY_TOOLS } from '../../engine/ports/repository.ts';
import { designSpentWords } from '../../presentation/cost.ts';
import { type Doing, shownParticipant, shownParticipants } from '../../presentation/people.ts';
import { PHASE_WORDS, STATUS_WORDS } from '../../presentation/phases.ts';
import { doingWords } from '../../presentation/rounds.ts';
import { replacedWords, STATE_WORDS } from '../../presentation/run/crash.ts';
import { silenceWords } from '../../presentation/run/weather.ts';
import { waitingOf, waitingWords } from '../../presentation/waiting.ts';
import { clockTime, NARROW, type Paint, shortHash } from './format.ts';
import type { Progress } from './progress.ts';
import { oneLine } from './safe.ts';
import { rehearsalNow, TEXTS, TOOL_WORDS } from './texts.ts';

interface FrameSize {
  readonly columns: number;
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

/** The live display as text. No line is wider than the terminal, counting wide characters. Depends only on its arguments. */
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
  // A line without a time shows a cause instead, which needs the room.
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
  // All have contributed, and the round is about to close.
  const isTimed = waiting !== null && words !== '' && 'until' in waiting;
  const left = isTimed ? ` · ${TEXTS.atMost(clockTime(waiting.until - now))}` : '';
  const room = columns - stringWidth(TEXTS.cancelHint) - 4;
  const shown = cliTruncate(`${words}${left}`, Math.max(1, room));
  return room < 10
    ? cliTruncate(`  ${words}`, columns)
    : beside(`  ${shown}`, paint('dim', TEXTS.cancelHint), columns);
}

function beside(left: string, right: string, columns: number): string {
  if (right === '') return left;
  return `${left}${' '.repeat(Math.max(1, columns - stringWidth(left) - stringWidth(right)))}${right}`;
}

function padded(text: string, width: number): string {
  return `${text}${' '.repeat(Math.max(0, width - stringWidth(text)))}`;
}

type Emphasis = 'calm' | 'busy' | 'done' | 'trouble';

interface ParticipantLine {
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

function participantLine(progress: Progress, who: Participant, now: number): ParticipantLine {
  const { design, tookMs, tools } = progress;
  const { doing } = shownParticipant(design, who);
  // Terminals disagree on the width of an emoji with this variation selector.
  const glyph = oneLine(who.emoji).replaceAll('\ufe0f', '');
  const base = { glyph, title: oneLine(who.title), emphasis: EMPHASIS[doing.kind] };
  if (doing.kind === 'retrying' || doing.kind === 'dead')
    return {
      ...base,
      doing: STATE_WORDS[doing.kind],
      time: '',
      detail: isWrittenExample(design) ? TEXTS.onPurpose : lastCause(who),
    };
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

/** The short cause, then where to look (D2). */
function lastCause({ sessions }: Participant): string {
  const cause = sessions.findLast((session) => session.cause !== null)?.cause;
  if (cause === undefined || cause === null) return '';
  const pointer = cause.diagnostics === '' ? '' : ` · diagnostics: ${cause.diagnostics}`;
  return oneLine(`${cause.detail}${pointer}`);
}
