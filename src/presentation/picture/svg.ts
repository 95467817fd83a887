import { countOf } from '../../core/vocabulary/figures.ts';
import { compact } from '../../foundation/compact.ts';
import { convertToPlainText, cutLine, isolate } from '../format/plain.ts';
import { convertToPlain } from '../format/plain-document.ts';
import { LETTER, type RunMark, type RunPicture } from './run.ts';

/**
 * Draws pictures as SVG. What people and models wrote becomes text and nothing else: no script,
 * style, link or address comes from data. Places are shares of the width, so one picture fits a
 * phone and a screen, and its letters keep their size. Colours are attributes; the console's style
 * replaces them by class.
 */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for HTML and SVG, in content and in attributes. */
export function escapeMarkup(text: string): string {
  return convertToPlainText(text).replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}

type Attributes = Readonly<Record<string, string | number | false>>;

function element(name: string, attributes: Attributes, ...inside: readonly string[]): string {
  const all = Object.entries(attributes).filter(([, value]) => value !== false);
  const own = all.map(([key, value]) => ` ${key}="${escapeMarkup(String(value))}"`).join('');
  return inside.length === 0 ? `<${name}${own}/>` : `<${name}${own}>${inside.join('')}</${name}>`;
}

function words(text: string): string {
  return isolate(escapeMarkup(text));
}

const [INK, SOFT, LINE, ACCENT, TINT, PAPER] = [
  '#1c1e1f',
  '#565b5e',
  '#dcd8cf',
  '#0c6b5d',
  '#cfe3de',
  '#fbfaf7',
];
const HATCH = '#d8d4ca';
/** Keeps words readable on lines. */
const HALO = {
  class: 'halo',
  'paint-order': 'stroke',
  stroke: PAPER,
  'stroke-width': 3,
  'stroke-linejoin': 'round',
};
/** In pixels. */
const WIDTH = 760;
const LABEL = 13;
const LABEL_ROWS = 3;
const HEAD = LABEL * LABEL_ROWS + 5;
const ROW = 31;
const [NAME, BAR, BAR_HEIGHT] = [11, 15, 11];
/** Width of a letter of a label on a phone, as a share. */
const LETTER_ON_PHONE = 0.0185;
/** So many times as wide is a letter of the present phase. */
const BOLD = 1.15;
const LEAST = 0.006;
/** Steps of a bar's filling. */
const LEVELS = 5;
const NAME_CHARACTERS = 28;
const STATE_CHARACTERS = 40;

/**
 * `addressOf`: the page of a turn, on own pages alone; without it there is no link. On a page,
 * where controls follow, all marks are one stop of the keyboard; in a file of its own, each is one.
 */
export function writeRunSvg(
  run: RunPicture,
  addressOf?: ((turn: number) => string) | undefined,
): string {
  const height = HEAD + run.rows.length * ROW;
  const [behind, above] = [run.marks.filter(isBehind), run.marks.filter((mark) => !isBehind(mark))];
  const [first] = [...behind, ...above];
  const draw = (mark: RunMark) =>
    drawMark(mark, height, addressOf, addressOf === undefined || mark === first ? 0 : -1);
  return `${element(
    'svg',
    {
      ...{ xmlns: 'http://www.w3.org/2000/svg', class: 'run', width: WIDTH, height, role: 'group' },
      ...{
        'aria-labelledby': 'run-title run-words',
        'font-family': 'system-ui, sans-serif',
        'font-size': 12,
      },
    },
    element('title', { id: 'run-title' }, 'The run'),
    element('desc', { id: 'run-words' }, words(run.description)),
    element('defs', {}, hatching(), ...fillings(run)),
    element('rect', { class: 'paper', width: '100%', height, fill: PAPER }),
    ...behind.map(draw),
    element('g', HALO, ...columns(run, height), ...run.rows.map((row, at) => label(row, at))),
    element('g', { fill: 'none' }, ...above.map(draw)),
    run.now === null ? '' : vertical('present', run.now, HEAD, height, ACCENT),
  )}\n`;
}

/** Those of all rows. */
function isBehind({ row }: RunMark): boolean {
  return row === null;
}

function share(part: number): string {
  return `${Math.round(part * 10_000) / 100}%`;
}

function hatching(): string {
  const box = { id: 'run-wait', width: 6, height: 6, patternUnits: 'userSpaceOnUse' };
  return element('pattern', box, element('path', { class: 'hatch', d: 'M0 6L6 0', stroke: HATCH }));
}

/** How full a bar is, in steps; `null` for one whose cost is unknown. */
function levelOf({ cost }: RunMark): number | null {
  return cost === null ? null : Math.round(cost * LEVELS);
}

/** Those that a bar has. */
function fillings({ marks }: RunPicture): string[] {
  const levels = new Set(marks.map(levelOf));
  return [...levels].flatMap((level) => (level === null ? [] : [filling(level)]));
}

function filling(level: number): string {
  const offset = (LEVELS - level) / LEVELS;
  return element(
    'linearGradient',
    { id: `run-cost-${level}`, x2: 0, y2: 1 },
    element('stop', { class: 'empty', offset, 'stop-color': TINT }),
    element('stop', { class: 'full', offset, 'stop-color': ACCENT }),
  );
}

function vertical(name: string, at: number, from: number, to: number, stroke: string): string {
  return element('line', {
    class: name,
    x1: share(at),
    x2: share(at),
    y1: from,
    y2: to,
    stroke,
    'stroke-width': 1,
  });
}

/**
 * The page moves the names by class to their places on a phone, where a letter is a larger share
 * of the width.
 */
function columns({ columns: all }: RunPicture, height: number): string[] {
  const wide = placeNames(all, LETTER);
  const narrow = placeNames(all, LETTER_ON_PHONE, wide);
  return all.map(({ name, from, isPresent, turns, cost }, at) => {
    const { row = 0, isBefore = false } = wide[at] ?? {};
    const onPhone = narrow[at];
    const look = compact(
      isPresent && 'present',
      onPhone !== undefined && onPhone.row > row && `low-${onPhone.row - row}`,
      onPhone?.isBefore && 'before',
    ).join(' ');
    const own = isPresent ? { fill: ACCENT, 'font-weight': 700 } : { fill: SOFT };
    const place = {
      x: share(from),
      dx: isBefore ? -3 : 3,
      y: LABEL * (row + 1) - 2,
      'text-anchor': isBefore && 'end',
    };
    const label = element(
      'text',
      { class: look !== '' && look, ...own, ...place },
      element(
        'title',
        {},
        words(compact(name, turns > 0 && countOf(turns, 'turn'), cost).join(', ')),
      ),
      words(name),
    );
    return `${vertical('column', from, LABEL * row, height, LINE)}${label}`;
  });
}

/**
 * A name stands at its column's line, or before it if it would leave the picture; a row lower if it
 * would run into another. `above`: the rows that none stands above, since a page only lowers names.
 */
function placeNames(
  all: RunPicture['columns'],
  letter: number,
  above: readonly { readonly row: number }[] = [],
) {
  const rows = Array.from({ length: LABEL_ROWS }, (): [from: number, to: number][] => []);
  return all.map(({ name, from, isPresent }, index) => {
    const { row: least = 0 } = above[index] ?? {};
    const width = name.length * letter * (isPresent ? BOLD : 1);
    const isBefore = from + width > 1;
    const [begin, end] = isBefore ? [from - width, from] : [from, from + width];
    const free = rows.findIndex(
      (taken, at) => at >= least && taken.every(([one, to]) => end <= one || begin >= to),
    );
    const row = free < 0 ? LABEL_ROWS - 1 : free;
    rows[row]?.push([begin, end]);
    return { row, isBefore };
  });
}

function label({ name, state, look, cost, facts }: RunPicture['rows'][number], at: number): string {
  const y = HEAD + at * ROW + NAME;
  return element(
    'g',
    {},
    element(
      'title',
      {},
      words([name, state, facts, cost].filter((each) => each !== '').join(', ')),
    ),
    element(
      'text',
      { x: 0, y, fill: INK },
      element('tspan', { 'font-weight': 600 }, words(cutLine(name, NAME_CHARACTERS))),
      beside(cutLine(state, STATE_CHARACTERS), look),
      beside(cost),
    ),
  );
}

/** Words behind a name. */
function beside(text: string, look: string | false = false): string {
  return text === '' ? '' : element('tspan', { 'data-look': look, fill: SOFT, dx: 6 }, words(text));
}

/** Each mark can be focused, and says its words. */
function drawMark(
  mark: RunMark,
  height: number,
  addressOf: ((turn: number) => string) | undefined,
  tabindex: 0 | -1,
): string {
  const { kind, row, who, turn, isOpen } = mark;
  const wide = Math.max(mark.to - mark.from, LEAST);
  const place = { x: share(Math.min(mark.from, 1 - wide)), width: share(wide) };
  const top = HEAD + (row ?? 0) * ROW;
  const area =
    row === null
      ? { y: HEAD, height: height - HEAD, fill: 'url(#run-wait)' }
      : { y: top, height: ROW };
  const inside = [
    element('title', {}, words(`${who}: ${convertToPlain(mark.words)}`)),
    element('rect', { class: 'area', ...place, ...area }),
    ...drawShapes(mark, place, top + BAR),
  ];
  return turn === null || addressOf === undefined
    ? element('g', { class: isOpen ? 'open' : kind, tabindex, role: 'img' }, ...inside)
    : element('a', { class: isOpen && 'open', tabindex, href: addressOf(turn) }, ...inside);
}

function drawShapes(mark: RunMark, place: Attributes, y: number): string[] {
  const { kind, from, to, signs } = mark;
  const sign = (text: string, at: number, anchor: string) =>
    text === ''
      ? ''
      : element(
          'text',
          { ...HALO, x: share(at), y: y + NAME - 1, fill: INK, 'text-anchor': anchor },
          text,
        );
  switch (kind) {
    case 'wait':
      return [];
    case 'said':
      return [
        element('circle', {
          ...{ cx: share(from), cy: y + BAR_HEIGHT / 2, r: 3.5 },
          ...{ fill: PAPER, stroke: INK, 'stroke-width': 1.5 },
        }),
      ];
    case 'crash':
      return [sign(signs[1], from, 'middle')];
    case 'decided':
      return [sign('◆', from, 'middle')];
    case 'turn': {
      const level = levelOf(mark);
      const fill = level !== null && `url(#run-cost-${level})`;
      const bar = { class: 'bar', ...place, y, height: BAR_HEIGHT, rx: 2, fill, stroke: ACCENT };
      return [element('rect', bar), sign(signs[0], from, 'start'), sign(signs[1], to, 'end')];
    }
  }
}
