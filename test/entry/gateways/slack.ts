import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import type { Gateway, PersonName, Stage, StageOptions } from '../../contract/gateway.ts';
import type { Message } from '../../support/slack/workspace.ts';
import { begin, click, fewPersonas, insist, PATIENT } from '../slack/telling.ts';
import { until, World } from '../slack/world.ts';
import { CHAT_VOICE } from './chat-voice.ts';
import { GATE_ACTIONS } from './gate-actions.ts';

/** Slack, over Socket Mode, with Charrette as a daemon. */
export const SLACK: Gateway = { name: 'Slack', without: {}, open };

async function open({ latencyMs }: StageOptions): Promise<Stage> {
  const environment = {
    ...(await fewPersonas()),
    CHARRETTE_REHEARSAL_LATENCY_MS: String(latencyMs),
  };
  const world = await World.open({ slack: PATIENT, environment });
  const { slack, general } = world;
  const idOf = (person: PersonName) => (person === 'Ana' ? world.ana : world.ben);
  let card: Message | null = null;
  const thread = () => (card === null ? [] : world.thread(card).map(withoutMarks));
  const known = (): Message => {
    if (card === null) throw new Error('nothing was begun');
    return card;
  };
  return {
    voice: CHAT_VOICE,
    violations: () => slack.record.violations,
    shown: thread,
    privately: (person) => slack.ephemeral(idOf(person)).map(withoutMarks),
    design: () => world.design(),
    async begin(topic) {
      card = await begin(world, topic);
    },
    async answer(person, words) {
      const said = slack.people.say(idOf(person), general, words, { thread: known().ts });
      await until('the mark under the answer', () => world.text(said).includes('✅'));
    },
    async finishAnswering() {
      const questions = await world.says(known(), 'before they write');
      await click(world, world.ana, questions, ACTIONS.doneAnswering);
    },
    async decide(choice, note = '') {
      const gate = await world.says(known(), 'a person has to look at it first');
      if (choice !== 'send_back') return click(world, world.ana, gate, GATE_ACTIONS[choice]);
      const { view } = await slack.people.click(world.ana, gate, GATE_ACTIONS[choice]);
      if (view === null) throw new Error('no form was opened for the note');
      await insist('the note is taken', () => slack.people.submitView(world.ana, view, { note }));
    },
    async cancel(person) {
      await insist('the command is taken', () => slack.people.slash(idOf(person), general, '/design cancel'));
    },
    async runAgain() {
      await click(world, world.ana, known(), ACTIONS.runAgain);
      await world.says(known(), 'Once more');
    },
  };
}

/** `*bold*`, `_italic_`, `~struck~` and `` `code` `` as people see them. */
function withoutMarks(text: string): string {
  return text.replaceAll(/[*~`]|(?<!\w)_|_(?!\w)/g, '');
}
