import { ComponentType, type REST, Routes } from 'discord.js';
import { LRUCache } from 'lru-cache';
import type { Place } from '../../../acts/gateway/gateway-context.ts';
import { callAgain, logFailure, type PlatformAccess } from '../../../acts/gateway/platform-access.ts';
import { type Told, tellFirst, toldBy } from '../../../acts/gateway/private-ways.ts';
import { createLookUpCache } from '../../../foundation/cache.ts';
import { type Document, documentOfWords, joinDocuments } from '../../../presentation/format/document.ts';
import { Identified } from '../calls/wire.ts';
import { DISCORD_TEXTS } from '../discord-texts.ts';
import { draw } from '../drawing/draw.ts';

const KEPT_MS = 3_600_000;
const MAX_KEPT = 2_000;
const MAX_UNREAD = 200;
const MAX_KEPT_FOR_ONE = 5;

/** The newest undelivered messages for one person, and the message with the button that opens them. */
interface Unread {
  what: readonly Document[];
  readonly button: Promise<string>;
}

export type PrivateWords = ReturnType<typeof createPrivateWords>;

/**
 * Sends to one person in a direct message, whose buttons act there. If Discord refuses that, one button in the place itself
 * opens what is waiting for them.
 */
export function createPrivateWords(rest: REST, access: PlatformAccess) {
  const { clock } = access;
  const openDirect = async (person: string): Promise<string> => {
    const body = { recipient_id: person };
    const answer = await callAgain(access, () => rest.post(Routes.userChannels(), { body }));
    return Identified.parse(answer).id;
  };
  const directs = createLookUpCache(openDirect, clock, { freshMs: KEPT_MS }, MAX_KEPT);
  const undelivered = new LRUCache<string, Unread>({ max: MAX_UNREAD });
  const keyOf = (person: string, { channel, thread }: Place): string => `${person} ${thread ?? channel}`;
  const say = async (channel: string, body: object): Promise<string> => {
    const options = { body: { ...body, allowed_mentions: { parse: [] } } };
    const answer = await callAgain(access, () => rest.post(Routes.channelMessages(channel), options));
    return Identified.parse(answer).id;
  };
  const keep = async (person: string, place: Place, what: Document): Promise<Told> => {
    const key = keyOf(person, place);
    const unread = undelivered.get(key);
    if (unread !== undefined) {
      unread.what = [...unread.what, what].slice(-MAX_KEPT_FOR_ONE);
      return toldBy(access, () => unread.button);
    }
    const button = { action: 'read', value: person, label: DISCORD_TEXTS.read, look: 'primary' } as const;
    const hint = {
      ...documentOfWords(DISCORD_TEXTS.unread),
      clickable: { kind: 'buttons' as const, buttons: [button] },
    };
    const { flags, components } = draw(hint);
    const whom = { type: ComponentType.TextDisplay, content: `<@${person}>` };
    const posting = say(place.thread ?? place.channel, { flags, components: [whom, ...components] });
    undelivered.set(key, { what: [what], button: posting });
    const told = await toldBy(access, () => posting);
    if (!told.isTold) undelivered.delete(key);
    return told;
  };

  return {
    /** Throws `ChatFault`, or the error of the call. */
    direct: (person: string): Promise<string> => directs.get(person),
    send: (person: string, place: Place | null, what: Document): Promise<Told> => {
      const sendDirect = (words: Document) =>
        toldBy(access, async () => say(await directs.get(person), draw(words)));
      const ways =
        place === null ? [sendDirect] : [sendDirect, (words: Document) => keep(person, place, words)];
      return tellFirst(ways, what);
    },
    /** Returns what is waiting for `whom`, and removes the button. Refuses anyone else. */
    unread: async (person: string, whom: string, place: Place): Promise<Document> => {
      if (person !== whom) return documentOfWords(DISCORD_TEXTS.notForYou);
      const key = keyOf(person, place);
      const unread = undelivered.get(key);
      if (unread === undefined) return documentOfWords(DISCORD_TEXTS.readAlready);
      undelivered.delete(key);
      const removing = unread.button.then((message) =>
        rest.delete(Routes.channelMessage(place.thread ?? place.channel, message)),
      );
      void logFailure(access, 'discord_button_not_removed', removing);
      return unread.what.reduce(joinDocuments);
    },
  };
}
