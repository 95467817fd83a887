import type { Design } from '../../../core/vocabulary/design.ts';
import { factsIn } from '../../../presentation/answers/facts.ts';
import type { Document } from '../../../presentation/format/document.ts';
import { isAcceptance, readAskedWord } from '../../word.ts';
import type { GatewayContext } from '../gateway-context.ts';
import type { Request } from '../request.ts';
import { askPrivately } from '../verbs/ask-record.ts';
import { actAsked } from './status-notice.ts';

/** True for words in a closed list, which are said to the bot. */
export function isKnownToCode(words: string): boolean {
  return readAskedWord(words) !== null || isAcceptance(words) || factsIn(words).length > 0;
}

/**
 * What code answers to words that it knows: an act with its button, who may press it, or that it is not possible now; a fact.
 * `null` for words like any other.
 */
export async function answerByCode(
  context: GatewayContext,
  design: Design,
  asking: Pick<Request, 'person' | 'channel' | 'key'>,
  words: string,
): Promise<Document | null> {
  const act = await actAsked(context, design, asking, words);
  if (act !== null || factsIn(words).length === 0) return act;
  return (await askPrivately(context, design, { question: words }, asking)).answer;
}
