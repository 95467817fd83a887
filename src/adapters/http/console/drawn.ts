import type { Context } from 'hono';
import { raw } from 'hono/html';
import type { VerbName } from '../../../acts/gateway/verbs.ts';
import type { Document, Line, Section } from '../../../core/presentation/format/document.ts';
import { PAGE } from '../../../core/presentation/format/page-words.ts';
import type { Design } from '../../../core/vocabulary/design.ts';
import { htmlOf, lineHtml, paperHtml } from '../drawing/html.ts';
import type { Placed } from '../drawing/html-controls.ts';
import type { ConsoleParts } from './console-parts.ts';
import { offeredOn } from './offered.ts';

/** A place on a design's pages, with what its reader may do there. */
export interface PlacedOnPage extends Placed {
  readonly may: (act: VerbName | 'answer') => boolean;
}

/** Where the controls of a design's pages are sent, which of them the reader is offered, and where its files are. */
export async function placedOn(context: Context, parts: ConsoleParts, design: Design): Promise<PlacedOnPage> {
  const { id, version } = design;
  return {
    acts: `/designs/${id}/acts`,
    ...(await offeredOn(context, parts, design)),
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
