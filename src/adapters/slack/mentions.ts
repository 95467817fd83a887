import type { Design } from '../../core/design.ts';
import type { Person } from '../../runtime/permission.ts';
import type { Place, SlackDesk } from './desk.ts';
import type { Drawing } from './drawing/drawing.ts';
import { TEXTS } from './drawing/texts.ts';
import { drawText } from './drawing/words.ts';
import { perform, performOn, verbOf } from './verbs.ts';

/** Somebody has called the bot by its name and said something short. */
export interface Mention {
  /** What was said after the name; empty for nothing. */
  readonly words: string;
  readonly person: Person;
  readonly place: Place;
  /** The newest design of the thread; `null` outside of threads that have one. */
  readonly design: Design | null;
  /** Slack's own id of the message. */
  readonly key: string;
}

/**
 * Does what the words ask for: with the design of the thread, or with those of the channel. What comes of it only this
 * person sees. Resolves when nothing can be lost any more.
 */
export async function mentioned(desk: SlackDesk, mention: Mention): Promise<void> {
  const { words, person, place, design, key } = mention;
  const isStored = Promise.withResolvers<void>();
  const request = { person, channel: place.channel, key, stored: () => isStored.resolve() };
  const verb = verbOf(words);
  const work = async (): Promise<Drawing | null> => {
    if (verb === null)
      return drawText(words === '' ? TEXTS.help : `${TEXTS.notAWord(words)}\n\n${TEXTS.help}`);
    if (design === null || verb === 'help' || verb === 'list') return perform(desk, verb, request);
    return performOn(desk, verb, design, request);
  };
  const told = work().then(async (answer) => {
    if (answer !== null) await desk.whisper(person.id, place, answer);
  });
  await Promise.race([isStored.promise, told]);
  told.catch((error: unknown) => desk.engine.parts.log.warn('slack_mention_failed', { error }));
}
