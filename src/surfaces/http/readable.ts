import type { Context, MiddlewareHandler } from 'hono';
import type { Who } from '../../acts/act-inputs.ts';
import { denyDesign, Problem } from '../../acts/problem.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { utcDayOf } from '../../core/vocabulary/figures.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { mayRead, type Reader, type Reading, readerOf } from '../../engine/access/may-read.ts';
import { findStartPlace } from '../../engine/access/start-place.ts';
import type { Viewer } from '../../engine/access/viewer.ts';
import type { Engine } from '../../engine/engine.ts';
import type { DesignSummary, SharedStore } from '../../ports/store.ts';
import { readsAllChannels, viewerOf } from './access/viewer.ts';
import { CHANGES } from './handled.ts';

declare module 'hono' {
  interface ContextVariableMap {
    reading?: Reading;
    viewerAgain?: () => Promise<Viewer | null>;
  }
}

type Summaries = Pick<SharedStore, 'summary'>;
type Forgetful = Pick<Engine, 'findForgotten'>;

/** Readers for the routes of a command line, whose only viewer is the operator. */
const NO_PLATFORM: Reading = { platforms: new Map(), asking: 'page' };

export function keepReading(platforms: Reading['platforms']): MiddlewareHandler {
  return async (context, next) => {
    const asking = CHANGES.includes(context.req.method) ? 'act' : 'page';
    context.set('reading', { platforms, asking });
    await next();
  };
}

/**
 * Tells viewers who may not read a design that it does not exist, before any look-up or repeated
 * answer. Routes handle a malformed id themselves, and tell only viewers of all channels about a
 * forgotten design, since its channel is unknown.
 */
export function requireReader(store: Summaries, designs: Forgetful): MiddlewareHandler {
  return async (context, next) => {
    const id = DesignId.safeParse(context.req.param('id'));
    if (id.success && (await findReadable(context, store, id.data)) === null) {
      const remains = readsAllChannels(viewerOf(context))
        ? await designs.findForgotten(id.data)
        : null;
      if (remains === null) throw denyDesign();
    }
    await next();
  };
}

export async function findReadable(
  context: Context,
  store: Summaries,
  id: DesignId,
  viewer = viewerOf(context),
): Promise<DesignSummary | null> {
  const design = await store.summary(id);
  return (await mayRead(viewer, design, platformReadingOf(context))) ? design : null;
}

/** Looks the viewer up again for a stream, since a session may have ended. `null` once it has. */
export async function lookUpViewer(context: Context): Promise<Viewer | null> {
  return context.get('viewerAgain')?.() ?? viewerOf(context);
}

export function readerOfRequest(context: Context): Promise<Reader> {
  return readerOf(viewerOf(context), platformReadingOf(context));
}

/** What the viewer may read, and where their designs can start. */
export function readerWithPlaceOf(context: Context): Required<Pick<Who, 'reader' | 'startPlace'>> {
  return {
    reader: () => readerOfRequest(context),
    startPlace: (channel) => findStartPlace(viewerOf(context), channel, platformReadingOf(context)),
  };
}

/**
 * Returns the path's design. Throws `Problem`: `gone` for a forgotten design, `not_found` for any
 * other id.
 */
export async function designOf(
  context: Context,
  designs: Forgetful & Pick<Engine, 'design'>,
): Promise<Design> {
  const id = idIn(context);
  return (await designs.design(id)) ?? throwAbsent(id, designs);
}

/**
 * Returns the summary of the path's design without loading the design. Throws `Problem` as
 * `designOf`.
 */
export async function summaryOfPath(
  context: Context,
  designs: Forgetful & { readonly parts: { readonly store: Summaries } },
): Promise<DesignSummary> {
  const id = idIn(context);
  return (await designs.parts.store.summary(id)) ?? throwAbsent(id, designs);
}

function idIn({ req }: Context): DesignId {
  const id = DesignId.safeParse(req.param('id'));
  if (!id.success) throw denyDesign();
  return id.data;
}

async function throwAbsent(id: DesignId, designs: Forgetful): Promise<never> {
  const remains = await designs.findForgotten(id);
  if (remains === null) throw denyDesign();
  const when = utcDayOf(remains.at);
  const words = `This design was forgotten on ${when} by ${remains.by}. Only the last hash of its chain is left.`;
  throw new Problem('gone', words);
}

/** True if the viewer operates the daemon, or their own chat platform. */
export function operatesHere(context: Context): boolean {
  const viewer = viewerOf(context);
  switch (viewer.kind) {
    case 'operator':
      return true;
    case 'token':
      return viewer.token.role === 'operate';
    case 'person':
      return (
        platformReadingOf(context).platforms.get(viewer.platform)?.isOperator(viewer.person) ===
        true
      );
    case 'link':
      return false;
  }
}

export function platformReadingOf(context: Context): Reading {
  return context.get('reading') ?? NO_PLATFORM;
}
