import { ComponentType, type REST, Routes } from 'discord.js';
import { LRUCache } from 'lru-cache';
import type { ChatPlace } from '#acts/gateway/gateway-context.ts';
import { markPrivate } from '#acts/gateway/marks.ts';
import { callAgain, logFailure, type PlatformAccess } from '#acts/gateway/platform-access.ts';
import { type Told, tellFirst, tellInTime, tellWithRetries } from '#acts/gateway/private-ways.ts';
import type { SharedParts } from '#engine/parts/parts.ts';
import { createLookUpCache } from '#foundation/cache.ts';
import { type Document, documentOfWords } from '#presentation/format/document.ts';
import { Identified } from '../calls/wire.ts';
import { DISCORD_TEXTS } from '../discord-texts.ts';
import { draw } from '../drawing/draw.ts';
import { createWaitingWords } from './waiting-words.ts';

const KEPT_MS = 3_600_000;
const MAX_KEPT = 2_000;
const MAX_BUTTONS = 200;

/**
 * A button of this daemon that was not pressed when last seen. Another daemon posts one of its own.
 */
interface Button {
  readonly secret: string;
  parts: number;
  readonly posted: Promise<string>;
}

export type PrivateWords = ReturnType<typeof createPrivateWords>;

/**
 * Sends to one person in a direct message, whose buttons act there. If Discord refuses that, one
 * button in the place itself opens what is waiting for them.
 */
export function createPrivateWords(
  rest: REST,
  access: PlatformAccess,
  engine: { readonly parts: Pick<SharedParts, 'store' | 'identifiers'> },
) {
  const { clock } = access;
  const { store, identifiers } = engine.parts;
  const waiting = createWaitingWords(store);
  const openDirect = async (person: string): Promise<string> => {
    const body = { recipient_id: person };
    const answer = await callAgain(access, () => rest.post(Routes.userChannels(), { body }));
    return Identified.parse(answer).id;
  };
  const directs = createLookUpCache(openDirect, clock, { freshMs: KEPT_MS }, MAX_KEPT);
  const buttons = new LRUCache<string, Button>({ max: MAX_BUTTONS });
  const say = async (channel: string, body: object): Promise<string> => {
    const options = { body: { ...body, allowed_mentions: { parse: [] } } };
    const answer = await rest.post(Routes.channelMessages(channel), options);
    return Identified.parse(answer).id;
  };
  const postButton = async (person: string, place: ChatPlace, secret: string, what: Document) => {
    await waiting.add(secret, 0, place, what);
    const value = `${person} ${secret}`;
    const button = { action: 'read', value, label: DISCORD_TEXTS.read, look: 'primary' } as const;
    const clickable = { kind: 'buttons' as const, buttons: [button] };
    const { flags, components } = draw({ ...documentOfWords(DISCORD_TEXTS.unread), clickable });
    const whom = { type: ComponentType.TextDisplay, content: `<@${person}>` };
    return callAgain(access, () =>
      say(place.thread ?? place.channel, { flags, components: [whom, ...components] }),
    );
  };
  const keep = async (person: string, place: ChatPlace, what: Document): Promise<void> => {
    const where = `${person} ${place.thread ?? place.channel}`;
    const button = buttons.get(where);
    if (button !== undefined) {
      const part = button.parts++;
      if (await waiting.add(button.secret, part, place, what)) {
        await button.posted;
        return;
      }
    }
    const secret = identifiers.secret();
    const posted = postButton(person, place, secret, what);
    const ours = { secret, parts: 1, posted };
    buttons.set(where, ours);
    try {
      await posted;
    } catch (error) {
      if (buttons.get(where) === ours) buttons.delete(where);
      throw error;
    }
  };

  return {
    /** Throws `ChatFault`, or the error of the call. */
    direct: (person: string): Promise<string> => directs.get(person),
    send: (person: string, place: ChatPlace | null, what: Document): Promise<Told> => {
      const sendDirect = (words: Document) =>
        tellWithRetries(access, async () => {
          const channel = await directs.get(person);
          void markPrivate({ ...access, engine }, channel, await say(channel, draw(words)));
        });
      if (place === null) return tellFirst([sendDirect], what);
      const sendHere = (words: Document) => tellInTime(access, () => keep(person, place, words));
      return tellFirst([sendDirect, sendHere], what);
    },
    /** What waits behind a button with this value; then removes the button. Refuses anyone else. */
    unread: async (
      person: string,
      value: string,
      place: ChatPlace,
      button: { readonly channel: string; readonly message: string },
    ): Promise<Document> => {
      const [whom, secret = ''] = value.split(' ');
      if (person !== whom) return documentOfWords(DISCORD_TEXTS.notForYou);
      const words = await waiting.take(secret, place);
      const removing = rest.delete(Routes.channelMessage(button.channel, button.message));
      void logFailure(access, 'discord_button_not_removed', removing);
      return words ?? documentOfWords(DISCORD_TEXTS.readAlready);
    },
  };
}
