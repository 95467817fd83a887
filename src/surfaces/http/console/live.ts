import type { Context } from 'hono';
import { denyDesign, Problem } from '#acts/problem.ts';
import { DesignId } from '#core/vocabulary/ids.ts';
import { wantsStream } from '../access/local.ts';
import { readsAllChannels } from '../access/viewer.ts';
import { findReadable, lookUpViewer } from '../readable.ts';
import { openStream, readerPositionOf, sinceOf } from '../routes/event-stream.ts';
import { followChanges } from '../routes/follow-changes.ts';
import type { ConsoleParts } from './console-parts.ts';

/** Name of the event that tells a page to load again. Its data is the new version. */
const CHANGED = 'changed';

export function liveDesignAddressOf(id: DesignId, version: number): string {
  return `/live?design=${id}&since=${version}`;
}

export function liveListAddressOf({ changes }: Pick<ConsoleParts, 'changes'>): string {
  return `/live?since=${changes.version}`;
}

/**
 * Streams only the fact that a page has changed. The browser then fetches the page again, under the
 * page's own rules.
 */
export async function streamChanges(context: Context, parts: ConsoleParts): Promise<Response> {
  const { closing, engine } = parts;
  if (!wantsStream(context))
    throw new Problem('unsupported_media_type', 'Request this with Accept: text/event-stream.');
  const stream = (versions: (signal: AbortSignal) => AsyncIterable<string>, id?: DesignId) =>
    openStream(
      context,
      { parts: engine.parts, closing, ...(id && { id }) },
      async function* (signal) {
        for await (const version of versions(signal))
          yield { id: version, event: CHANGED, data: version };
      },
    );
  const designName = context.req.query('design');
  if (designName === undefined) return stream((signal) => followList(context, parts, signal));
  const { data: id } = DesignId.safeParse(designName);
  if (id === undefined || (await findReadable(context, engine.parts.store, id)) === null)
    throw denyDesign();
  const since = sinceOf(context);
  return stream((signal) => followDesign(parts, id, since, signal), id);
}

async function* followDesign(
  { engine }: ConsoleParts,
  id: DesignId,
  since: number,
  signal: AbortSignal,
): AsyncGenerator<string, void> {
  for await (const { seq } of engine.follow(id, since, signal)) yield String(seq);
  // The store went back: the page shows more than there is.
  if (!signal.aborted) yield '0';
}

/**
 * Yields a version of the list at each change of a design that the viewer may read, until their
 * session ends.
 */
async function* followList(
  context: Context,
  { engine, changes }: ConsoleParts,
  signal: AbortSignal,
): AsyncGenerator<string, void> {
  let since: string | null = readerPositionOf(context) ?? '';
  for await (const ids of followChanges(engine, signal)) {
    // Compared after listening has begun, so that no change is missed.
    const isBehind = since !== null && since !== changes.version;
    since = null;
    if (isBehind) yield changes.version;
    if (isBehind || ids.length === 0) continue;
    const viewer = await lookUpViewer(context);
    if (viewer === null) return;
    const readable = readsAllChannels(viewer)
      ? ids
      : await Promise.all(ids.map((id) => findReadable(context, engine.parts.store, id, viewer)));
    if (readable.some((each) => each !== null)) yield changes.version;
  }
}
