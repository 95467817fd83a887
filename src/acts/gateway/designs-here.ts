import type { ShownText } from '../../core/questions/quoting/shown.ts';
import { listNumbers } from '../../core/questions/replies/reply.ts';
import { DesignId, isIdPart } from '../../core/vocabulary/ids.ts';
import { No } from '../../foundation/no.ts';
import { ChatFault } from '../../ports/chat.ts';
import type { DesignSummary } from '../../ports/store.ts';
import { listDocument, type ReadableList } from '../../presentation/answers/lists.ts';
import type { Document } from '../../presentation/format/document.ts';
import { addPage } from '../../presentation/format/page-address.ts';
import { TEXTS } from '../../presentation/words/texts.ts';
import { readTypedId } from '../word.ts';
import type { ChatPlace, GatewayContext } from './gateway-context.ts';
import {
  channelReaderOf,
  firstOf,
  listReadableBeside,
  mayReadHere,
  scanReadable,
} from './reading.ts';
import { REPLY_TEXTS } from './reply-texts.ts';
import type { AskingPerson } from './request.ts';

/** Open designs to look through in a channel. */
const MAX_LOOKED_AT = 50;

/**
 * The one design that a typed id, or part of one, names; otherwise why it is none. Those that this
 * person may not read look missing.
 */
export async function findNamedDesign(
  asking: AskingPerson,
  typedId: string,
): Promise<DesignSummary | No<Document>> {
  const part = readTypedId(typedId);
  const { context } = asking;
  const whole = DesignId.safeParse(part);
  if (whole.success) {
    const summary = await context.engine.parts.store.summary(whole.data);
    // One that is missing is asked about like one that may not be read.
    const isReadable = await mayReadHere(asking, summary);
    if (summary !== null && isReadable) return summary;
  }
  const isNamed = ({ id }: DesignSummary): boolean => isIdPart(id, part);
  const reader = await channelReaderOf(asking);
  const designs = await firstOf(scanReadable(context, {}, reader, isNamed));
  const [only, second] = designs;
  if (only !== undefined && second === undefined) return only;
  const title = only === undefined ? TEXTS.noSuchDesign(part) : TEXTS.severalDesigns(part);
  return new No(drawDesignsHere(asking, { designs, isPartial: reader.isPartial }, title));
}

/**
 * The design that is meant beside threads: the only open one, else the newest. Several open ones
 * are listed.
 */
export async function findDesignHere(asking: AskingPerson): Promise<DesignSummary | No<Document>> {
  const open = await listOpen(asking);
  const [only, second] = open.designs;
  if (second !== undefined) return new No(drawDesignsHere(asking, open, TEXTS.severalHere));
  const newest = only === undefined ? await listReadableBeside(asking, {}, 1) : open;
  return newest.designs[0] ?? new No(drawDesignsHere(asking, newest));
}

/** Designs that are open, newest first. */
async function listOpen(asking: AskingPerson): Promise<ReadableList<DesignSummary>> {
  const [running, waiting] = await Promise.all([
    listReadableBeside(asking, { status: 'running' }, MAX_LOOKED_AT),
    listReadableBeside(asking, { status: 'awaiting_input' }, MAX_LOOKED_AT),
  ]);
  const designs = [...running.designs, ...waiting.designs];
  return { ...running, designs: designs.toSorted((one, other) => other.startedAt - one.startedAt) };
}

/** Lists designs for this person, with links to their threads and pages. */
export function drawDesignsHere(
  { context: { engine, linkTo } }: AskingPerson,
  { designs, isPartial }: ReadableList<DesignSummary>,
  title?: string,
): Document {
  const linked = designs.map((each) => addPage(each, engine.parts.publicUrl));
  return listDocument({ designs: linked, isPartial }, linkTo, title);
}

/** Where to write instead of to the bot alone. */
export async function drawWhereToWrite(asking: AskingPerson): Promise<Document> {
  return drawDesignsHere(asking, await listOpen(asking), REPLY_TEXTS.writeInThread);
}

/**
 * Where to answer what somebody wrote beside threads under the numbers of questions; `null` if no
 * design there asks them. One that the platform did not show may ask them.
 */
export async function drawAskedHere(
  asking: AskingPerson,
  said: ShownText,
): Promise<Document | null> {
  const numbers = listNumbers(said);
  if (numbers.length === 0) return null;
  const open = await listOpen(asking);
  const designs: DesignSummary[] = [];
  for (const summary of open.designs) {
    const { questions = [] } = (await asking.context.engine.loadListed(summary)) ?? {};
    if (questions.some(({ id }) => numbers.includes(id))) designs.push(summary);
  }
  if (designs.length === 0 && !open.isPartial) return null;
  return drawDesignsHere(asking, { ...open, designs }, REPLY_TEXTS.answerInThread(numbers));
}

/**
 * Newest design of a thread, to which people's messages go; `null` if there is none. In a thread
 * that the bot opened (`isOwn`), people may write before its id is stored. Then throws `ChatFault`,
 * so that the message is delivered again.
 */
export async function findThreadDesign(
  { engine, platform }: Pick<GatewayContext, 'engine' | 'platform'>,
  { channel, thread }: ChatPlace,
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
  place: ChatPlace,
): Promise<boolean> {
  return isRunning(await findThreadDesign(context, place));
}

export function isRunning(design: DesignSummary | null): boolean {
  return design !== null && design.endedAt === null && design.setAside === undefined;
}
