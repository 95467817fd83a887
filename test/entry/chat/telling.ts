import { PROPOSALS_ARE } from '#presentation/talk/proposals.ts';
import { HOW_TO_ANSWER } from '#presentation/talk/questions.ts';
import type { DrawnAction } from '../../surfaces/drawn-controls.ts';
import { until } from '../waiting.ts';
import type { ChatWorld, Posted, Seen } from './world.ts';

export const TOPIC = 'Should the job queue move from Redis to Kafka?';
/** Nothing moves on by itself. */
export const STILL = { CHARRETTE_REHEARSAL_LATENCY_MS: '600000' };

/**
 * What the thread of a whole design of two personas shows, in order. What they differ on is not
 * argued, and has no message.
 */
export const WHOLE = [
  'card',
  'questions',
  'Ben: Q1: At most 900 a minute. ✅',
  'proposals with files',
  'outcome with files',
];

/** Repeats an action until the platform accepts it, as people do who see that it failed. */
export async function insist<Told extends Seen>(
  what: string,
  act: () => Promise<Told>,
): Promise<Told> {
  let seen: Told | undefined;
  await until(what, async () => {
    seen = await act();
    return seen.isAcknowledged;
  });
  if (seen === undefined) throw new Error(`nothing came of it: ${what}`);
  return seen;
}

/** Starts a design as Ana, who types it again only when no design has started. */
export async function begin<Message extends Posted>(
  world: ChatWorld<Message>,
  topic = TOPIC,
): Promise<Message> {
  const { ana, general } = world;
  await insist('the command is taken', async () => {
    const seen = await world.start(ana, general, topic);
    return { ...seen, isAcknowledged: seen.isAcknowledged || world.fromBot(general).length > 0 };
  });
  return world.card();
}

/** Ben answers a question, and Ana says that this is all. */
export async function answer<Message extends Posted>(
  world: ChatWorld<Message>,
  card: Message,
): Promise<Message> {
  const questions = await world.says(card, HOW_TO_ANSWER);
  world.say(world.ben, card, 'Q1: At most 900 a minute.');
  await world.reads(questions, /Q1 .* ✓ (Ben|somebody)/);
  await click(world, world.ana, questions, 'go_on');
  return questions;
}

/** Clicks a button until the click is accepted; a button that has disappeared by then counts. */
export async function click<Message extends Posted>(
  world: ChatWorld<Message>,
  person: string,
  message: Message,
  action: DrawnAction,
): Promise<void> {
  const has = () => world.hasButton(message, action);
  await until(`the button ${action}`, has);
  await until(`${action} is taken`, async () => {
    return !has() || (await world.press(person, message, action)).isAcknowledged;
  });
}

/** Resolves when the design has ended and all its messages are posted. */
export async function ended<Message extends Posted>(
  world: ChatWorld<Message>,
  card: Message,
): Promise<void> {
  await world.says(card, '📎 brief.md');
  await world.reads(card, /Nothing was decided/);
  await until('the end', async () => (await world.design()).endedAt !== null);
  await until('the marks under what was said', () => {
    const said = world.thread(card).filter((text) => /^(Ana|Ben):/.test(text));
    return said.every((text) => /✅|👀/.test(text));
  });
}

/** Each message of a thread in a word or two, in order. */
export function outline<Message extends Posted>(
  world: ChatWorld<Message>,
  card: Message,
): string[] {
  return world.thread(card).map((text, at) => (at === 0 ? 'card' : inShort(text)));
}

function inShort(text: string): string {
  if (!text.startsWith('Charrette:')) return text.replace(/\n(?:\(👀 1\) )?\(✅ 1\)$/, ' ✅');
  const [known] = KINDS.find(([, form]) => form.test(text)) ?? [text];
  return known;
}

const KINDS: readonly (readonly [string, RegExp])[] = [
  [
    'questions',
    /the personas go on|ended the wait for answers|The time for answers is over|Every question is answered/,
  ],
  ['proposals with files', new RegExp(`${PROPOSALS_ARE}.*\\n📎 [^\\n]+`, 's')],
  [
    'outcome with files',
    /finished.*\n📎 brief\.md\n📎 record\.md\n📎 transcript\.md\n📎 manifest\.json/s,
  ],
];
