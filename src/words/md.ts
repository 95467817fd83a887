/**
 * Markdown of ours around words of others. What people and models wrote goes in as plain strings, and
 * stays text: no mark, link, mention, HTML, heading, table or list of theirs does anything. Names
 * between single backticks stay code, which is inert too.
 *
 * @example md`**${persona.title}**: ${proposal.headline}`.text
 */
export class Markdown {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
export type Part = Markdown | string | number;

/** Strings go in as one trimmed line each; `Markdown` as it is. */
export function md(words: TemplateStringsArray, ...parts: readonly Part[]): Markdown {
  let text = words[0] ?? '';
  parts.forEach((part, index) => {
    const line = text.slice(text.lastIndexOf('\n') + 1);
    text += drawPart(part, ONLY_MARKERS.test(line)) + (words[index + 1] ?? '');
  });
  return new Markdown(text);
}

/** Paragraphs and line breaks of others, kept. Not for a list or a heading. */
export function paragraphs(text: string): Markdown {
  const found = printable(text).split(/\n[ \t]*\n/);
  return blocks(
    ...found.map((paragraph) => lines(...paragraph.split('\n').map((line) => md`${line}`))),
  );
}

export function quote(text: string): Markdown {
  const lines = paragraphs(text).text.split('\n');
  return new Markdown(lines.map((line) => (line === '' ? '>' : `> ${line}`)).join('\n'));
}

/** Blocks with a blank line between; empty ones and `null` are left out. */
export function blocks(...parts: readonly (Markdown | null)[]): Markdown {
  return joinShown(parts, '\n\n');
}

/** Lines of one paragraph. */
export function lines(...parts: readonly (Markdown | null)[]): Markdown {
  return joinShown(parts, '\\\n');
}

/** Items of one line each. */
export function bullets(items: readonly Markdown[]): Markdown {
  return new Markdown(items.map(({ text }) => `- ${text}`).join('\n'));
}

export function numbered(items: readonly Markdown[]): Markdown {
  return new Markdown(items.map(({ text }, index) => `${index + 1}. ${text}`).join('\n'));
}

export function join(parts: readonly Part[], separator: string): Markdown {
  return new Markdown(parts.map((part, index) => drawPart(part, index === 0)).join(separator));
}

/** A heading of ours with blocks under it, or nothing where they are empty. */
export function section(heading: string, ...parts: readonly (Markdown | null)[]): Markdown | null {
  const body = blocks(...parts);
  return body.text === '' ? null : blocks(md`## ${heading}`, body);
}

/** A name that notifies its person on the platform. */
export function person(name: string, id: string): Markdown {
  return new Markdown(`[${drawPart(name, true)}](person:${addressPart(id)})`);
}

/** A moment, which each outlet shows in its reader's own time. */
export function time(ms: number): Markdown {
  const words = new Date(ms).toISOString().slice(11, 16);
  return new Markdown(`[${words} UTC](time:${Math.floor(ms / 1000)})`);
}

/** A place in a repository, or another short name. */
export function code(text: string): Markdown {
  return new Markdown(
    `\`${printable(text)
      .replaceAll(/[`\s]+/g, ' ')
      .trim()}\``,
  );
}

function joinShown(parts: readonly (Markdown | null)[], separator: string): Markdown {
  const texts = parts.flatMap((part) => (part === null || part.text === '' ? [] : [part.text]));
  return new Markdown(texts.join(separator));
}

function drawPart(part: Part, isStart: boolean): string {
  if (part instanceof Markdown) return part.text;
  if (typeof part === 'number') return String(part);
  return escapeLine(printable(part).replaceAll(/\s+/g, ' ').trim(), isStart);
}

/** What comes after these still begins a block. */
const ONLY_MARKERS = /^(?:[ >*_+-]|\d+[.)])*$/;
/** Controls, and marks that turn the direction of what follows them. */
const UNPRINTABLE =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

function printable(text: string): string {
  return text
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll(UNPRINTABLE, '')
    .toWellFormed();
}

/**
 * What has a meaning anywhere: emphasis, code, links, HTML, entities. An underscore within a word has
 * none, so that names of columns stay readable.
 */
const MARKS = /[\\`*[\]]|<(?=\S)|&(?=[A-Za-z#])|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g;
/** What begins a block at the start of a line: heading, quote, list, rule, fence, table. */
const START = /^[-+=>#~|:]|(?<=^\d{1,9})[.)]/;
const CODE_SPAN = /(?<!`)(`[^`]{1,200}`)(?!`)/;

function escapeLine(line: string, isStart: boolean): string {
  const escaped = line
    .split(CODE_SPAN)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(MARKS, '\\$&')))
    .join('');
  return isStart ? escaped.replace(START, '\\$&') : escaped;
}

function addressPart(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll(
    /[()'*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
}
