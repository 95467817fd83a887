import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import { groupDigits } from '../../core/vocabulary/figures.ts';
import { PHASES } from '../../core/vocabulary/sets.ts';
import { REPOSITORY_TOOLS } from '../../ports/repository.ts';
import { convertToPlain } from '../../presentation/format/plain-document.ts';
import { type Doing, listShown } from '../../presentation/judged/people.ts';
import type { DesignView } from '../../presentation/schema/view.ts';
import { viewOf } from '../../presentation/view/view.ts';
import { saySpent } from '../../presentation/words/cost.ts';
import { PHASE_WORDS } from '../../presentation/words/phases.ts';
import { markOf } from '../../presentation/words/state.ts';
import { drawSilence } from '../../presentation/words/waiting.ts';
import { clockTimeOf, NARROW, type Paint, pad } from './format.ts';
import type { Progress } from './progress.ts';
import { cleanLine } from './safe.ts';
import { TERMINAL_TEXTS, TOOL_WORDS } from './texts.ts';

interface FrameSize {
  readonly columns: number;
  readonly now: number;
  readonly paint: Paint;
}

type Persona = DesignView['personas'][number];

const GLYPH_WIDTH = 2;
const DOING_WIDTH = 22;
const TIME_WIDTH = 7;
const LOOKS: Partial<Record<Doing['kind'], Parameters<Paint>[0]>> = {
  starting: 'dim',
  resting: 'dim',
  released: 'dim',
  asked: 'green',
  sealed: 'green',
  argued: 'green',
  signed: 'green',
  dissented: 'green',
  delivered: 'green',
  excused: 'yellow',
  retrying: 'yellow',
  dead: 'yellow',
};

/**
 * The live display as text. No line is wider than the terminal, counting wide characters. Depends
 * only on its arguments.
 */
export function drawFrame({ design, tools }: Progress, size: FrameSize): string {
  const view = viewOf(design);
  const top = [...drawHeader(view, size), drawPhases(view, size), ''];
  if (view.endedAt !== null) return [...top, `  ${markOf(view).words}`].join('\n');
  const personas = listShown(view);
  const titleWidth = Math.max(...personas.map(({ title }) => stringWidth(cleanLine(title))));
  const people = personas.map((each) =>
    drawPerson(each, { titleWidth, tool: tools.get(each.id), view, size }),
  );
  return [...top, ...people, '', drawFooter(view, size)].join('\n');
}

function drawHeader({ topic, mark }: DesignView, { columns, paint }: FrameSize): string[] {
  return [
    paint('bold', cliTruncate(cleanLine(topic), columns)),
    ...(mark === '' ? [] : [paint('yellow', cliTruncate(mark, columns))]),
  ];
}

function drawPhases(view: DesignView, { columns, now, paint }: FrameSize): string {
  const present = PHASES.indexOf(view.phase);
  const names = PHASES.map((phase, index) => {
    if (index < present || view.status === 'completed') return `● ${PHASE_WORDS[phase]}`;
    return index > present
      ? paint('dim', `○ ${PHASE_WORDS[phase]}`)
      : paint('bold', `◐ ${PHASE_WORDS[phase]} (now)`);
  });
  const whole = names.join(' ─ ');
  const short = paint('bold', `◐ ${PHASE_WORDS[view.phase]} (${present + 1} of ${PHASES.length})`);
  const until = view.endedAt === null ? now : Date.parse(view.endedAt);
  const totals = `${clockTimeOf(until - Date.parse(view.startedAt))}   ${saySpent(view)}`;
  const isWhole = stringWidth(whole) + stringWidth(totals) + 2 <= columns;
  return isWhole ? putBeside(whole, totals, columns) : cliTruncate(`${short}  ${totals}`, columns);
}

interface Row {
  readonly titleWidth: number;
  /** Last used tool. */
  readonly tool: string | undefined;
  readonly view: DesignView;
  readonly size: FrameSize;
}

function drawPerson(who: Persona, { titleWidth, tool, view, size }: Row): string {
  const { columns, now, paint } = size;
  const { doing, emoji, title, since, tokens } = who;
  // Terminals disagree on the width of an emoji with this variation selector.
  const glyph = cleanLine(emoji).replaceAll('\ufe0f', '');
  const name = `  ${pad(glyph, GLYPH_WIDTH)} ${pad(cleanLine(title), titleWidth)}  `;
  const words = cleanLine(doing.words);
  const tookMs = view.turns.findLast(({ persona }) => persona === who.id)?.totalMs ?? null;
  const spentMs = since === null ? tookMs : now - Date.parse(since);
  const using =
    doing.kind === 'working' ? REPOSITORY_TOOLS.find((each) => each === tool) : undefined;
  const facts = [
    tokens === 0 ? '' : `${groupDigits(tokens)} tokens`,
    using === undefined ? '' : TOOL_WORDS[using],
  ].filter((fact) => fact !== '');
  const time = spentMs === null ? '' : clockTimeOf(spentMs);
  const status =
    columns < NARROW
      ? `${words} ${time}`.trimEnd()
      : `${pad(words, DOING_WIDTH)}${time.padStart(TIME_WIDTH)}`;
  const look = LOOKS[doing.kind];
  const rest = facts.length === 0 ? '' : paint('dim', `   ${facts.join(' · ')}`);
  const state = look === undefined ? status : paint(look, status);
  return cliTruncate(`${name}${state}${rest}`.trimEnd(), columns);
}

function drawFooter(view: DesignView, { columns, now, paint }: FrameSize): string {
  const { waiting } = view;
  const until = waiting?.until ?? null;
  const time =
    until === null ? '' : ` · ${TERMINAL_TEXTS.atMost(clockTimeOf(Date.parse(until) - now))}`;
  const wait = waiting === null || waiting.words === '' ? '' : `${waiting.words}${time}`;
  const words = cleanLine(convertToPlain(drawSilence(view)) || wait);
  const room = columns - stringWidth(TERMINAL_TEXTS.cancelHint) - 4;
  // The time is at the end.
  const cut = { position: 'middle' } as const;
  return room < 10
    ? cliTruncate(`  ${words}`, columns, cut)
    : putBeside(
        `  ${cliTruncate(words, room, cut)}`,
        paint('dim', TERMINAL_TEXTS.cancelHint),
        columns,
      );
}

function putBeside(left: string, right: string, columns: number): string {
  return `${left}${' '.repeat(Math.max(1, columns - stringWidth(left) - stringWidth(right)))}${right}`;
}
