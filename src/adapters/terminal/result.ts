import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { fileNames } from '../../core/outcome/file-names.ts';
import { decisionInForce, outcomeOf } from '../../core/outcome/outcome.ts';
import { startsAnyway } from '../../core/outcome/policy/should-retry.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { shortId, verifyCommand } from '../../core/vocabulary/figures.ts';
import { isWrittenExample } from '../../core/vocabulary/rehearsal.ts';
import { isWorthAnotherRun } from '../../presentation/banner.ts';
import { raisedBudgetWords } from '../../presentation/cost.ts';
import { fitted, type Section } from '../../presentation/format/document.ts';
import { OPEN_PAGE } from '../../presentation/format/page-address.ts';
import { briefSections, resultDocument, resultOf, STEP_WITH_DETAIL } from '../../presentation/result.ts';
import { FILE_COLUMNS, folded, type Look, shellQuoted } from './format.ts';
import { documentText } from './markdown.ts';
import { oneLine } from './safe.ts';
import { TEXTS } from './texts.ts';

/** Wider lines are hard to read. */
const READABLE_COLUMNS = 100;
/** Most lines beside the files' place. If there are more, each text is shortened. */
const SCREEN_LINES = 30;
/** Characters of a text that gets two lines. */
const BRIEF_CHARACTERS = 150;
const LISTED = /^ *(?:-|\d+\.) /;

interface ResultPlace extends Look {
  /** The folder to show, or `null` if it is not on this machine. */
  readonly folder: string | null;
  readonly program: string;
}

/** The end of a design on one screen: the result, and what to do next. */
export function resultText(design: Design, place: ResultPlace): string {
  const next = [
    ...(isWorthAnotherRun(outcomeOf(design))
      ? [
          `${[raisedBudgetWords(design), startsAnyway(design) ? TEXTS.startAnywayBy : TEXTS.runAgain].join(' ').trim()}\n  ${place.program} retry ${shortId(design.id)}`,
        ]
      : []),
    ...(isWrittenExample(design)
      ? [`${wrapped(TEXTS.ownTopic, widthOf(place))}\n  ${place.program} setup`]
      : []),
  ];
  return `${[cameTo(design, place), ...next].join('\n\n')}\n`;
}

/** The result in some fifteen lines, for a log or pipe. */
export function briefResultText(design: Design, place: ResultPlace): string {
  const width = widthOf(place);
  const result = resultOf(design);
  const drawn = briefSections(result, BRIEF_CHARACTERS)
    .flatMap((blocks) => documentText([blocks], place.paint).split('\n'))
    .map((line) => (LISTED.test(line) ? folded(line, width) : wrapped(line, width)));
  const hasFiles = design.end?.stoppedBecause !== 'write_failed';
  const where = place.folder === null ? [] : [`${TEXTS.filesIn} ${place.folder}`];
  const canVerify = place.folder !== null && design.files.length > 0;
  const verbs = ['show', ...(canVerify ? ['verify'] : []), ...nextVerbs(design)];
  return `${[
    ...drawn,
    ...(hasFiles ? where : [TEXTS.noFiles]),
    ...(result.page === undefined ? [] : [`${OPEN_PAGE}: ${result.page}`]),
    ...verbs.map((verb) => `  ${place.program} ${verb} ${shortId(design.id)}`),
    ...(isWrittenExample(design) ? [`${TEXTS.ownTopic} ${place.program} setup`] : []),
  ].join('\n')}\n`;
}

function nextVerbs(design: Design): string[] {
  if (isWorthAnotherRun(outcomeOf(design))) return ['retry'];
  return design.rehearsal || decisionInForce(design) === null ? [] : ['accept'];
}

/** The banner, the decision, and where the files are. */
export function cameTo(design: Design, place: ResultPlace): string {
  const width = widthOf(place);
  // How to check the files is said with where they are.
  const { page, ...withoutPage } = resultOf(design);
  const { sections } = resultDocument({ ...withoutPage, head: null }, STEP_WITH_DETAIL);
  const drawn = (most: number) =>
    documentText(bannerFirst(sections(most)), place.paint)
      .split('\n')
      .map((line) => (LISTED.test(line) ? folded(line, width) : wrapped(line, width)))
      .join('\n');
  const isOneScreen = (text: string) => text.split('\n').length <= SCREEN_LINES;
  const shown = fitted(drawn, isOneScreen, (text) => text);
  return [shown, files(design, place, width), ...pageLines({ page })].join('\n\n');
}

/** The page's address, on a line that is never broken; nothing without a page. */
export function pageLines({ page }: { readonly page?: string | undefined }): string[] {
  return page === undefined ? [] : [`${OPEN_PAGE}:\n  ${page}`];
}

/** In a thread, the decision's sentence comes before the banner. */
function bannerFirst(sections: readonly Section[]): Section[] {
  return sections
    .flatMap((blocks) => [
      blocks.filter(({ kind }) => kind !== 'heading'),
      blocks.filter(({ kind }) => kind === 'heading'),
    ])
    .filter((blocks) => blocks.length > 0);
}

function widthOf({ columns }: Look): number {
  return Math.min(columns ?? FILE_COLUMNS, READABLE_COLUMNS);
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
  // On an unbroken line of its own, to be copied.
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
      ? [wrapped(TEXTS.check, width), `  ${verifyCommand(program, shellQuoted(folder), design.head)}`]
      : [design.id]),
  ].join('\n');
}

function wrapped(text: string, width: number): string {
  return wrapAnsi(text, width, { hard: true });
}

function indented(text: string, width: number, margin: string): string {
  return wrapped(text, width - stringWidth(margin)).replaceAll('\n', `\n${margin}`);
}
