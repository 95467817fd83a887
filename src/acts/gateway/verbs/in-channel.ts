import type { Design } from '../../../core/vocabulary/design.ts';
import { openGate } from '../../../core/vocabulary/status.ts';
import { refuseDeciding } from '../../../engine/access/permission.ts';
import { findDesigns } from '../../../engine/starting/earlier-decisions.ts';
import { cutText } from '../../../foundation/cut-text.ts';
import type { DesignSummary } from '../../../ports/store.ts';
import { listDocument, type ReadableList } from '../../../presentation/answers/lists.ts';
import { type Document, documentOfWords } from '../../../presentation/format/document.ts';
import { addPage } from '../../../presentation/format/page-address.ts';
import { TEXTS } from '../../../presentation/words/texts.ts';
import { drawMarkdown } from '../../message/markdown.ts';
import type { CommandWord } from '../../word.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { listReadableBeside, readerIn } from '../reading.ts';
import type { Request } from '../request.ts';
import { signIn } from './sign-in.ts';
import { type VerbName, verbNameOf } from './verbs.ts';

const MAX_LOOKED_AT = 50;
const MAX_LISTED = 10;
const CAN_RUN_AGAIN: readonly DesignSummary['status'][] = ['needs_review', 'cancelled', 'failed'];

type Asking = Pick<Request, 'person' | 'channel' | 'isDirect'>;

/** Answers a verb that is about no design. `null` for other verbs. */
export async function answerInChannel(
  context: GatewayContext,
  word: CommandWord,
  asking: Asking,
  words: string,
): Promise<Document | null> {
  switch (word) {
    case 'help':
      return drawMarkdown(context.texts.help);
    case 'sign-in':
      return signIn(context, asking);
    case 'find':
      return find(context, words, asking);
    case 'list':
      return listDocument(await newestIn(context, asking, MAX_LISTED), context.linkTo);
    default:
      return null;
  }
}

/** The channel's design for which a verb is meant; a list if it may be several, or why it is none. */
export async function findDesignInChannel(
  context: GatewayContext,
  word: CommandWord,
  asking: Asking,
): Promise<Design | Document> {
  const { engine, linkTo } = context;
  const possible = await possibleIn(context, word, asking);
  const [only, second] = possible.designs;
  if (only === undefined) return noneIn(context, word, asking);
  if (second === undefined) return (await engine.design(only.id)) ?? documentOfWords(TEXTS.gone);
  return listDocument(possible, linkTo, TEXTS.severalHere(word));
}

/** The channel's designs for which a verb can be meant, newest first. */
async function possibleIn(
  context: GatewayContext,
  word: CommandWord,
  asking: Asking,
): Promise<ReadableList<DesignSummary>> {
  if (word === 'status') return openIn(context, asking);
  // An act is done where its design is.
  return { designs: await actableIn(context, word, { ...asking, isDirect: false }), isPartial: false };
}

async function openIn(context: GatewayContext, asking: Asking): Promise<ReadableList<DesignSummary>> {
  const [{ designs, ...list }, waiting] = await Promise.all([
    newestIn(context, asking, MAX_LOOKED_AT, 'running'),
    newestIn(context, asking, MAX_LOOKED_AT, 'awaiting_input'),
  ]);
  const open = [...designs, ...waiting.designs];
  return { ...list, designs: open.toSorted((one, other) => other.startedAt - one.startedAt) };
}

async function actableIn(
  context: GatewayContext,
  word: CommandWord,
  here: Asking,
): Promise<readonly DesignSummary[]> {
  const { engine, policy } = context;
  const newest = async (status?: DesignSummary['status']) =>
    (await newestIn(context, here, MAX_LOOKED_AT, status)).designs;
  if (isAwaited(word)) {
    const waiting = await newest('awaiting_input');
    const designs = await Promise.all(waiting.map((each) => engine.loadListed(each)));
    const awaiting = waiting.filter((_, at) => isMeant(word, designs[at] ?? null));
    if (word !== 'accept') return awaiting;
    const decisions = (await newest()).filter(({ standing }) => standing !== null);
    const unjudged = [...awaiting, ...decisions.filter(({ standing }) => standing === 'decided')];
    // Of a decision that was accepted, the act says who did it.
    return unjudged.length > 0 ? unjudged : decisions.slice(0, 1);
  }
  if (word === 'retry') {
    const all = await newest();
    const before = new Set(all.map(({ successorOf }) => successorOf));
    return all.filter(({ id, status }) => CAN_RUN_AGAIN.includes(status) && !before.has(id));
  }
  const { designs: open } = await openIn(context, here);
  if (word !== 'cancel') return open;
  const may = open.filter((each) => refuseDeciding(policy, here.person, each, 'cancel') === null);
  // For a design that this person may not cancel, the answer names who may.
  return may.length === 0 ? open.slice(0, 1) : may;
}

async function noneIn(context: GatewayContext, word: CommandWord, asking: Asking): Promise<Document> {
  if (word === 'accept') return documentOfWords(TEXTS.nothingToAccept);
  if (isAwaited(word)) return documentOfWords(TEXTS.nothingAsked);
  if (word === 'retry') {
    const { designs } = await newestIn(context, asking, MAX_LOOKED_AT);
    const isDecided = designs.some(({ decision }) => decision !== null);
    const instead = ' A decided design is not run again; to take it further, press Follow up… under it.';
    return documentOfWords(`No design in this channel can be run again.${isDecided ? instead : ''}`);
  }
  const last = word === 'status' ? await newestIn(context, asking, 1) : null;
  return last !== null && (last.designs.length > 0 || last.isPartial)
    ? listDocument(last, context.linkTo)
    : documentOfWords(
        'Nothing is running in this channel. To start something, write @Charrette and your question.',
      );
}

/** The act for which a verb is meant on this design, and its subject there; or why there is none. */
export function resolveWord(
  word: CommandWord,
  design: Design,
): { readonly name: VerbName; readonly about: string } | Document {
  const gate = openGate(design);
  const isOver = design.end !== null;
  if (isAwaited(word) && !isOver && !isMeant(word, design))
    return documentOfWords(
      word === 'accept' ? TEXTS.nothingToAccept : 'This design is not waiting for answers.',
    );
  if (word === 'accept')
    return isOver ? { name: 'accept_decision', about: '' } : { name: word, about: gate?.id ?? '' };
  if (word !== 'stop') {
    const name = verbNameOf(word);
    return name === null ? documentOfWords(TEXTS.gone) : { name, about: '' };
  }
  // Stop refers to a gate that offers it; otherwise it cancels.
  return gate?.choices.includes('stop') ? { name: word, about: gate.id } : { name: 'cancel', about: '' };
}

/** True for verbs that need a waiting design. */
function isAwaited(word: CommandWord): boolean {
  return word === 'done' || word === 'skip' || word === 'accept';
}

function isMeant(word: CommandWord, design: Design | null): boolean {
  if (design === null) return false;
  if (word === 'accept') return openGate(design)?.choices.includes('accept') ?? false;
  return design.answering !== null;
}

async function newestIn(
  context: GatewayContext,
  asking: Asking,
  limit: number,
  status?: DesignSummary['status'],
): Promise<ReadableList<DesignSummary>> {
  const { publicUrl } = context.engine.parts;
  const { person, channel, isDirect = false } = asking;
  const beside = { person, channel, isDirect };
  const readable = await listReadableBeside(context, beside, { ...(status && { status }) }, limit);
  return { ...readable, designs: readable.designs.map((each) => addPage(each, publicUrl)) };
}

const MAX_FOUND = 10;
const WORDS_CHARACTERS = 200;

/** Finds earlier decisions by words, among all of this platform that the person may read. */
async function find(context: GatewayContext, text: string, asking: Asking): Promise<Document> {
  const { engine, linkTo } = context;
  const words = cutText(text, WORDS_CHARACTERS).trim();
  if (words === '')
    return documentOfWords(
      'Find what? Type /design find and words from the question, the decision or the outcome.',
    );
  const { store, publicUrl } = engine.parts;
  const reader = await readerIn(context, asking);
  const matches = await findDesigns(words, store, reader, { limit: MAX_FOUND });
  const designs = matches.map((each) => addPage(each, publicUrl));
  const title =
    designs.length === 0
      ? `No design you may read has a word of “${words}” in its question, decision or outcome. /design list shows the newest in this channel.`
      : `Best matches for “${words}”, at most ${MAX_FOUND}:`;
  return listDocument({ designs, isPartial: reader.isPartial }, linkTo, title);
}
