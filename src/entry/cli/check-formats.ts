import { writeGithubBody } from '../../adapters/github/drawing.ts';
import { namePlace } from '../../core/follow-up/cited-places.ts';
import type { Lines } from '../../core/proposals/place.ts';
import { CHARRETTE_VERSION } from '../../foundation/version.ts';
import { bullets, type Line, lines, list, section, title } from '../../presentation/format/document.ts';
import { convertToPlain } from '../../presentation/format/plain-document.ts';
import {
  checkHeadline,
  checkNotes,
  drawDissents,
  drawPlaces,
  drawRecordLine,
  listToLookAt,
  type RecordCheck,
  type RecordFinding,
} from '../../presentation/record-check.ts';
import { documentTextOf } from '../../surfaces/terminal/markdown.ts';
import { escapeJson } from '../../surfaces/terminal/safe.ts';
import { look } from './output.ts';

/** How `check` tells its result, by the name of the form. */
export const FORMATS = {
  text: textOf,
  json: jsonOf,
  github: commandsOf,
  sarif: sarifOf,
  markdown: commentOf,
};
export type Format = keyof typeof FORMATS;

function textOf(check: RecordCheck): string {
  const records = listToLookAt(check).map((record) =>
    section(
      title(3, drawRecordLine(record)),
      record.places.map((place) => {
        const [first = [], ...more] = drawPlaces(place);
        return section(bullets([first]), more.length > 0 && bullets(more, 1));
      }),
      list(drawDissents(record)),
    ),
  );
  const sections = [[lines(checkHeadline(check))], ...records, list(checkNotes(check))];
  return `${documentTextOf(sections, look().paint)}\n`;
}

function jsonOf(check: RecordCheck): string {
  return `${escapeJson({ headline: checkHeadline(check), ...check }, 2)}\n`;
}

/** A place to look at, where a program can show it, in words. */
interface Remark {
  readonly record: RecordFinding;
  readonly cited: Lines;
  readonly at: Lines;
  readonly words: string;
}

function remarksOf(check: RecordCheck): Remark[] {
  return listToLookAt(check).flatMap((record) =>
    record.places.map((place) => ({
      record,
      cited: place.cited,
      at: place.at ?? { path: record.path, from: 1, to: 1 },
      words: [...drawPlaces(place), drawRecordLine(record), ...drawDissents(record)]
        .map(convertToPlain)
        .join('\n'),
    })),
  );
}

/** Commands to GitHub's runner alone, since it reads any other line for some as well. */
function commandsOf(check: RecordCheck): string {
  const command = (name: string, words: string, at?: Lines) => {
    const place = at && ` file=${escapeProperty(at.path)},line=${at.from},endLine=${at.to}`;
    return `::${name}${place ?? ''}::${escapeWords(words)}\n`;
  };
  const { damaged } = check;
  return [
    ...remarksOf(check).map(({ at, words }) => command('warning', words, at)),
    ...damaged.map(({ path, why }) =>
      command('warning', `This record was not read: ${why}`, { path, from: 1, to: 1 }),
    ),
    command('notice', [checkHeadline(check), ...checkNotes(check).map(convertToPlain)].join('\n')),
  ].join('');
}

function escapeWords(words: string): string {
  return words.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(words: string): string {
  return escapeWords(words).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

const RULE = 'cited-lines-touched';

function sarifOf(check: RecordCheck): string {
  const location = ({ path, from, to }: Lines) => ({
    physicalLocation: {
      artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' },
      region: { startLine: from, endLine: to },
    },
  });
  const results = remarksOf(check).map(({ record, cited, at, words }) => ({
    ruleId: RULE,
    level: 'warning',
    message: { text: words },
    locations: [location(at)],
    relatedLocations: [
      { id: 1, ...location({ path: record.path, from: 1, to: 1 }), message: { text: 'The decision' } },
    ],
    partialFingerprints: { 'charrette/v1': `${record.path} ${namePlace(cited)}` },
  }));
  const driver = {
    name: 'charrette check',
    version: CHARRETTE_VERSION,
    rules: [{ id: RULE, shortDescription: { text: 'An accepted decision rests on changed lines' } }],
  };
  const notes = [checkHeadline(check), ...checkNotes(check).map(convertToPlain)];
  const run = {
    tool: { driver },
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: notes.map((text) => ({ level: 'note', message: { text } })),
      },
    ],
    results,
  };
  const schema = 'https://json.schemastore.org/sarif-2.1.0.json';
  return `${escapeJson({ $schema: schema, version: '2.1.0', runs: [run] }, 2)}\n`;
}

/** Finds the comment on a pull request again. */
const MARK = '<!-- charrette:check -->';

/** Well below the 65,536 that GitHub takes. */
const COMMENT_CHARACTERS = 60_000;

function commentOf(check: RecordCheck): string {
  const paragraphs = (all: readonly Line[]) => all.map((each) => writeGithubBody([each]).trimEnd());
  const records = listToLookAt(check).flatMap((record) => [
    ...paragraphs([drawRecordLine(record), ...record.places.flatMap(drawPlaces), ...drawDissents(record)]),
    ...(record.url === null ? [] : [`[Open the record](${record.url})`]),
  ]);
  const all = [`${MARK}\n**${checkHeadline(check)}**`, ...records, ...paragraphs(checkNotes(check))];
  let length = 0;
  const shortened = all.filter((each) => {
    length += each.length + 2;
    return length <= COMMENT_CHARACTERS;
  });
  const more = all.length - shortened.length;
  return `${[...shortened, ...(more > 0 ? [`… and ${more} more in \`charrette check\``] : [])].join('\n\n')}\n`;
}
