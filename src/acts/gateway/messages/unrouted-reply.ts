import { linesOf } from '../../../core/questions/quoting/quoted.ts';
import { openQuestions } from '../../../core/questions/replies/questions.ts';
import type { Design } from '../../../core/vocabulary/design.ts';
import { DesignId } from '../../../core/vocabulary/ids.ts';
import { refuseStarting } from '../../../engine/access/permission.ts';
import {
  type Document,
  document,
  documentOfWords,
  line,
  lines,
  section,
  untrusted,
} from '../../../presentation/format/document.ts';
import { TEXTS } from '../../../presentation/texts.ts';
import { ACTIONS } from '../actions.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { type Interaction, requestOf, type Stored, type Written } from '../interaction.ts';
import { drawOffer, findOffer, offerValue } from '../offers.ts';
import { type Beside, listReadableBeside, mayReadHere } from '../reading.ts';
import { replyIdOf } from '../reply-id.ts';
import { sayRecord } from '../verbs/record-words.ts';

/** The only design there that waits for answers and that this person may read; `null` for none or several. */
export async function findWaitingBeside(context: GatewayContext, beside: Beside): Promise<Design | null> {
  const waiting: Design[] = [];
  for (const summary of await listReadableBeside(context, beside, { status: 'awaiting_input' })) {
    const design = await context.engine.loadListed(summary);
    if (design !== null && design.answering !== null && openQuestions(design).length > 0)
      waiting.push(design);
    if (waiting.length > 1) return null;
  }
  return waiting[0] ?? null;
}

/** True if a line begins with a question's number; nothing else is read (A17). */
export function hasNumber(
  text: string,
  { questions }: Pick<Design, 'questions'> | { readonly questions: null },
): boolean {
  const numbers = linesOf(text).flatMap(({ number }) => number ?? []);
  return questions === null
    ? numbers.length > 0
    : numbers.some((number) => questions.some(({ id }) => id === number));
}

/** Asks the author whether a message is an answer. `isToBot`: after *no*, asks what else they want. */
export function explainUnroutedReply(
  { id, topic }: Pick<Design, 'id' | 'topic'>,
  words: string,
  source: Written,
  isToBot: boolean,
): Document {
  const { channel, thread } = source;
  const value = offerValue(source);
  // With the design in front it must fit Discord's 100 characters, where a thread is its own channel.
  const short = offerValue({ ...source, thread: thread === channel ? null : thread });
  const no = isToBot
    ? ({ action: ACTIONS.notAnswer, value, label: TEXTS.astray.no, look: 'plain' } as const)
    : ({ action: ACTIONS.notSure, value: id, label: TEXTS.astray.no, look: 'plain' } as const);
  const lineFor = (maxChars: number) =>
    line`${TEXTS.astray.asked} “${untrusted(topic, Math.min(maxChars, TOPIC_CHARACTERS))}”?`;
  return document(
    lineFor(TOPIC_CHARACTERS),
    (maxChars) => [section(lines(lineFor(maxChars)), { kind: 'quote', line: [untrusted(words, maxChars)] })],
    {
      clickable: {
        kind: 'buttons',
        buttons: [
          { action: ACTIONS.take, value: `${id} ${short}`, label: TEXTS.astray.yes, look: 'primary' },
          no,
        ],
      },
    },
  );
}

const TOPIC_CHARACTERS = 150;

/** Records the message, as it now reads, as its author's reply. Its own key makes a second press harmless (P5). */
export async function takeUnroutedReply(
  interaction: Interaction,
  value: string,
  reportStored: Stored,
): Promise<Document | null> {
  const [id = '', ...rest] = value.split(' ');
  const designId = DesignId.safeParse(id);
  const offer = await findOffer(interaction, rest.join(' '));
  if (!designId.success || offer === null) return documentOfWords(TEXTS.offerGone);
  const { written, there, person } = offer;
  const { words, hasFiles } = offer.message;
  const { context, place } = there;
  const design = await readableDesign(context, { person, channel: place.channel }, designId.data);
  if (design === null) return documentOfWords(TEXTS.gone);
  const { channel, message } = written;
  const key = `${context.platform} ${channel} ${message}`;
  const reply = { key, replyId: replyIdOf(context.platform, channel, message), text: words };
  const notice = await sayRecord(context, design, [reply], await requestOf(there, reportStored));
  return notice ?? documentOfWords(hasFiles ? TEXTS.astray.takenWithoutFiles : TEXTS.astray.taken);
}

/** `null` for a design that this person may not read: for them it does not exist (A18). */
async function readableDesign(
  context: GatewayContext,
  asking: Parameters<typeof mayReadHere>[1],
  id: DesignId,
): Promise<Design | null> {
  const { engine } = context;
  const summary = await engine.parts.store.summary(id);
  const isReadable = await mayReadHere(context, asking, summary);
  return summary !== null && isReadable ? engine.design(id) : null;
}

export async function offerInstead(interaction: Interaction, value: string): Promise<Document | null> {
  const offer = await findOffer(interaction, value);
  if (offer === null) return documentOfWords(TEXTS.offerGone);
  const { written, there, person, message } = offer;
  return drawOffer(message.words, written, refuseStarting(there.context.policy, person));
}
