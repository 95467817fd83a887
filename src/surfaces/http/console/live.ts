import type { Context } from 'hono';
import { denyDesign, Problem } from '../../../acts/problem.ts';
import { DesignId } from '../../../core/vocabulary/ids.ts';
import { wantsStream } from '../access/local.ts';
import { readsAllChannels } from '../access/viewer.ts';
import { readableDesign, viewerNow } from '../readable.ts';
import { openStream, positionOf, sinceOf } from '../routes/event-stream.ts';
import { followChanges } from '../routes/follow-changes.ts';
import type { ConsoleParts } from './console-parts.ts';

/** Name of the event that tells a page to load again. Its data is the new version. */
const CHANGED = 'changed';

export function liveDesign(id: DesignId, version: number): string {
  return `/live?design=${id}&since=${version}`;
}

export function liveList({ changes }: Pick<ConsoleParts, 'changes'>): string {
  return `/live?since=${changes.version}`;
}

/**
 * Streams only the fact that a page has changed. The browser then fetches the page again, under the page's own rules.
 */
export async function live(context: Context, parts: ConsoleParts): Promise<Response> {
  const { closing, engine } = parts;
  if (!wantsStream(context))
    throw new Problem('unsupported_media_type', 'Request this with Accept: text/event-stream.');
  const streamed = (versions: (signal: AbortSignal) => AsyncIterable<string>, id?: DesignId) =>
    openStream(context, { parts: engine.parts, closing, ...(id && { id }) }, async function* (signal) {
      for await (const version of versions(signal)) yield { id: version, event: CHANGED, data: version };
    });
  const named = context.req.query('design');
  if (named === undefined) return streamed((signal) => listVersions(context, parts, signal));
  const { data: id } = DesignId.safeParse(named);
  if (id === undefined || (await readableDesign(context, engine.parts.store, id)) === null)
    throw denyDesign();
  const since = sinceOf(context);
  return streamed((signal) => designVersions(parts, id, since, signal), id);
}

async function* designVersions(
  { engine }: ConsoleParts,
  id: DesignId,
  since: number,
  signal: AbortSignal,
): AsyncGenerator<string, void> {
  for await (const { seq } of engine.follow(id, since, signal)) yield String(seq);
  // The store went back: the page shows more than there is.
  if (!signal.aborted) yield '0';
}

/** Yields a version of the list at each change of a design that the viewer may read, until their session ends. */
async function* listVersions(
  context: Context,
  { engine, changes }: ConsoleParts,
  signal: AbortSignal,
): AsyncGenerator<string, void> {
  let since: string | null = positionOf(context) ?? '';
  for await (const ids of followChanges(engine, signal)) {
    // Compared after listening has begun, so that no change is missed.
    const isBehind = since !== null && since !== changes.version;
    since = null;
    if (isBehind) yield changes.version;
    if (isBehind || ids.length === 0) continue;
    const viewer = await viewerNow(context);
    if (viewer === null) return;
    const readable = readsAllChannels(viewer)
      ? ids
      : await Promise.all(ids.map((id) => readableDesign(context, engine.parts.store, id, viewer)));
    if (readable.some((each) => each !== null)) yield changes.version;
  }
}
