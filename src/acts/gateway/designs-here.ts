import type { ShownText } from '../../core/questions/quoting/shown.ts';
import { listNumbers } from '../../core/questions/replies/reply.ts';
import { DesignId, isIdPart, SHORTEST_ID_PART } from '../../core/vocabulary/ids.ts';
import { ChatFault } from '../../ports/chat.ts';
import type { DesignSummary } from '../../ports/store.ts';
import { listDocument } from '../../presentation/answers/lists.ts';
import type { Document } from '../../presentation/format/document.ts';
import { addPage } from '../../presentation/format/page-address.ts';
import { TEXTS } from '../../presentation/words/texts.ts';
import { readTypedId } from '../word.ts';
import type { GatewayContext, Place } from './gateway-context.ts';
import { type Beside, firstOf, listReadableBeside, mayReadHere, readerIn, scanReadable } from './reading.ts';
import { REPLY_TEXTS } from './reply-texts.ts';
import type { Request } from './request.ts';

/**
 * The one design that a typed id, or part of one, names; otherwise the designs that can be meant. Those that this person
 * may not read look missing.
 */
export async function findNamedDesign(
  context: GatewayContext,
  asking: Pick<Request, 'person' | 'channel'>,
  typedId: string,
): Promise<DesignSummary | Document> {
  const part = readTypedId(typedId);
  const { engine, linkTo } = context;
  const { store, publicUrl } = engine.parts;
  const whole = DesignId.safeParse(part);
  if (whole.success) {
    const summary = await store.summary(whole.data);
    const isReadable = await mayReadHere(context, asking, summary);
    if (summary !== null && isReadable) return summary;
  }
  const isNamed = ({ id }: DesignSummary): boolean => isIdPart(id, part);
  const reader = await readerIn(context, asking);
  const matches = await firstOf(scanReadable(context, {}, reader, isNamed));
  const [only, second] = matches;
  if (only !== undefined && second === undefined) return only;
  const here = async () => (await listReadableBeside(context, { ...asking, isDirect: false }, {})).designs;
  const possible = only === undefined ? await here() : matches;
  const none = part.length < SHORTEST_ID_PART ? TEXTS.idTooShort : TEXTS.noSuchDesign(part);
  const title = only === undefined ? none : TEXTS.severalDesigns(part);
  const designs = possible.map((each) => addPage(each, publicUrl));
  return listDocument({ designs, isPartial: reader.isPartial }, linkTo, title);
}

/** The design that a question beside threads is about: the only one that runs, else the newest. Several are listed. */
export async function findDesignAskedAbout(
  context: GatewayContext,
  beside: Beside,
): Promise<DesignSummary | Document> {
  const readable = await listReadableBeside(context, beside, {});
  const running = readable.designs.filter(isRunning);
  const [only = readable.designs[0], second] = running;
  if (only !== undefined && second === undefined) return only;
  const title = second === undefined ? '' : TEXTS.askInThread;
  return listDocument({ ...readable, designs: running }, context.linkTo, title);
}

const isRunning = ({ endedAt }: DesignSummary): boolean => endedAt === null;

/** Where to write instead of to the bot alone. */
export async function drawWhereToWrite(context: GatewayContext, beside: Beside): Promise<Document> {
  const readable = await listReadableBeside(context, beside, {});
  const designs = readable.designs.filter(isRunning);
  return listDocument({ ...readable, designs }, context.linkTo, REPLY_TEXTS.writeInThread);
}

/**
 * Where to answer what somebody wrote beside threads under the numbers of questions; `null` if no design there asks them. One that the
 * platform did not show may ask them.
 */
export async function drawAskedHere(
  context: GatewayContext,
  beside: Beside,
  said: ShownText,
): Promise<Document | null> {
  const numbers = listNumbers(said);
  if (numbers.length === 0) return null;
  const readable = await listReadableBeside(context, beside, {});
  const designs: DesignSummary[] = [];
  for (const summary of readable.designs.filter(isRunning)) {
    const { questions = [] } = (await context.engine.loadListed(summary)) ?? {};
    if (questions.some(({ id }) => numbers.includes(id))) designs.push(summary);
  }
  if (designs.length === 0 && !readable.isPartial) return null;
  return listDocument({ ...readable, designs }, context.linkTo, REPLY_TEXTS.answerInThread(numbers));
}

/**
 * Newest design of a thread, to which people's messages go; `null` if there is none. In a thread that the bot opened
 * (`isOwn`), people may write before its id is stored. Then throws `ChatFault`, so that the message is delivered again.
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
  const current = await newestOf(thread);
  if (current !== null || !isOwn) return current;
  const opening = await newestOf('');
  if (opening?.endedAt === null)
    throw new ChatFault('This thread is still being opened. Try again in a moment.', 'passing');
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
