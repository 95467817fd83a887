import {
  type Document,
  document,
  given,
  lines,
  ours,
  section,
  small,
  wordsDocument,
} from '../../core/telling/document.ts';
import { TEXTS } from '../../core/telling/message/texts.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { PlatformAccess } from './platform-access.ts';
import type { Request } from './request.ts';
import { type Said, startInWords, withThread } from './requested-design.ts';
import { prepared, type Requester, startDesign } from './start-design.ts';

/** A message as the platform names it, and the thread that it is in and would be taken along; `null` for none. */
export interface Written {
  readonly channel: string;
  readonly thread: string | null;
  readonly message: string;
}

/** Milliseconds for which an offer holds: who may do what, and where, changes in the meantime. */
const HOLDS_MS = 86_400_000;
const VALUE = /^([A-Za-z0-9]{1,40}) ([0-9.]{1,40}|-) ([0-9.]{1,40})$/;

/** The offer that a button is for; `null` for what we cannot have written. */
export function offerIn(value: string): Written | null {
  const [, channel, thread, message] = VALUE.exec(value) ?? [];
  if (channel === undefined || thread === undefined || message === undefined) return null;
  return { channel, thread: thread === '-' ? null : thread, message };
}

/** Asks somebody whether what they wrote is to become a design; or says why it cannot. Nothing is started by it. */
export async function offerStart(
  context: GatewayContext,
  words: string,
  { channel, thread, message }: Written,
  requester: Requester,
): Promise<Document> {
  const requested = startInWords(words);
  const start = await prepared(context, requested, requester);
  if ('problem' in start) return wordsDocument(start.problem);
  const about = TEXTS.offered(
    start.personaCount,
    start.repository?.name ?? null,
    start.estimate,
    thread !== null,
  );
  const value = [channel, thread ?? '-', message].join(' ');
  const sections: Document['sections'] = (most) => [
    section(lines([ours(TEXTS.offer)]), { kind: 'quote', line: [given(requested.topic, most)] }),
    section(small(about, Math.max(most, about.length))),
  ];
  return document(TEXTS.offer, sections, { clickable: { kind: 'start', value } });
}

/** What a platform finds where an offer says that it was made. */
export interface Found extends Omit<Said, 'name'> {
  readonly author: string;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
}

/**
 * Starts what was offered, once, however often it is clicked: as `/design` would, for its author alone, on the words as they are
 * then. `found` is `null` where nothing can be found any more.
 */
export async function startOffered(
  context: GatewayContext & PlatformAccess,
  offer: Written,
  found: Found | null,
  requester: Requester,
  read: Parameters<typeof withThread>[2],
  stored: Request['stored'],
): Promise<Document | null> {
  const isTheirs = found !== null && found.author === requester.person.id;
  if (!isTheirs || context.clock.now() - found.sentAt > HOLDS_MS) return wordsDocument(TEXTS.offerGone);
  const alone = async () => [{ ...found, name: requester.person.name }];
  const along = read ?? (found.files.length > 0 ? alone : null);
  const requested = await withThread(context, startInWords(found.words), along);
  if (requested === null) return wordsDocument(TEXTS.threadUnread);
  const key = `${context.platform} ${offer.channel} ${offer.message} start`;
  return startDesign(context, requested, requester, key, stored);
}
