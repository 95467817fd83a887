import type { Context, MiddlewareHandler } from 'hono';
import { utcDay } from '../../core/vocabulary/figures.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { mayRead, type Reading, readableBy } from '../../engine/access/may-read.ts';
import type { Viewer } from '../../engine/access/viewer.ts';
import type { Engine } from '../../engine/engine.ts';
import type { DesignFilter, DesignSummary, SharedStore } from '../../engine/ports/store.ts';
import type { OwnDesigns } from '../../engine/starting/same-question.ts';
import { readsAllChannels, viewerOf } from './access/viewer.ts';
import { Problem } from './problem.ts';

declare module 'hono' {
  interface ContextVariableMap {
    reading: Reading;
    viewerAgain: () => Promise<Viewer | null>;
  }
}

type Summaries = Pick<SharedStore, 'summary'>;
type Forgetful = Pick<Engine, 'forgotten'>;

/** Readers for the routes of a command line, which has no viewer but its operator. */
const NO_PLATFORM: Reading = { platforms: new Map() };

export function readingBy(reading: Reading): MiddlewareHandler {
  return async (context, next) => {
    context.set('reading', reading);
    await next();
  };
}

/**
 * Lets nobody to what is below a design's path who may not read it (A18), before anything of it is looked up or answered anew: to
 * them there is no such design. What is no id of a design is left to the routes; and so is, for who may read all channels, a
 * design that was forgotten, of which nobody knows the channel any more.
 */
export function onlyReaders(store: Summaries, designs: Forgetful): MiddlewareHandler {
  return async (context, next) => {
    const id = DesignId.safeParse(context.req.param('id'));
    if (id.success && (await readableDesign(context, store, id.data)) === null) {
      const left = readsAllChannels(viewerOf(context)) ? await designs.forgotten(id.data) : null;
      if (left === null) throw unknownDesign();
    }
    await next();
  };
}

export async function readableDesign(
  context: Context,
  store: Summaries,
  id: DesignId,
): Promise<DesignSummary | null> {
  return readableTo(viewerOf(context), context, store, id);
}

export async function readableTo(
  viewer: Viewer,
  context: Context,
  store: Summaries,
  id: DesignId,
): Promise<DesignSummary | null> {
  const design = await store.summary(id);
  if (design === null) return null;
  return (await mayRead(viewer, design, readingOf(context))) ? design : null;
}

/** Looks up again who asks, for an answer that goes on: a session may have ended since. `null` once they may ask no more (A18). */
export async function viewerNow(context: Context): Promise<Viewer | null> {
  const again: (() => Promise<Viewer | null>) | undefined = context.get('viewerAgain');
  return again === undefined ? viewerOf(context) : again();
}

export async function maySeeOn(context: Context, store: Summaries, id: DesignId): Promise<boolean> {
  const viewer = await viewerNow(context);
  return viewer !== null && (await readableTo(viewer, context, store, id)) !== null;
}

/** Returns the part of a list's filter that leaves the designs that the viewer may read. */
export async function onlyReadable(context: Context): Promise<Pick<DesignFilter, 'readable'>> {
  const readable = await readableBy(viewerOf(context), readingOf(context));
  return readable === null ? {} : { readable };
}

export async function ownDesigns(context: Context): Promise<OwnDesigns> {
  const filter = await onlyReadable(context);
  return { filter, mayRead: (design) => mayRead(viewerOf(context), design, readingOf(context)) };
}

/** A design that does not exist, or that the viewer may not read: the same words for both. */
export function unknownDesign(): Problem {
  return new Problem('not_found', 'There is no design with this id.');
}

/** A design that is not there, for somebody who may know: `gone` where it was forgotten, or else as one that never was. */
export async function absentDesign(id: DesignId, designs: Partial<Forgetful>): Promise<Problem> {
  const left = (await designs.forgotten?.(id)) ?? null;
  if (left === null) return unknownDesign();
  const when = utcDay(left.at);
  const words = `This design was forgotten on ${when} by ${left.by}. Nothing of it is left but the end of its chain.`;
  return new Problem('gone', words);
}

/** Tells if this viewer operates the daemon, or the chat platform that they come from. */
export function operates(viewer: Viewer, platforms: Reading['platforms']): boolean {
  switch (viewer.kind) {
    case 'operator':
      return true;
    case 'token':
      return viewer.token.role === 'operate';
    case 'person':
      return platforms.get(viewer.platform)?.isOperator(viewer.person) === true;
    case 'link':
      return false;
  }
}

export function operatesHere(context: Context): boolean {
  return operates(viewerOf(context), readingOf(context).platforms);
}

export function readingOf(context: Context): Reading {
  const reading: Reading | undefined = context.get('reading');
  return reading ?? NO_PLATFORM;
}
