import { DesignId, isIdPart } from '../../core/vocabulary/ids.ts';
import type { DesignSummary } from '../../engine/ports/store.ts';
import { listedDesigns } from '../../engine/reading/listed-designs.ts';
import { Fault } from '../../foundation/fault.ts';
import type { Document } from '../../presentation/format/document.ts';
import { withPage } from '../../presentation/format/page-address.ts';
import { listDocument } from '../../presentation/lists.ts';
import { TEXTS } from '../../presentation/texts.ts';
import { COMMAND_VERBS } from '../../presentation/verb-words.ts';
import type { CommandWord } from '../word.ts';
import type { GatewayContext, Place } from './gateway-context.ts';
import { mayReadHere, ownReading, readingHere } from './reading.ts';
import type { Request } from './request.ts';

/** Designs to look through for a part of an id, and most to show if none or several have it. */
const MAX_SEARCHED = 2_000;
const MAX_SHOWN = 10;

/**
 * The one design that a typed id, or part of one, names; otherwise designs to choose from for this verb. Those that this
 * person may not read look missing (A18).
 */
export async function designNamed(
  context: GatewayContext,
  word: CommandWord,
  { person, channel }: Pick<Request, 'person' | 'channel'>,
  part: string,
): Promise<DesignSummary | Document> {
  const { engine, platform, clock, linkTo } = context;
  const { store, publicUrl } = engine.parts;
  const { listed, mayRead } = await readingHere(context, { person, channel });
  const whole = DesignId.safeParse(part);
  if (whole.success) {
    const known = await store.summary(whole.data);
    const isReadable = await mayReadHere(context, { person, channel }, known);
    if (known !== null && isReadable) return known;
  }
  const filter = { platform, ...(listed !== null && { readable: listed }) };
  const named: DesignSummary[] = [];
  const here: DesignSummary[] = [];
  for await (const design of listedDesigns(store, filter, MAX_SEARCHED)) {
    const isNamed = isIdPart(design.id, part);
    const isShown = design.thread?.channel === channel && here.length < MAX_SHOWN;
    if ((!isNamed && !isShown) || !(await mayRead(design))) continue;
    if (isNamed) named.push(design);
    if (isShown) here.push(design);
    if (named.length === MAX_SHOWN) break;
  }
  const [only, second] = named;
  if (only !== undefined && second === undefined) return only;
  const title = only === undefined ? TEXTS.noSuchDesign(part) : TEXTS.severalDesigns(part);
  const shown = (only === undefined ? here : named).map((each) => withPage(each, publicUrl));
  const reading = { at: clock.now(), utcOffsetMs: person.utcOffsetMs };
  return listDocument(shown, { of: word, label: COMMAND_VERBS[word].choose, reading }, linkTo, title);
}

/**
 * The design that a question outside of threads is about: the only one that runs there, else the newest; in a direct
 * message, of all that this person may read. Several that run are listed.
 */
export async function designAskedAbout(
  context: GatewayContext,
  { person, channel }: Pick<Request, 'person' | 'channel'>,
  isDirect: boolean,
): Promise<DesignSummary | Document> {
  const { engine, platform, linkTo } = context;
  const { listed, mayRead } = await (isDirect
    ? ownReading(context, person)
    : readingHere(context, { person, channel }));
  const filter = isDirect
    ? { platform, ...(listed !== null && { readable: listed }) }
    : { platform, channel };
  let newest: DesignSummary | null = null;
  const running: DesignSummary[] = [];
  for await (const design of listedDesigns(engine.parts.store, filter, MAX_SEARCHED)) {
    if (!(await mayRead(design))) continue;
    newest ??= design;
    if (design.endedAt === null) running.push(design);
    if (running.length === MAX_SHOWN) break;
  }
  const [only = newest, second] = running;
  if (only !== null && second === undefined) return only;
  return listDocument(running, null, linkTo, second === undefined ? '' : TEXTS.askInThread);
}

/**
 * Newest design of a thread, to which people's messages go; `null` if there is none. In a thread that the bot opened
 * (`isOwn`), people may write before its id is stored. Then throws `Fault`, so that the message is delivered again.
 */
export async function designOfThread(
  { engine, platform }: Pick<GatewayContext, 'engine' | 'platform'>,
  { channel, thread }: Place,
  isOwn = false,
): Promise<DesignSummary | null> {
  if (thread === null) return null;
  const newestOf = async (id: string): Promise<DesignSummary | null> => {
    const [newest] = await engine.parts.store.list({ platform, channel, thread: id, limit: 1 });
    return newest ?? null;
  };
  const known = await newestOf(thread);
  if (known !== null || !isOwn) return known;
  const opening = await newestOf('');
  if (opening?.endedAt === null)
    throw new Fault('store_unavailable', `The thread of design ${opening.id} is still being opened.`);
  // It may have been stored in between.
  return newestOf(thread);
}

/** True if a design runs in the thread. With two, people's words would be ambiguous. */
export async function isBusy(
  context: Pick<GatewayContext, 'engine' | 'platform'>,
  place: Place,
): Promise<boolean> {
  const newest = await designOfThread(context, place);
  return newest !== null && newest.endedAt === null && newest.setAside === undefined;
}
