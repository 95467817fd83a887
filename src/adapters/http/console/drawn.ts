import { raw } from 'hono/html';
import type { Document, Line, Section } from '../../../core/telling/document.ts';
import { PAGE } from '../../../core/telling/page/page-words.ts';
import type { Design } from '../../../core/vocabulary/design.ts';
import { htmlOf, lineHtml, paperHtml } from '../../../runtime/message/html.ts';
import type { Placed } from '../../../runtime/message/html-controls.ts';
import type { Viewer } from '../../../runtime/viewer.ts';

/** Where the controls of a design's pages are sent, and where its files are. A token that only reads presses nothing, and neither does who came by a link. */
export function placedOn({ id, version }: Pick<Design, 'id' | 'version'>, viewer: Viewer): Placed {
  const isReader = viewer.kind === 'link' || (viewer.kind === 'token' && viewer.token.role === 'read');
  return {
    acts: isReader ? null : `/designs/${id}/acts`,
    fields: { version: String(version) },
    choose: PAGE.choose,
    files: `/designs/${id}/files/`,
    turns: `/designs/${id}/turns/`,
  };
}

// The renderer of telling makes markup in which every text is escaped.

export function drawnLine(line: Line, placed?: Placed) {
  return raw(lineHtml(line, placed));
}

export function drawnPaper(sections: readonly Section[], placed?: Placed) {
  return raw(paperHtml(sections, placed));
}

export function drawnDocument(document: Document, placed: Placed) {
  return raw(htmlOf(document, placed));
}
