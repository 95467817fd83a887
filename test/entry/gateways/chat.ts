import { ACTIONS } from '../../../src/acts/gateway/actions.ts';
import type { GateChoice } from '../../../src/core/vocabulary/event-parts.ts';
import type { Gateway, PersonName, Stage, StageOptions } from '../../contract/gateway.ts';
import { DISCORD as DISCORD_PLATFORM, type Platform, SLACK as SLACK_PLATFORM } from '../chat/platforms.ts';
import { begin, click, insist } from '../chat/telling.ts';
import type { Posted } from '../chat/world.ts';
import { FEW_PERSONAS, THREE_PERSONAS } from '../daemon.ts';
import { until } from '../waiting.ts';
import { CHAT_VOICE } from './chat-voice.ts';

const GATE_ACTIONS: Readonly<Record<GateChoice, string>> = {
  accept: ACTIONS.accept,
  send_back: ACTIONS.sendBack,
  again: ACTIONS.again,
  stop: ACTIONS.stop,
};

/** Slack, over Socket Mode. */
export const SLACK: Gateway = gateway(
  'Slack',
  SLACK_PLATFORM,
  // `*bold*`, `_italic_`, `~struck~` and `code` as people see them.
  (text) => text.replaceAll(/[*~`]|(?<!\w)_|_(?!\w)/g, ''),
);
export const DISCORD: Gateway = gateway(
  'Discord',
  DISCORD_PLATFORM,
  // `**bold**`, `*italic*`, `~~struck~~`, `code`, a backslash before what is no mark, and times.
  (text) =>
    text
      .replaceAll(/<t:\d+(?::\w)?>/g, 'a time')
      .replaceAll(/\\([^\w\s])|[*~`]|(?<!\w)_|_(?!\w)/g, (_, escaped: string | undefined) => escaped ?? ''),
);

/** A chat platform, with Charrette as a daemon in this process. */
function gateway(name: string, platform: Platform, plain: (text: string) => string): Gateway {
  return { name, without: {}, open: (options) => open(platform, options, plain) };
}

async function open(
  platform: Platform,
  { latencyMs, personas }: StageOptions,
  plain: (text: string) => string,
): Promise<Stage> {
  const world = await platform.open({
    ...(personas === 2 ? FEW_PERSONAS : THREE_PERSONAS),
    CHARRETTE_REHEARSAL_LATENCY_MS: String(latencyMs),
  });
  const { ana, ben, general } = world;
  const idOf = (person: PersonName) => (person === 'Ana' ? ana : ben);
  let card: Posted | null = null;
  const known = (): Posted => {
    if (card === null) throw new Error('nothing was begun');
    return card;
  };
  /** What this person is shown, once something of this kind can be clicked under it. */
  const shownWith = (person: PersonName, action: string): Posted | undefined => {
    const shown = world.shownTo(idOf(person));
    return shown !== undefined && world.hasButton(shown, action) ? shown : undefined;
  };
  const askToRunAgain = () => click(world, ana, known(), ACTIONS.runAgain);
  const confirmRunningAgain = async () => {
    const asked = await world.message('the question', () => shownWith('Ana', ACTIONS.sure));
    await insist('it is confirmed', () => world.press(ana, asked, ACTIONS.sure));
  };
  return {
    voice: CHAT_VOICE,
    shown: () => (card === null ? [] : world.thread(card).map(plain)),
    named: (person) => person,
    privately: (person) => world.privately(idOf(person)).map(plain),
    calls: (person) => (card === null ? [] : world.calls(idOf(person), card).map(plain)),
    design: () => world.design(),
    crash: (persona) => world.lose(persona),
    async begin(topic) {
      card = await begin(world, topic);
    },
    async askInThread(person, words) {
      world.mention(idOf(person), known(), words);
      await until('the question', async () =>
        (await world.design()).replies.some(({ text }) => text === words),
      );
    },
    begun: async () => (await world.designs()).length,
    async look() {
      const before = world.privately(ana).length;
      world.mention(ana, known(), 'status');
      await until('the answer', () => world.privately(ana).length > before);
    },
    async answer(person, words) {
      const said = world.say(idOf(person), known(), words);
      await until('the mark under the answer', () => world.text(said).includes('✅'));
    },
    async finishAnswering() {
      const questions = await world.says(known(), 'before they write');
      await click(world, ana, questions, ACTIONS.doneAnswering);
    },
    async decide(choice, note = '') {
      const gate = await world.says(known(), 'a person has to look at it first');
      if (choice === 'send_back') await world.sendBack(ana, gate, note);
      else await click(world, ana, gate, GATE_ACTIONS[choice]);
    },
    async settle(person) {
      const difference = await world.says(known(), 'They differ');
      await insist('the click is taken', () => world.press(idOf(person), difference, ACTIONS.settle));
    },
    async cancel() {
      await insist('the command is taken', () => world.command(ana, general, 'cancel'));
      const asked = await world.message('the question', () => shownWith('Ana', ACTIONS.sure));
      await insist('it is confirmed', () => world.press(ana, asked, ACTIONS.sure));
    },
    async sayLate(person, words) {
      world.say(idOf(person), known(), words);
      await until('the late words', async () =>
        (await world.design()).lateWords.some(({ text }) => text === words),
      );
    },
    async followUp(topic) {
      const { id } = await world.design();
      await world.followUp(ana, await world.says(known(), '📎 brief.md'), topic);
      await until('the design that follows up', async () => (await world.design()).followUpOf === id);
    },
    askToRunAgain,
    confirmRunningAgain,
    async runAgain() {
      await askToRunAgain();
      await confirmRunningAgain();
      await world.says(known(), 'Second run: ');
    },
  };
}
