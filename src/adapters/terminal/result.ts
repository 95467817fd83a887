import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import type { Design } from '../../core/design.ts';
import { bannerOf, isWorthAnotherRun } from '../../core/outcome/banner.ts';
import { fileNames } from '../../core/outcome/file-names.ts';
import { decisionInForce, outcomeOf } from '../../core/outcome/outcome.ts';
import { isWrittenExample } from '../../core/rehearsal.ts';
import { FILE_COLUMNS, type Look, type Paint, shortId, typeable } from './format.ts';
import { markdownLine, markdownText } from './markdown.ts';
import { oneLine } from './safe.ts';
import { TEXTS } from './texts.ts';

/** So that a line can be read without losing it. */
const READABLE_COLUMNS = 100;
/** Lines that the paragraph and each dissent may take, so that the whole stays one screen. */
const [PARAGRAPH_LINES, DISSENT_LINES] = [8, 3];
const MAX_STEPS = 7;

interface ResultPlace extends Look {
  /** The design's folder, as it is to be shown. */
  readonly folder: string;
  /** How Charrette is called here. */
  readonly program: string;
}

/** The end of a design on one screen: the banner by code, the decision, and where the files are. */
export function resultText(design: Design, place: ResultPlace): string {
  const { paint } = place;
  const width = Math.min(place.columns ?? FILE_COLUMNS, READABLE_COLUMNS);
  const outcome = outcomeOf(design);
  const { mark, headline, facts } = bannerOf(outcome, 'thread');
  const banner = [
    ...(mark === '' ? [] : [paint('yellow', `${mark}.`)]),
    paint('bold', wrapped(headline, width)),
    wrapped(facts.map(oneLine).join(' · '), width),
  ];
  const next = [
    ...(isWorthAnotherRun(outcome)
      ? [`${TEXTS.runAgain}\n  ${place.program} retry ${shortId(design.id)}`]
      : []),
    ...(isWrittenExample(design) ? [wrapped(TEXTS.ownTopic, width)] : []),
  ];
  return `${[banner.join('\n'), ...decision(design, width, paint), files(design, place), ...next].join('\n\n')}\n`;
}

function decision(design: Design, width: number, paint: Paint): string[] {
  const decided = decisionInForce(design)?.decision;
  if (decided === undefined) return [];
  const steps = decided.steps.slice(0, MAX_STEPS).map(({ title }, index) => {
    return indented(`${index + 1}. ${markdownLine(title, paint)}`, width, '   ');
  });
  const more = decided.steps.length - steps.length;
  const dissents = outcomeOf(design).dissents.map(({ title, dissent }) => {
    return clipped(
      wrapped(`${oneLine(title)} dissents: “${markdownText(dissent, paint)}”`, width),
      DISSENT_LINES,
    );
  });
  return [
    paint('bold', wrapped(markdownLine(decided.sentence), width)),
    clipped(wrapped(markdownText(decided.paragraph, paint), width), PARAGRAPH_LINES),
    [...steps, ...(more > 0 ? [`   and ${more} more in brief.md`] : [])].join('\n'),
    ...dissents,
  ].filter((part) => part !== '');
}

function files({ id, files: written, participants }: Design, { folder, program }: ResultPlace): string {
  const left = participants
    .flatMap(({ sessions }) => sessions.map(({ cause }) => cause?.diagnostics ?? ''))
    .filter((name) => name !== '');
  const list = (names: readonly string[]) => names.map((name) => `  ${folder}/${oneLine(name)}`);
  const names = fileNames(written);
  const single = names.filter((name) => !name.includes('/'));
  const folders = new Set(
    names.filter((name) => name.includes('/')).map((name) => `${name.split('/', 1)[0]}/`),
  );
  return [
    ...(written.length === 0 ? [] : [TEXTS.files, ...list([...single, ...folders])]),
    ...(left.length === 0 ? [] : [TEXTS.diagnostics, ...list(left)]),
    ...(written.length === 0 ? [id] : [TEXTS.check, `  ${program} verify ${typeable(folder)}`]),
  ].join('\n');
}

function wrapped(text: string, width: number): string {
  return wrapAnsi(text, width, { hard: true });
}

/** Lines after the first begin under its text. */
function indented(text: string, width: number, margin: string): string {
  return wrapped(text, width - stringWidth(margin)).replaceAll('\n', `\n${margin}`);
}

function clipped(text: string, most: number): string {
  const lines = text.split('\n');
  return lines.length <= most ? text : [...lines.slice(0, most - 1), `… ${TEXTS.wholeIn}`].join('\n');
}
