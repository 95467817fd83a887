import { html } from 'hono/html';
import { differenceDocuments } from '../../../../core/telling/page/design-parts.ts';
import type { Design } from '../../../../core/vocabulary/design.ts';
import type { Placed } from '../../../../runtime/message/html-controls.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { drawnDocument } from '../drawn.ts';
import type { Markup } from '../shell.ts';

/** Parts of a design's page that are drawn from more than its messages and papers. Each is empty where there is nothing to show. */

/** The course of a design over its working time, and the list of its turns. */
export async function timelineOf(_design: Design, _parts: ConsoleParts): Promise<Markup | null> {
  return null;
}

/** The positions on each difference, and who stands where, before and after. */
export function positionsOf(design: Design, placed: Placed): Markup {
  return html`${differenceDocuments(design).map((each) => drawnDocument(each, placed))}`;
}

/** The decision, with the way from each sentence to what it rests on; `null` where the paper's own is shown. */
export function whyLinks(_design: Design, _placed: Placed): Markup | null {
  return null;
}
