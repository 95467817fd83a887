import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ACTIONS } from '../../../src/acts/gateway/actions.ts';
import { EXAMPLE_TOPIC } from '../../../src/adapters/rehearsal/example/recording.ts';
import type { Parts } from '../../../src/engine/design/parts.ts';
import { until } from '../waiting.ts';
import type { Platform } from './platforms.ts';
import { begin, click } from './telling.ts';
import type { ChatWorld, Posted } from './world.ts';

const ANSWERS = join(import.meta.dirname, '../../../examples/job-queue/answers.md');

/** What a person may look at while the written example is played, in this order. */
export type Moment = 'asked' | 'answered' | 'at the gate' | 'ended';

/**
 * Plays the written example in a thread, in realistic words: Ben answers with what comes with the example, and Ana says
 * that this is all. `gated`: a second difference matters as much and stays open, so that Ana has to accept at a gate. Resolves once
 * nothing more will be said.
 */
export async function playRealistic(
  platform: Platform,
  gated = false,
  see: (moment: Moment, world: ChatWorld, card: Posted) => Promise<void> | void = () => undefined,
  around: (parts: Parts) => Parts = (parts) => parts,
): Promise<{ readonly world: ChatWorld; readonly card: Posted }> {
  const world = await platform.open({});
  if (gated) {
    await world.kill();
    await world.begin({}, world.dataDir, { around: (parts) => around(withTwoThatMatter(parts)) });
  }
  const card = await begin(world, EXAMPLE_TOPIC);
  const questions = await world.says(card, 'before they write');
  await see('asked', world, card);
  world.say(world.ben, card, await readFile(ANSWERS, 'utf8'));
  await world.reads(questions, /read from a reply by/);
  await see('answered', world, card);
  await click(world, world.ana, questions, ACTIONS.doneAnswering);
  if (gated) {
    const gate = await world.says(card, 'There is a decision, but a person has to look at it first');
    await see('at the gate', world, card);
    await click(world, world.ana, gate, ACTIONS.accept);
    const asked = world.shownTo(world.ana);
    // Discord asks by a message, Slack by a dialog of its own.
    if (asked !== undefined && world.hasButton(asked, ACTIONS.sure))
      await click(world, world.ana, asked, ACTIONS.sure);
  }
  await until('the end', async () => (await world.design()).endedAt !== null);
  await world.says(card, '📎 brief.md');
  await world.reads(card, /Asked by Ana/);
  await see('ended', world, card);
  return { world, card };
}

/** As if the synthesizer found that its second difference matters as much as its first. */
function withTwoThatMatter(parts: Parts): Parts {
  return {
    ...parts,
    callModel: (order) => {
      const call = parts.callModel(order);
      const answer = call.answer.then((reply) => ({
        ...reply,
        content: reply.content.map((block) =>
          block.type === 'tool_use' && block.name === 'map_divergences'
            ? { ...block, input: JSON.parse(JSON.stringify(block.input).replace('"medium"', '"high"')) }
            : block,
        ),
      }));
      return { ...call, answer };
    },
  };
}

/** What one design asks of people and of the platform. */
export interface Measured {
  /** In everything by the bot that is read without opening anything, buttons left out. */
  readonly words: number;
  readonly wordsOf: readonly string[];
  readonly posts: number;
  readonly edits: number;
  readonly calls: Readonly<Record<string, number>>;
  /** How often Ana and Ben are called by their names, so that their devices tell them. */
  readonly called: { readonly ana: number; readonly ben: number };
}

const EDITS = /^(chat\.update|messages\.edit)$/;

export function measured(world: ChatWorld, card: Posted): Measured {
  const own = world.thread(card).filter((text) => text.startsWith('Charrette:'));
  const { calls } = world.server.record;
  const called = (name: string) => own.join('\n').split(`@${name}`).length - 1;
  return {
    words: own.reduce((sum, text) => sum + wordsIn(text), 0),
    wordsOf: own.map(
      (text) => `${wordsIn(text)} ${text.slice('Charrette: '.length, 60).replaceAll('\n', ' ')}`,
    ),
    posts: own.length,
    edits: calls.filter(({ name }) => EDITS.test(name)).length,
    calls: Object.fromEntries(
      [...Map.groupBy(calls, ({ name }) => name)].map(([name, { length }]) => [name, length]),
    ),
    called: { ana: called('Ana'), ben: called('Ben') },
  };
}

/** Files, buttons and what is folded away are looked at by those who want to. */
function wordsIn(text: string): number {
  const read = text
    .replace('Charrette: ', '')
    .split('\n')
    .filter((line) => !/^(│|📎 \S+$)/.test(line))
    .join('\n')
    .replaceAll(/\[ [^\]\n]* \]/g, '');
  return read.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
