import wrapAnsi from 'wrap-ansi';
import { counted, shortId } from '../../core/vocabulary/figures.ts';
import { isWrittenExample } from '../../core/vocabulary/rehearsal.ts';
import { raisedBudgetWords } from '../../presentation/cost.ts';
import { OPEN_PAGE } from '../../presentation/format/page-address.ts';
import { resultSections } from '../../presentation/result.ts';
import type { DesignView } from '../../presentation/schema/view.ts';
import { folded, type Look } from './format.ts';
import { documentText } from './markdown.ts';
import { TEXTS } from './texts.ts';

/** Wider lines are hard to read. */
const READABLE_COLUMNS = 100;
/** Characters of a text that gets two lines. */
const MOST = 150;
const LISTED = /^ *(?:-|\d+\.) /;

interface ResultPlace extends Look {
  /** The folder to show, or `null` if it is not on this machine. */
  readonly folder: string | null;
  readonly program: string;
}

/** The end of a design in some fifteen lines: the decision, every caveat, and one thing to do next. */
export function resultText(view: DesignView, place: ResultPlace): string {
  return `${cameTo(view, place)}\n${wrapped(nextWords(view, place.program), place)}\n`;
}

/** The decision, every caveat, and where the files are. */
export function cameTo(view: DesignView, place: ResultPlace): string {
  return [
    ...resultSections(view, MOST, 'brief')
      .flatMap((blocks) => documentText([blocks], place.paint).split('\n'))
      .map((line) => (LISTED.test(line) ? folded(line, widthOf(place)) : wrapped(line, place))),
    // Never broken, to be copied.
    filesWords(view, place.folder),
    ...pageLines(view),
  ].join('\n');
}

/** For a design on a person's own topic that no model discussed, since there is no key. */
export function dryRunText(view: DesignView, place: ResultPlace): string {
  const personas = view.personas.filter(({ role }) => role === 'persona');
  const lines = [
    `${view.mark}. Nothing was decided, because no key is set.`,
    TEXTS.withKey(counted(personas.length, 'persona')),
    `${TEXTS.setKey(place.program)} ${filesWords(view, place.folder)}`,
  ];
  return `${lines.map((line) => wrapped(line, place)).join('\n')}\n`;
}

function nextWords(view: DesignView, program: string): string {
  const { can, rehearsal, decision } = view;
  const id = shortId(view.id);
  if (can.runAgain !== null && decision === null) {
    const again = can.runAgain.isAnyway ? 'To start it anyway:' : 'To run it again:';
    return `${raisedBudgetWords(view)} ${again} ${program} retry ${id}`.trim();
  }
  if (isWrittenExample({ rehearsal, participants: view.personas }))
    return `To have models discuss your topic: ${program} setup`;
  return rehearsal || decision === null
    ? `To read more: ${program} show ${id}`
    : `To accept it: ${program} accept ${id}`;
}

/** The page's address, on a line that is never broken; nothing without a page. */
export function pageLines({ page }: Pick<DesignView, 'page'>): string[] {
  return page === null ? [] : [`${OPEN_PAGE}:\n  ${page}`];
}

function filesWords({ id, outcome, files }: DesignView, folder: string | null): string {
  if (outcome?.stoppedBecause === 'write_failed') return 'There are no files: they could not be written.';
  if (folder !== null) return `Files: ${folder}`;
  return files.length === 0 ? id : TEXTS.filesElsewhere(id);
}

function wrapped(text: string, look: Look): string {
  const width = widthOf(look);
  return width === null ? text : wrapAnsi(text, width, { hard: true });
}

function widthOf({ columns }: Look): number | null {
  return columns === null ? null : Math.min(columns, READABLE_COLUMNS);
}
