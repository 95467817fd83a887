import {
  type Document,
  document,
  documentOfWords,
  lines,
  trust,
  untrusted,
} from '#presentation/format/document.ts';
import { capitalize } from '#presentation/format/plain.ts';
import { TEXTS } from '#presentation/words/texts.ts';
import type { Typed } from '../../word.ts';
import type { Interaction, MessageAddress } from '../interaction.ts';
import { elementsOf } from './presses.ts';

/** Milliseconds that an offer is valid, since rights and places change. */
const HOLDS_MS = 86_400_000;
const VALUE = /^([A-Za-z0-9]{1,40}) ([0-9.]{1,40}|-) ([0-9.]{1,40})$/;

function offerValueOf({ channel, thread, message }: MessageAddress): string {
  return [channel, thread ?? '-', message].join(' ');
}

/** Parses a button's offer; `null` for a value that Charrette cannot have written. */
export function parseOffer(value: string): MessageAddress | null {
  const [, channel, thread, message] = VALUE.exec(value) ?? [];
  if (channel === undefined || thread === undefined || message === undefined) return null;
  return { channel, thread: thread === '-' ? null : thread, message };
}

/**
 * The message that an offer is about, as it now reads, in its place; `null` unless it is this
 * person's, and recent.
 */
export async function findOffer(interaction: Interaction, value: string) {
  const source = parseOffer(value);
  const there = source === null ? null : await interaction.moveTo(source);
  if (source === null || there === null) return null;
  const [person, message] = await Promise.all([there.personAtOnce(), there.readMessage(source)]);
  const isTheirs =
    message?.author === person.id && there.context.clock.now() - message.sentAt <= HOLDS_MS;
  return isTheirs ? { written: source, there, message } : null;
}

/** An answer by code to words that may be a topic as well, with a button for that. */
export function addStartButton(answer: Document, topic: string): Document {
  return addStart(answer, 'topic', topic);
}

/** A notice about a message, with a button that starts a design on it. */
export function addOffer(notice: Document, written: MessageAddress): Document {
  return addStart(notice, 'start', offerValueOf(written));
}

function addStart(to: Document, action: 'topic' | 'start', value: string): Document {
  const buttons = elementsOf(to.clickable).filter((each) => each.kind === 'button');
  const start = { action, value, label: TEXTS.offer.start, look: 'plain' } as const;
  return { ...to, clickable: { kind: 'buttons', buttons: [...buttons, start] } };
}

/**
 * Asks what a person meant, before anything is spent on it. `meant`: the command that they probably
 * meant.
 */
export function drawUnclear({ topic, meant }: Extract<Typed, { kind: 'unclear' }>): Document {
  const { misspelt, single } = TEXTS.unclear;
  const buttons = [
    { action: 'typed', value: meant, label: capitalize(meant), look: 'primary' },
    { action: 'topic', value: topic, label: TEXTS.offer.start, look: 'plain' },
  ] as const;
  const words = meant === 'help' ? single(topic) : misspelt(meant);
  return { ...documentOfWords(words), clickable: { kind: 'buttons', buttons } };
}

/**
 * Asks what a person wants with their words; starts nothing. `problem`: why they cannot start a
 * design there.
 */
export function drawOffer(
  words: string,
  written: MessageAddress,
  problem: string | null,
): Document {
  const { title, ...labels } = TEXTS.offer;
  const heading = problem ?? title;
  const value = offerValueOf(written);
  return document(
    heading,
    [[lines([trust(heading)]), { kind: 'quote', line: [untrusted(words)] }]],
    {
      clickable: {
        kind: 'buttons',
        buttons: [
          ...(problem === null
            ? [{ action: 'start', value, label: labels.start, look: 'primary' } as const]
            : []),
          { action: 'running', value, label: labels.running, look: 'plain' },
          { action: 'typed', value: 'help', label: labels.help, look: 'plain' },
        ],
      },
    },
  );
}
