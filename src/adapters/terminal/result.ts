import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import type { Design } from '../../core/design.ts';
import { shortId, verifyCommand } from '../../core/figures.ts';
import { bannerOf, isWorthAnotherRun } from '../../core/outcome/banner.ts';
import { fileNames } from '../../core/outcome/file-names.ts';
import { decisionInForce, outcomeOf } from '../../core/outcome/outcome.ts';
import { isWrittenExample } from '../../core/rehearsal.ts';
import { sentences } from '../../core/text.ts';
import { TEXTS as GATE_TEXTS } from '../../runtime/message/texts.ts';
import { FILE_COLUMNS, type Look, type Paint, typeable } from './format.ts';
import { markdownLine, markdownText } from './markdown.ts';
import { oneLine } from './safe.ts';
import { TEXTS } from './texts.ts';

/** So that a line can be read without losing it. */
const READABLE_COLUMNS = 100;
/** Lines that the paragraph and each dissent may take, so that the whole stays one screen. */
const [PARAGRAPH_LINES, DISSENT_LINES] = [8, 3];
const [MAX_STEPS, MAX_OPEN] = [7, 3];

interface ResultPlace extends Look {
  /** The design's folder, as it is to be shown; `null`: it is not on this machine. */
  readonly folder: string | null;
  /** How Charrette is called here. */
  readonly program: string;
}

/** The end of a design on one screen: what it came to, and what can be done next. */
export function resultText(design: Design, place: ResultPlace): string {
  const next = [
    ...(isWorthAnotherRun(outcomeOf(design))
      ? [`${TEXTS.runAgain}\n  ${place.program} retry ${shortId(design.id)}`]
      : []),
    ...(isWrittenExample(design) ? [wrapped(TEXTS.ownTopic, widthOf(place))] : []),
  ];
  return `${[cameTo(design, place), ...next].join('\n\n')}\n`;
}

/** The banner by code, the decision, and where the files are: then, and whenever it is looked at. */
export function cameTo(design: Design, place: ResultPlace): string {
  const { paint } = place;
  const width = widthOf(place);
  const { mark, headline, facts } = bannerOf(outcomeOf(design), 'thread');
  const banner = [
    ...(mark === '' ? [] : [paint('yellow', wrapped(`${mark}.`, width))]),
    paint('bold', wrapped(headline, width)),
    wrapped(facts.map(oneLine).join(' · '), width),
  ];
  const parts = [banner.join('\n'), ...decision(design, width, paint), files(design, place, width)];
  return parts.join('\n\n');
}

function widthOf({ columns }: Look): number {
  return Math.min(columns ?? FILE_COLUMNS, READABLE_COLUMNS);
}

function decision(design: Design, width: number, paint: Paint): string[] {
  const decided = decisionInForce(design)?.decision;
  if (decided === undefined) return [];
  const steps = decided.steps.map(({ title }, index) =>
    indented(`${index + 1}. ${markdownLine(title, paint)}`, width, '   '),
  );
  const open = decided.open.map(({ text }) => indented(`- ${markdownLine(text, paint)}`, width, '  '));
  const dissents = outcomeOf(design).dissents.map(({ title, dissent }) =>
    clipped(`${oneLine(title)} dissents: “${markdownText(dissent, paint)}`, '”', width, DISSENT_LINES),
  );
  return [
    paint('bold', wrapped(markdownLine(decided.sentence), width)),
    clipped(markdownText(decided.paragraph, paint), '', width, PARAGRAPH_LINES),
    first(steps, MAX_STEPS),
    open.length === 0 ? '' : `${GATE_TEXTS.openHeading}:\n${first(open, MAX_OPEN)}`,
    ...dissents,
  ].filter((part) => part !== '');
}

function first(items: readonly string[], most: number): string {
  const more = items.length - most;
  return [...items.slice(0, most), ...(more > 0 ? [`   and ${more} more in brief.md`] : [])].join('\n');
}

function files(design: Design, { folder, program }: ResultPlace, width: number): string {
  const left = design.participants
    .flatMap(({ sessions }) => sessions.map(({ cause }) => cause?.diagnostics ?? ''))
    .filter((name) => name !== '');
  const names = fileNames(design.files).map((name) =>
    name.includes('/') ? `${name.split('/', 1)[0]}/` : name,
  );
  const isFolder = (name: string) => Number(name.endsWith('/'));
  const list = (all: readonly string[]) => {
    const once = [...new Set(all)].toSorted((one, other) => isFolder(one) - isFolder(other));
    return `  ${indented(once.map(oneLine).join(', '), width, '  ')}`;
  };
  const hasFiles = names.length > 0;
  // On a line of its own, and never broken: so it can be copied.
  const inFolder = (what: string) => `${wrapped(`${what}, in this folder:`, width)}\n  ${folder}`;
  if (design.end?.stoppedBecause === 'write_failed') return TEXTS.noFiles;
  if (folder === null) {
    return [
      ...(hasFiles ? [wrapped(TEXTS.filesElsewhere(design.id), width), list(names)] : [design.id]),
      ...(left.length === 0 ? [] : [wrapped(TEXTS.diagnosticsElsewhere, width), list(left)]),
    ].join('\n');
  }
  return [
    ...(hasFiles ? [inFolder(TEXTS.files), list(names)] : []),
    ...(left.length === 0
      ? []
      : [hasFiles ? `${TEXTS.diagnostics}:` : inFolder(TEXTS.diagnostics), list(left)]),
    ...(hasFiles
      ? [wrapped(TEXTS.check, width), `  ${verifyCommand(program, typeable(folder), design.head)}`]
      : [design.id]),
  ].join('\n');
}

function wrapped(text: string, width: number): string {
  return wrapAnsi(text, width, { hard: true });
}

/** Lines after the first begin under its text. */
function indented(text: string, width: number, margin: string): string {
  return wrapped(text, width - stringWidth(margin)).replaceAll('\n', `\n${margin}`);
}

/** As many of its sentences as these lines have room for, the first in any case. */
function clipped(text: string, end: string, width: number, most: number): string {
  const fits = (part: string) => wrapped(part, width).split('\n').length <= most;
  if (fits(text + end)) return wrapped(text + end, width);
  let kept = '';
  for (const { segment } of sentences.segment(text)) {
    if (kept !== '' && !fits((kept + segment).trimEnd() + end)) break;
    kept += segment;
  }
  return `${wrapped(kept.trimEnd() + end, width)}${kept === text ? '' : `\n… ${TEXTS.wholeIn}`}`;
}
