/** What a message's author alone is told, in private, once for each matter. */

import type { Person } from '#engine/access/permission.ts';
import { type Document, documentOfWords } from '#presentation/format/document.ts';
import { IS_SET_ASIDE } from '#presentation/words/set-aside.ts';
import type { ChatPlace, ConnectedContext } from '../gateway-context.ts';
import { keepFirst } from '../marks.ts';
import { logUntold } from '../private-ways.ts';
import { REPLY_TEXTS } from '../reply-texts.ts';
import type { DesignMessage, IncomingMessage } from './message.ts';
import type { Taken } from './taken.ts';

/** Tells the author in private, once for each `about`. */
export function tellAuthor(
  { context, author, place }: IncomingMessage,
  about: string,
  what: string | Document,
): void {
  const answer = typeof what === 'string' ? documentOfWords(what) : what;
  if (author !== null) void tellOnce(context, { person: author, place, about }, answer);
}

interface Matter {
  readonly person: string;
  readonly place: ChatPlace;
  readonly about: string;
}

/** Tells in any case where the store cannot say if the person was told. */
async function tellOnce(
  context: ConnectedContext,
  { person, place, about }: Matter,
  what: Document,
): Promise<void> {
  const { engine, log, platform, sendEphemeral } = context;
  const mark = engine.parts.identifiers.uuid();
  try {
    if (!(await keepFirst(context, toldKeyOf(context, person, about), mark))) return;
  } catch (error) {
    log.warn('notice_not_marked', { error });
  }
  logUntold(log, await sendEphemeral(person, place, what), { platform, person });
}

/** The mark of what a person was told. */
export function toldKeyOf(
  { platform }: Pick<ConnectedContext, 'platform'>,
  person: string,
  about: string,
): string {
  return `${platform} told ${person} ${about}`;
}

/** Leaves the words of a person whose account is deactivated; `null` for anybody else's. */
export function leaveDeactivated(
  { context }: IncomingMessage,
  { person, isActive }: { readonly person: Person; readonly isActive: boolean },
): Taken | null {
  if (isActive) return null;
  context.log.info('words_of_deactivated', { person: person.id });
  return 'of_a_deactivated_person';
}

/** Tells that the design is set aside; `null` if it is not. */
export function tellSetAside(incoming: IncomingMessage): Taken | null {
  const { design } = incoming;
  if (design?.setAside === undefined) return null;
  tellAuthor(incoming, `set aside ${design.id}`, IS_SET_ASIDE);
  return 'set_aside';
}

/** Tells once for each kind that it cannot be read. */
export function tellUnreadable(incoming: DesignMessage): Taken {
  const { unreadable = [], design } = incoming;
  const kinds = unreadable.length > 0 ? unreadable : ['a message without text'];
  for (const kind of kinds)
    tellAuthor(incoming, `unreadable ${design.id} ${kind}`, REPLY_TEXTS.unreadable(kind));
  return 'unreadable';
}
