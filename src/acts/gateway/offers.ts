import {
  type Document,
  document,
  lines,
  section,
  trusted,
  untrusted,
} from '../../core/presentation/format/document.ts';
import { TEXTS } from '../../core/presentation/run/texts.ts';
import { ACTIONS } from './actions.ts';

/** A message as the platform names it, and the thread that it is in and would be taken along; `null` for none. */
export interface Written {
  readonly channel: string;
  readonly thread: string | null;
  readonly message: string;
}

/** A message as a platform finds it where an offer says that it was made. */
export interface Found {
  readonly author: string;
  /** Without the bot's name. */
  readonly words: string;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
  readonly hasFiles: boolean;
  /** The message as `Interaction.along` names it. */
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

/** The value of a button that is about a message. */
export function offerValue({ channel, thread, message }: Written): string {
  return [channel, thread ?? '-', message].join(' ');
}

/** Tells if this is still there for the person who was asked. */
export function isOfferedTo(person: string, found: Found | null, now: number): found is Found {
  return found !== null && found.author === person && now - found.sentAt <= HOLDS_MS;
}

/** Asks a person what they want with their words, and starts nothing. `problem`: why this person cannot start a design there. */
export function offerDocument(
  words: string,
  { channel, thread, message }: Written,
  problem: string | null,
): Document {
  const { title, ...labels } = TEXTS.offer;
  const heading = problem ?? title;
  const value = offerValue({ channel, thread, message });
  return document(
    heading,
    (maxChars) => [section(lines([trusted(heading)]), { kind: 'quote', line: [untrusted(words, maxChars)] })],
    {
      clickable: {
        kind: 'buttons',
        buttons: [
          ...(problem === null
            ? [{ action: ACTIONS.start, value, label: labels.start, look: 'primary' } as const]
            : []),
          { action: ACTIONS.running, value, label: labels.running, look: 'plain' },
          { action: ACTIONS.help, value, label: labels.help, look: 'plain' },
        ],
      },
    },
  );
}
