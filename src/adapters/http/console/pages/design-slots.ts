import type { Context } from 'hono';
import { html } from 'hono/html';
import { differenceDocuments } from '../../../../core/telling/page/design-parts.ts';
import type { Design } from '../../../../core/vocabulary/design.ts';
import { allEvents } from '../../../../runtime/engine/loading.ts';
import type { Placed } from '../../../../runtime/message/html-controls.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { drawnDocument } from '../drawn.ts';
import type { Markup } from '../shell.ts';
import { tracedDecisionPart } from './decision.ts';
import { positionsMatrix } from './positions.ts';
import { coursePart } from './timeline.ts';

/** Parts of a design's page that are drawn from more than its messages and papers. Each is empty where there is nothing to show. */

/** The course of a design over its working time, and the list of its turns. */
export async function timelineOf(
  design: Design,
  placed: Placed,
  { engine: { parts } }: ConsoleParts,
): Promise<Markup | null> {
  if (design.turns.length === 0) return null;
  const events = await allEvents(parts.store, design.id);
  return coursePart(
    design,
    events.map(({ event }) => event),
    parts.clock.now(),
    placed,
  );
}

/** The positions on each difference, and who stands where, before and after. */
export function positionsOf(design: Design, placed: Placed): Markup {
  return html`${positionsMatrix(design, placed) ?? ''}${differenceDocuments(design).map((each) => drawnDocument(each, placed))}`;
}

/** The decision, with the way from each sentence to what it rests on; `null` where the paper's own is shown. */
export function whyLinks(
  context: Context,
  { engine }: ConsoleParts,
  design: Design,
  placed: Placed,
): Promise<Markup | null> {
  return tracedDecisionPart(context, engine.parts.store, design, placed);
}
