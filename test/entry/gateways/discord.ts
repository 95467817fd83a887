import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import type { Gateway, PersonName, Stage, StageOptions } from '../../contract/gateway.ts';
import type { Message } from '../../support/discord/message.ts';
import { begin, click, insist, PATIENT } from '../discord/telling.ts';
import { World } from '../discord/world.ts';
import { fewPersonas } from '../slack/telling.ts';
import { until } from '../slack/world.ts';
import { CHAT_VOICE } from './chat-voice.ts';
import { GATE_ACTIONS } from './gate-actions.ts';

/** Discord, with Charrette as a daemon. */
export const DISCORD: Gateway = { name: 'Discord', without: {}, open };

async function open({ latencyMs }: StageOptions): Promise<Stage> {
  const environment = {
    ...(await fewPersonas()),
    CHARRETTE_REHEARSAL_LATENCY_MS: String(latencyMs),
  };
  const world = await World.open({ discord: PATIENT, environment });
  const { discord, general } = world;
  const idOf = (person: PersonName) => (person === 'Ana' ? world.ana : world.ben);
  let card: Message | null = null;
  const known = (): Message => {
    if (card === null) throw new Error('nothing was begun');
    return card;
  };
  return {
    voice: CHAT_VOICE,
    violations: () => discord.record.violations,
    shown: () => (card === null ? [] : world.thread(card).map(withoutMarks)),
    privately: (person) => discord.ephemeral(idOf(person)).map(withoutMarks),
    design: () => world.design(),
    async begin(topic) {
      card = await begin(world, topic);
    },
    async answer(person, words) {
      const said = discord.people.say(idOf(person), known().id, words);
      await until('the mark under the answer', () => world.text(said).includes('✅'));
    },
    async finishAnswering() {
      const questions = await world.says(known(), 'before they write');
      await click(world, world.ana, questions, ACTIONS.doneAnswering);
    },
    async decide(choice, note = '') {
      const gate = await world.says(known(), 'a person has to look at it first');
      if (choice !== 'send_back') return click(world, world.ana, gate, GATE_ACTIONS[choice]);
      const { modal } = await discord.people.click(world.ana, gate, GATE_ACTIONS[choice]);
      if (modal === null) throw new Error('no form was opened for the note');
      await insist('the note is taken', () => discord.people.submit(world.ana, modal, { note }));
    },
    async cancel(person) {
      await insist('the command is taken', () =>
        discord.people.slash(idOf(person), general, 'design cancel'),
      );
    },
    async runAgain() {
      await click(world, world.ana, known(), ACTIONS.runAgain);
      await world.says(known(), 'Once more');
    },
  };
}

/** `**bold**`, `*italic*`, `~~struck~~`, `` `code` ``, a backslash before what is no mark, and times. */
function withoutMarks(text: string): string {
  return text
    .replaceAll(/<t:\d+(?::\w)?>/g, 'a time')
    .replaceAll(/\\([^\w\s])|[*~`]|(?<!\w)_|_(?!\w)/g, (_, escaped: string | undefined) => escaped ?? '');
}
