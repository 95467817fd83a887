import type { PhrasingContent } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import { readInlineMarkdown } from '../../acts/drawing/markdown.ts';
import { cutWords } from '../../foundation/cut-text.ts';
import { type Inline, type Line, merge, trust } from '../../presentation/format/document.ts';
import { foldToOneLine, JOINER, removeCalls, unisolate } from '../../presentation/format/plain.ts';
import { convertToPlain } from '../../presentation/format/plain-document.ts';

const TITLE_CHARACTERS = 120;
const SUBJECT_CHARACTERS = 72;

/**
 * Text that GitHub and its bots interpret, rendered or as a squashed commit's message, although
 * Markdown is escaped: mail addresses, since a name follows the escaped sign; issue numbers; words
 * that skip checks; what stands before a colon at the start of a line (trailers, kinds of commits,
 * `Release-As`); commands to bots.
 */
const READINGS: readonly (readonly [RegExp, string])[] = [
  [/@(?=\w)/g, `@${JOINER}`],
  [/#(?=\d)/g, `#${JOINER}`],
  [/\b(GH-)(?=\d)/gi, `$1${JOINER}`],
  [/\[(?=[^\]\n]{0,40}\b(?:skip|no|ci|cd|actions)\b[^\]\n]{0,40}\])/gi, `[${JOINER}`],
  [/\b(NO_)(?=CI\b)/gi, `$1${JOINER}`],
  [/^([ \t]{0,9}[a-z][\w ()!-]{0,60})(?=\s{0,9}(?::(?!\/\/)| #))/gim, `$1${JOINER}`],
  [/^(\s{0,9}\/)(?=\w)/gm, `$1${JOINER}`],
  [/^(\s{0,9}(?:bors|jenkins|recheck|retest|ok))(?=\s|$)/gim, `$1${JOINER}`],
];
/** Outside of code, GitHub links a commit's id. */
const COMMIT = /(?<!\w)([0-9a-f]{7,40})(?!\w)/i;

function stopReadings(text: string): string {
  return READINGS.reduce(
    (said, [reading, instead]) => said.replaceAll(reading, instead),
    removeCalls(text),
  );
}

/** One line without markup, for a pull request. */
export function writeGithubTitle(words: string): string {
  return cutWords(stopReadings(foldToOneLine(words)), TITLE_CHARACTERS);
}

export function writeCommitSubject(words: string): string {
  return cutWords(stopReadings(foldToOneLine(words)), SUBJECT_CHARACTERS);
}

/**
 * The text of a pull request, as words alone: they lead nowhere, load nothing and mention no one.
 * The serializing library escapes Markdown, since it knows where a sign has a meaning.
 */
export function writeGithubBody(paragraphs: readonly Line[]): string {
  const children = paragraphs.map((line) => ({
    type: 'paragraph' as const,
    children: phrasing(line),
  }));
  return toMarkdown({ type: 'root', children }, { extensions: [gfmToMarkdown()] });
}

/**
 * Merged before they are read, since a name and its address are two pieces and one closing word.
 */
function phrasing(line: Line): PhrasingContent[] {
  return merge(line.flatMap(wordsIn)).flatMap((piece) => {
    if (piece.kind === 'text' && piece.style?.code) return [makeCode(unisolate(piece.text))];
    const parts = convertToPlain([piece]).replaceAll(/\s+/g, ' ').split(COMMIT);
    return parts.flatMap((part, at) => (at % 2 === 0 ? plain(part) : [makeCode(part)]));
  });
}

function wordsIn(piece: Inline): Inline[] {
  if (piece.kind === 'prose')
    return readInlineMarkdown(piece.markdown, piece.maxChars).flatMap(wordsIn);
  if (piece.kind === 'text') return [trust(piece.text, piece.style?.code && { code: true })];
  return [
    trust(piece.kind === 'link' ? piece.url.replace(/^mailto:/, '') : convertToPlain([piece])),
  ];
}

function makeCode(text: string): PhrasingContent {
  return { type: 'inlineCode', value: stopReadings(text) };
}

/** A dollar sign begins a formula unless it stands apart, as GitHub documents. */
function plain(text: string): PhrasingContent[] {
  return stopReadings(text)
    .split(/(\$)/)
    .filter((part) => part !== '')
    .map((part) =>
      part === '$' ? { type: 'html', value: '<span>$</span>' } : { type: 'text', value: part },
    );
}
