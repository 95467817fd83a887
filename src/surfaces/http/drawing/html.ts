/** Draws documents as HTML. Only the template `html` makes markup, so no text becomes any. */

import { readBlockMarkdown, readInlineMarkdown } from '#acts/drawing/markdown.ts';
import { elementsOf } from '#acts/gateway/verbs/presses.ts';
import {
  type Block,
  type Document,
  type Folded,
  type Inline,
  type Line,
  merge,
  type Section,
  type Style,
  sayMoment,
  shortenSections,
} from '#presentation/format/document.ts';
import type { RunPicture } from '#presentation/picture/run.ts';
import { writeRunSvg } from '#presentation/picture/svg.ts';
import { type Acts, drawControls } from './html-controls.ts';
import { Html, html } from './html-template.ts';

/** Most characters of a shown text. A page has more room than a chat. */
const MOST = 6_000;

/** A message's place on a page. */
export interface Placed {
  /** Left out: nothing can be pressed. */
  readonly acts?: Acts;
  /**
   * Own path of the design's files, with a trailing slash; left out if the files are beside the
   * page.
   */
  readonly files?: string;
  /** Own path of the turns' pages, with a trailing slash; left out if there are none. */
  readonly turns?: string;
}

/** Draws a message as semantic elements that are readable without scripts or styles. */
export function drawDocument(document: Document, placed: Placed = {}): Html {
  const { sections, folded, clickable, early, files } = document;
  const parts = shortenSections(sections, MOST).map((each, at) => {
    const between = early
      .filter(({ after }) => after === at + 1)
      .map((own) => drawButtons(own.clickable, placed));
    return html`${drawSection(each, placed)}${between}`;
  });
  return html`<article>${parts}${folded && drawFolded(folded, placed)}${files.length > 0 && drawFiles(files, placed)}${drawButtons(clickable, placed)}</article>`;
}

export function drawButtons(clickable: Document['clickable'], { acts }: Placed): Html {
  return drawControls(elementsOf(clickable), acts);
}

export function drawPaper(sections: readonly Section[], placed: Placed = {}): Html {
  return html`<article>${sections.map((each) => drawSection(each, placed))}</article>`;
}

/** The SVG escapes all words by itself. */
export function drawRun(run: RunPicture, { turns }: Placed): Html {
  return new Html(writeRunSvg(run, turns === undefined ? undefined : (turn) => `${turns}${turn}`));
}

export function drawLine(line: Line, placed: Placed = {}): Html {
  return html`${drawInlines(line, placed)}`;
}

function drawFolded({ title, sections }: Folded, placed: Placed): Html {
  return html`<details><summary>${title}</summary>${shortenSections(sections, MOST).map((each) => drawSection(each, placed))}</details>`;
}

function drawFiles(files: Document['files'], { files: below = '' }: Placed): Html {
  const each = files.map(({ name, text }) =>
    text === null && OWN_PATH.test(name)
      ? html`<a href="${below + name}">${name}</a>`
      : html`${name}`,
  );
  return html`<ul class="files">${each.map((file) => html`<li>${file}</li>`)}</ul>`;
}

function drawSection(section: Section, placed: Placed): Html {
  const read = section.flatMap((block) =>
    block.kind === 'prose' ? readBlockMarkdown(block.markdown, block.maxChars ?? MOST) : [block],
  );
  return html`<section>${read.map((block) => drawBlock(block, placed))}</section>`;
}

function drawBlock(block: Block, placed: Placed): Html {
  const inlinesOf = (line: Line) => drawInlines(line, placed);
  switch (block.kind) {
    case 'heading':
      return html`<h2>${block.words}</h2>`;
    case 'title':
      return TITLES[block.level](inlinesOf(block.line));
    case 'small':
      return html`<p><small>${block.words}</small></p>`;
    case 'alert':
      return html`<p role="status" data-level="${block.level}"><strong>${block.words}</strong></p>`;
    case 'phases': {
      const { names, present } = block;
      const step = (name: string, at: number) =>
        html`<li${at === present && html` aria-current="step"`}>${name}</li>`;
      return html`<ol class="phases">${names.map(step)}</ol>`;
    }
    case 'table': {
      const [heads = [], ...rows] = block.rows;
      const cells = (row: readonly Line[]) => row.map((cell) => html`<td>${inlinesOf(cell)}</td>`);
      return html`<table><thead><tr>${heads.map((head) => html`<th scope="col">${inlinesOf(head)}</th>`)}</tr></thead><tbody>${rows.map((row) => html`<tr>${cells(row)}</tr>`)}</tbody></table>`;
    }
    case 'bullets':
      return nest(html`<ul>${drawItems(block.items, placed)}</ul>`, block.depth);
    case 'numbered':
      return html`<ol>${drawItems(block.items, placed)}</ol>`;
    case 'quote':
      return html`<blockquote>${inlinesOf(block.line)}</blockquote>`;
    case 'code':
      return html`<pre><code>${lettersOf(block.line)}</code></pre>`;
    case 'lines':
      return html`<p>${inlinesOf(block.line)}</p>`;
    case 'prose':
      return html`<p>${block.markdown}</p>`;
  }
}

const TITLES = {
  1: (words: readonly Html[]) => html`<h1>${words}</h1>`,
  2: (words: readonly Html[]) => html`<h2>${words}</h2>`,
  3: (words: readonly Html[]) => html`<h3>${words}</h3>`,
  4: (words: readonly Html[]) => html`<h4>${words}</h4>`,
};

function drawItems(all: readonly Line[], placed: Placed): Html[] {
  return all.map((item) => html`<li>${drawInlines(item, placed)}</li>`);
}

function nest(list: Html, depth: number): Html {
  return depth === 0 ? list : nest(html`<ul class="within"><li>${list}</li></ul>`, depth - 1);
}

function drawInlines(line: Line, placed: Placed): Html[] {
  const read = line.flatMap((each) =>
    each.kind === 'prose'
      ? readInlineMarkdown(each.markdown, each.maxChars ?? MOST, each.style)
      : [each],
  );
  return merge(read).map((each) => drawInline(each, placed));
}

/** Paths within the design's folder: `brief.md`, `record.md#d1`, `proposals/ada.md`. */
const OWN_PATH = /^[\w-]{1,80}(?:\/[\w-]{1,80})?\.(?:md|json|jsonl)(?:#[\w-]{1,80})?$/;
const TURN = /^turns\/\d{1,7}$/;
const TURNS = 'turns/';
const WEB = /^(?:https:\/\/|mailto:)/;

function drawInline(inline: Inline, { files = '', turns }: Placed): Html {
  switch (inline.kind) {
    case 'text':
      return drawStyled(breakLines(inline.text), inline.style);
    case 'prose':
      return html`${inline.markdown}`;
    case 'link': {
      const words = inline.words ?? inline.url;
      if (!WEB.test(inline.url))
        return html`${words}${inline.words === undefined ? '' : ` (${inline.url})`}`;
      return html`<a href="${inline.url}" rel="noreferrer">${words}</a>`;
    }
    case 'reference':
      if (turns !== undefined && TURN.test(inline.target))
        return html`<a href="${turns + inline.target.slice(TURNS.length)}">${inline.words}</a>`;
      return OWN_PATH.test(inline.target)
        ? html`<a href="${files + inline.target}">${inline.words}</a>`
        : html`${inline.words}`;
    case 'moment':
      return html`${inline.isAgo ? 'at ' : ''}<time datetime="${new Date(inline.atMs).toISOString()}">${sayMoment({ ...inline, isAgo: false })}</time>`;
  }
}

function breakLines(text: string): Html {
  const [first = '', ...rest] = text.split('\n');
  return html`${first}${rest.map((line) => html`<br>${line}`)}`;
}

function drawStyled(words: Html, { bold, italic, strike, code }: Style = {}): Html {
  const coded = code ? html`<code>${words}</code>` : words;
  const struck = strike ? html`<s>${coded}</s>` : coded;
  const slanted = italic ? html`<em>${struck}</em>` : struck;
  return bold ? html`<strong>${slanted}</strong>` : slanted;
}

/** Text of a line without any style, for code. */
function lettersOf(line: Line): string {
  return line.map((each) => (each.kind === 'text' ? each.text : '')).join('');
}
