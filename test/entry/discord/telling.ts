import type { DesignView } from '../../../src/core/view.ts';
import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import type { Seen } from '../../support/discord/acting.ts';
import { controls } from '../../support/discord/components.ts';
import type { Message } from '../../support/discord/message.ts';
import { TOPIC } from '../slack/telling.ts';
import { until } from '../slack/world.ts';
import type { World } from './world.ts';

/** For stories that are not about how fast people are answered. */
export const PATIENT = { ackMs: 20_000 };

/** What the thread of a whole design of two personas shows, in order. */
export const WHOLE = [
  'card',
  'questions',
  'Ben: Q1: At most 900 a minute. ✅',
  'seals',
  'proposals',
  'proposals as files',
  'D1',
  'D2',
  'outcome',
  'result as files',
];

/** Does something until Discord says that it was taken, as people do who see that it was not. */
export async function insist(what: string, act: () => Promise<Seen>): Promise<void> {
  await until(what, async () => (await act()).isTaken);
}

/** Begins a design as Ana; she types it again only when nothing has come of it. */
export async function begin(world: World, topic = TOPIC): Promise<Message> {
  const { discord, ana, general } = world;
  await insist('the command is taken', async () => {
    const seen = await discord.people.slash(ana, general, 'design start', { topic });
    return { ...seen, isTaken: seen.isTaken || world.fromBot(general).length > 0 };
  });
  return world.card();
}

/** Ben answers a question, and Ana says that this is all. */
export async function answer(world: World, card: Message): Promise<Message> {
  const { discord, ana, ben } = world;
  const questions = await world.says(card, 'before they write');
  discord.people.say(ben, world.threadOf(card), 'Q1: At most 900 a minute.');
  await world.reads(questions, /Q1 .* ✓ Ben/);
  await click(world, ana, questions, ACTIONS.doneAnswering);
  return questions;
}

/** Presses a button until that was taken; one that has gone away by then was. */
export async function click(world: World, person: string, message: Message, action: string): Promise<void> {
  const { discord } = world;
  const has = () => {
    const now = discord.guild.messages.get(message.id);
    return controls(now?.components ?? []).some(
      (each) => 'custom_id' in each && each.custom_id?.startsWith(`${action} `),
    );
  };
  await until(`the button ${action}`, has);
  await until(
    `${action} is taken`,
    async () => !has() || (await discord.people.click(person, message, action)).isTaken,
  );
}

/** What a menu in this message calls the choice that reads like this. */
export function optionOf({ components }: Message, label: string): string {
  const options = controls(components).flatMap((each) => (each.type === 3 ? each.options : []));
  return options.find((each) => each.label === label)?.value ?? `no option ${label}`;
}

/** What this person was shown last, and nobody else sees. */
export function shownTo({ discord }: World, person: string): Message {
  const shown = discord.people.ephemeral(person).at(-1);
  if (shown === undefined) throw new Error('nothing is shown to them');
  return shown;
}

/** Cancels as Ana, who is asked once more. */
export async function cancel(world: World, card: Message): Promise<void> {
  const { discord, ana } = world;
  await discord.people.click(ana, card, ACTIONS.cancel);
  await discord.people.click(ana, shownTo(world, ana), 'Cancel it');
  await world.reads(card, /Cancelled/);
}

const killed = new Set<number>();
/** Kills the process that a persona has, or the next one that it gets when that was killed before. */
export async function kill(world: World, id: string): Promise<void> {
  await until(`a process of ${id}`, async () => {
    const pid = pidOf(await world.design(), id);
    if (pid === null || killed.has(pid)) return false;
    killed.add(pid);
    process.kill(pid, 'SIGKILL');
    return true;
  });
}

/** Of the process that was not killed here; `null` while there is none. */
export function pidOf({ personas }: DesignView, id: string): number | null {
  const pid = personas.find((each) => each.id === id)?.pid ?? null;
  return pid !== null && killed.has(pid) ? null : pid;
}

/** Resolves when the design has ended and everything about it is said. */
export async function ended(world: World, card: Message): Promise<void> {
  await world.says(card, '📎 brief.md');
  await world.reads(card, /Decision ready/);
  await until('the end', async () => (await world.design()).endedAt !== null);
  await until('the marks under what was said', () => {
    const said = world.thread(card).filter((text) => /^(Ana|Ben):/.test(text));
    return said.every((text) => text.includes('✅'));
  });
}

/** Each message of a thread in a word or two, in order. */
export function outline(world: World, card: Message): string[] {
  return world.thread(card).map((text, at) => (at === 0 ? 'card' : inShort(text)));
}

function inShort(text: string): string {
  if (!text.startsWith('Charrette:')) return text.replace(/\n\(✅ 1\)$/, ' ✅');
  const divergence = /They differ on (D\d+)/.exec(text)?.[1];
  if (divergence !== undefined) return divergence;
  const [known] = KINDS.find(([, form]) => form.test(text)) ?? [text];
  return known;
}

const KINDS: readonly (readonly [string, RegExp])[] = [
  ['questions', /before they write/],
  ['seals', /sealed: /],
  ['proposals', /without sight of the others|One proposal\./],
  ['result as files', /^Charrette: 📎 brief\.md\n📎 adr\.md\n📎 transcript\.md\n📎 manifest\.json$/],
  ['proposals as files', /^Charrette: 📎 [^\n]+(\n📎 [^\n]+)*$/],
  ['outcome', /The whole of it: brief\.md|took part to the end/],
];
