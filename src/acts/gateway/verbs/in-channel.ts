import type { Design } from '#core/vocabulary/design.ts';
import { openGate } from '#core/vocabulary/status.ts';
import { findDesigns } from '#engine/starting/earlier-decisions.ts';
import { cutText } from '#foundation/cut-text.ts';
import type { Document } from '#presentation/format/document.ts';
import { drawMarkdown } from '../../drawing/markdown.ts';
import type { CommandWord } from '../../word.ts';
import { drawDesignsHere } from '../designs-here.ts';
import { channelReaderOf, listReadableBeside } from '../reading.ts';
import type { AskingPerson } from '../request.ts';
import { signIn } from './sign-in.ts';
import { type Meant, verbNameOf } from './verbs.ts';

const MAX_LISTED = 10;
const WORDS_CHARACTERS = 200;

/** Answers a verb that is about no design. `null` for other verbs. */
export async function answerInChannel(
  asking: AskingPerson,
  word: CommandWord,
  words: string,
): Promise<Document | null> {
  switch (word) {
    case 'help':
      return drawMarkdown(asking.context.texts.help);
    case 'sign-in':
      return signIn(asking);
    case 'find':
      return find(asking, cutText(words, WORDS_CHARACTERS).trim());
    case 'list':
      return drawNewest(asking);
    default:
      return null;
  }
}

/**
 * The act for which a verb is meant on this design, and its subject there; `null` while it can be
 * none, or two.
 */
export function resolveWord(word: CommandWord, design: Design): Meant | null {
  const gate = openGate(design);
  const about = gate?.id ?? '';
  const isAnswering = design.answering !== null;
  const isOver = design.end !== null;
  switch (word) {
    case 'accept':
      if (isOver) return { name: 'accept_decision', about: '' };
      return gate?.choices.includes(word) ? { name: word, about } : null;
    case 'stop':
      if (isAnswering && gate === null) return null;
      return gate?.choices.includes(word) ? { name: word, about } : { name: 'cancel', about: '' };
    case 'done':
    case 'skip':
      return isAnswering || isOver ? { name: 'go_on', about: '' } : null;
    default: {
      const name = verbNameOf(word);
      return name === null ? null : { name, about: '' };
    }
  }
}

async function drawNewest(asking: AskingPerson): Promise<Document> {
  return drawDesignsHere(asking, await listReadableBeside(asking, {}, MAX_LISTED));
}

/**
 * Finds earlier decisions by words, among all of this platform that the person may read; without
 * words, the newest here.
 */
async function find(asking: AskingPerson, words: string): Promise<Document> {
  if (words === '') return drawNewest(asking);
  const { store } = asking.context.engine.parts;
  const reader = await channelReaderOf(asking);
  const designs = await findDesigns(words, store, reader, { limit: MAX_LISTED });
  const title =
    designs.length === 0
      ? `No design you may read has a word of “${words}” in its question, decision or outcome. /design list shows the newest in this channel.`
      : `Best matches for “${words}”, at most ${MAX_LISTED}:`;
  return drawDesignsHere(asking, { designs, isPartial: reader.isPartial }, title);
}
