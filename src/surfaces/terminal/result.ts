import { countOf, shortenId } from '../../core/vocabulary/figures.ts';
import { isWrittenExample } from '../../core/vocabulary/rehearsal.ts';
import { section, shortenSections } from '../../presentation/format/document.ts';
import { drawPageLink } from '../../presentation/format/page-address.ts';
import type { DesignView } from '../../presentation/schema/view.ts';
import { drawResultSections } from '../../presentation/thread/result.ts';
import { sayRaisedBudget } from '../../presentation/words/cost.ts';
import { foldLine, type Look } from './format.ts';
import { documentTextOf, drawSections } from './markdown.ts';
import { TERMINAL_TEXTS } from './texts.ts';

/** Characters of a text that gets two lines. */
const MOST = 150;

interface ResultPlace extends Look {
  /** The folder to show, or `null` if it is not on this machine. */
  readonly folder: string | null;
  readonly program: string;
}

/**
 * The end of a design in some fifteen lines: the decision, every caveat, and one thing to do next.
 */
export function drawResult(view: DesignView, place: ResultPlace): string {
  return `${sayResult(view, place)}\n${foldLine(nextStepIn(view, place.program), place.columns)}\n`;
}

/** The decision, every caveat, and where the files are. */
export function sayResult(
  view: DesignView,
  place: Pick<ResultPlace, keyof Look | 'folder'>,
): string {
  return [
    drawSections(shortenSections([section(drawResultSections(view, 'brief'))], MOST), place),
    // Never broken, to be copied.
    locateFiles(view, place.folder),
    ...drawPageLink(view).map((link) => documentTextOf([[link]], place.paint)),
  ].join('\n');
}

/** For a design on a person's own topic that no model discussed, since there is no key. */
export function drawDryRun(view: DesignView, place: ResultPlace): string {
  const personas = view.personas.filter(({ role }) => role === 'persona');
  const lines = [
    `${view.mark}. Nothing was decided, because no key is set.`,
    TERMINAL_TEXTS.withKey(countOf(personas.length, 'persona'), view.depth === 'standard'),
    `${TERMINAL_TEXTS.setKey(place.program)} ${locateFiles(view, place.folder)}`,
  ];
  return `${lines.map((line) => foldLine(line, place.columns)).join('\n')}\n`;
}

function nextStepIn(view: DesignView, program: string): string {
  const { can, rehearsal, decision } = view;
  const id = shortenId(view.id);
  if (can.runAgain !== null && decision === null) {
    const again = can.runAgain.isAnyway ? 'To start it anyway:' : 'To run it again:';
    return `${sayRaisedBudget(view)} ${again} ${program} retry ${id}`.trim();
  }
  if (isWrittenExample({ rehearsal, participants: view.personas }))
    return `To have models discuss your topic: ${program} setup`;
  return rehearsal || decision === null
    ? `To read more: ${program} show ${id}`
    : `To accept it: ${program} accept ${id}`;
}

function locateFiles({ id, outcome, files }: DesignView, folder: string | null): string {
  if (outcome?.stoppedBecause === 'write_failed')
    return 'There are no files: they could not be written.';
  if (folder !== null) return `Files: ${folder}`;
  return files.length === 0 ? id : TERMINAL_TEXTS.filesElsewhere(id);
}
