import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { cutText } from '../../core/vocabulary/text.ts';
import type { Person } from '../permission.ts';
import type { GatewayContext } from './gateway-context.ts';
import { BOT_NAME, withoutName } from './mentions.ts';
import { noteDone } from './noted.ts';
import { REPLY_TEXTS } from './reply-texts.ts';
import { nameOf, viaOf } from './signed.ts';

/** The mention of the bot in words that people read. */
const MENTION = `@?${BOT_NAME}`;

/** Returns the words that are said to the bot, without its name in front or behind. */
export function questionIn(words: string): string {
  return withoutName(words, MENTION, 'around').trim();
}

/**
 * Asks the record of an ended design for a person of this platform (J14). The answer stands in the thread; the person is told at once that
 * it is looked up, and why where there is none. `key`: that of the message, so that its redelivery is no other question (P5).
 */
export async function askRecord(
  context: GatewayContext,
  design: Design,
  question: string,
  { person, key }: { readonly person: Person; readonly key: string },
  tell: (words: string) => void,
): Promise<void> {
  tell(REPLY_TEXTS.lookingUp);
  const asked = await context.engine.ask(
    design.id,
    {
      question: cutText(question, BOUNDS.questionAskedCharacters),
      by: nameOf(context, person),
      byId: person.id,
      ...viaOf(context),
    },
    `${key} ask`,
  );
  const why = asked.ok ? null : asked.refusal.message;
  await noteDone(context, { person, what: 'ask', designId: design.id }, why);
  if (why !== null) tell(why);
}
