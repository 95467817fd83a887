import { type Document, wordsDocument } from '../../core/presentation/format/document.ts';
import { withPage } from '../../core/presentation/format/page-address.ts';
import { TEXTS } from '../../core/presentation/run/texts.ts';
import { foundDocument } from '../../core/presentation/thread/private-answers.ts';
import { foundDesigns } from '../../engine/reading/found-designs.ts';
import type { GatewayContext } from './gateway-context.ts';
import { readingHere } from './reading.ts';
import type { Request } from './request.ts';

const MAX_FOUND = 10;
const WORDS_CHARACTERS = 200;

/** Finds designs by words of their questions and decisions, the newest first, among all of this platform that the person may read (A18). */
export async function find(
  context: GatewayContext,
  given: string,
  asking: Pick<Request, 'person' | 'channel'>,
): Promise<Document> {
  const { engine, platform, linkTo } = context;
  const words = given.slice(0, WORDS_CHARACTERS).trim();
  if (words === '') return wordsDocument(TEXTS.findWhat);
  const { listed, mayRead } = await readingHere(context, asking);
  const filter = { platform, ...(listed !== null && { readable: listed }) };
  const { store, publicUrl } = engine.parts;
  const { found, next } = await foundDesigns(store, { filter, words, limit: MAX_FOUND, mayRead });
  const paged = found.map((each) => withPage(each, publicUrl));
  return foundDocument(paged, words, next !== null, linkTo);
}
