import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import { grouped } from '../../core/vocabulary/figures.ts';
import { isWrittenExample } from '../../core/vocabulary/rehearsal.ts';
import { PHASES } from '../../core/vocabulary/sets.ts';
import { REPOSITORY_TOOLS } from '../../engine/ports/repository.ts';
import { spentIn } from '../../presentation/cost.ts';
import { PHASE_WORDS, STATUS_WORDS } from '../../presentation/phases.ts';
import { STATE_WORDS } from '../../presentation/run/crash.ts';
import type { DesignView } from '../../presentation/schema/view.ts';
import { viewOf } from '../../presentation/view/view.ts';
import { clockTime, NARROW, type Paint } from './format.ts';
import type { Progress } from './progress.ts';
import { oneLine } from './safe.ts';
import { TEXTS, TOOL_WORDS } from './texts.ts';

interface FrameSize {
  readonly columns: number;
  readonly now: number;
  readonly paint: Paint;
}

type Persona = DesignView['personas'][number];

const [GLYPH_WIDTH, DOING_WIDTH, TIME_WIDTH] = [2, 22, 7];
const LOOKS: Record<Persona['activity'], Parameters<Paint>[0] | null> = {
  idle: 'dim',
  working: null,
  done: 'green',
  excused: 'yellow',
};
/** Activities with which facilitators are shown. */
const AT_WORK: readonly Persona['doing']['kind'][] = ['working', 'retrying', 'dead'];

/** The live display as text. No line is wider than the terminal, counting wide characters. Depends only on its arguments. */
export function frame({ design, tools }: Progress, size: FrameSize): string {
  const view = viewOf(design);
  const top = [...header(view, size), ...phases(design, view, size), ''];
  if (view.endedAt !== null) return [...top, `  ${STATUS_WORDS[view.status]}`].join('\n');
  const shown = view.personas.filter(({ role, doing }) => role === 'persona' || AT_WORK.includes(doing.kind));
  const titleWidth = Math.max(...shown.map(({ title }) => stringWidth(oneLine(title))));
  const people = shown.map((each) => personLine(each, { titleWidth, tool: tools.get(each.id), view, size }));
  return [...top, ...people, '', footer(view, size)].join('\n');
}

function header({ topic, mark }: DesignView, { columns, paint }: FrameSize): string[] {
  const words = oneLine(topic);
  const isBeside = columns - stringWidth(mark) - 2 >= Math.min(stringWidth(words), NARROW);
  if (mark !== '' && !isBeside)
    return [paint('bold', cliTruncate(words, columns)), paint('yellow', cliTruncate(mark, columns))];
  const room = columns - (mark === '' ? 0 : stringWidth(mark) + 2);
  return [beside(paint('bold', cliTruncate(words, room)), paint('yellow', mark), columns)];
}

function phases(_design: Progress['design'], view: DesignView, { columns, now, paint }: FrameSize): string[] {
  const present = PHASES.indexOf(view.phase);
  const names = PHASES.map((phase, index) => {
    if (index < present || view.status === 'completed') return `● ${PHASE_WORDS[phase]}`;
    return index > present
      ? paint('dim', `○ ${PHASE_WORDS[phase]}`)
      : paint('bold', `◐ ${PHASE_WORDS[phase]} (now)`);
  });
  const until = view.endedAt === null ? now : Date.parse(view.endedAt);
  const totals = `${clockTime(until - Date.parse(view.startedAt))}   ${spentIn(view)}`;
  const whole = names.join(' ─ ');
  const short = paint('bold', `◐ ${PHASE_WORDS[view.phase]} (${present + 1} of ${PHASES.length})`);
  if (stringWidth(whole) > columns) return [cliTruncate(`${short}  ${totals}`, columns)];
  const isBeside = stringWidth(whole) + stringWidth(totals) + 2 <= columns;
  return isBeside ? [beside(whole, totals, columns)] : [whole, beside('', totals, columns)];
}

interface Row {
  readonly titleWidth: number;
  /** Last used tool. */
  readonly tool: string | undefined;
  readonly view: DesignView;
  readonly size: FrameSize;
}

function personLine(who: Persona, { titleWidth, tool, view, size }: Row): string {
  const { columns, now, paint } = size;
  const { doing, state, activity, emoji, title, since, tokens } = who;
  const isLost = state === 'retrying' || state === 'dead';
  // Terminals disagree on the width of an emoji with this variation selector.
  const glyph = oneLine(emoji).replaceAll('\ufe0f', '');
  const name = `  ${padded(glyph, GLYPH_WIDTH)} ${padded(oneLine(title), titleWidth)}  `;
  const words = isLost ? STATE_WORDS[state] : doing.words || TEXTS.ready;
  const tookMs = view.turns.findLast(({ persona }) => persona === who.id)?.totalMs ?? null;
  const spentMs = since === null ? tookMs : now - Date.parse(since);
  const time = isLost || spentMs === null || activity === 'idle' ? '' : clockTime(spentMs);
  const using = activity === 'working' ? REPOSITORY_TOOLS.find((each) => each === tool) : undefined;
  const facts = isLost
    ? [isWrittenExample({ ...view, participants: view.personas }) ? TEXTS.onPurpose : (who.cause ?? '')]
    : [tokens === 0 ? '' : `${grouped(tokens)} tokens`, using === undefined ? '' : TOOL_WORDS[using]];
  const detail = oneLine(facts.filter((fact) => fact !== '').join(' · '));
  // A cause needs the room of the time.
  const isTimed = time !== '' && columns >= NARROW;
  const shown = isTimed
    ? `${padded(words, DOING_WIDTH)}${time.padStart(TIME_WIDTH)}`
    : `${words} ${time}`.trimEnd();
  const look = isLost ? 'yellow' : LOOKS[activity];
  const rest = detail === '' ? '' : paint('dim', `   ${detail}`);
  return cliTruncate(`${name}${look === null ? shown : paint(look, shown)}${rest}`.trimEnd(), columns);
}

function footer({ waiting, silence }: DesignView, { columns, now, paint }: FrameSize): string {
  const until = waiting?.until ?? null;
  const left = until === null ? '' : ` · ${TEXTS.atMost(clockTime(Date.parse(until) - now))}`;
  const asked = waiting === null || waiting.words === '' ? '' : `${waiting.words}${left}`;
  const silent = silence === null ? '' : `${silence.words}, ${clockTime(now - Date.parse(silence.since))}`;
  const words = oneLine(silence === null ? asked : silent);
  const room = columns - stringWidth(TEXTS.cancelHint) - 4;
  return room < 10
    ? cliTruncate(`  ${words}`, columns)
    : beside(`  ${cliTruncate(words, room)}`, paint('dim', TEXTS.cancelHint), columns);
}

function beside(left: string, right: string, columns: number): string {
  if (right === '') return left;
  return `${left}${' '.repeat(Math.max(1, columns - stringWidth(left) - stringWidth(right)))}${right}`;
}

function padded(text: string, width: number): string {
  return `${text}${' '.repeat(Math.max(0, width - stringWidth(text)))}`;
}
