import { expect, test } from 'vitest';
import { ACTIONS } from '../../../src/acts/gateway/actions.ts';
import { FEW_PERSONAS } from '../daemon.ts';
import { until } from '../waiting.ts';
import { DISCORD, SLACK } from './platforms.ts';
import { answer, begin, ended } from './telling.ts';

const EDITS = ['chat.update', 'messages.edit'];

test.each([SLACK, DISCORD])(
  '$name: J14: a decision is accepted and declined in its thread, and nothing is posted anew',
  async ({ open }) => {
    const world = await open(FEW_PERSONAS);
    const { ana, ben, server } = world;
    const card = await begin(world);
    await answer(world, card);
    await ended(world, card);
    const result = await world.says(card, '📎 brief.md');
    await until('the last look', () => world.hasButton(result, ACTIONS.acceptDecision));
    const posts = world.thread(card).length;
    const called = world.calls(ana, card).length + world.calls(ben, card).length;
    const edits = () => EDITS.reduce((sum, name) => sum + server.record.callsOf(name).length, 0);
    const shown = async (words: RegExp) => {
      await world.reads(result, words);
      await world.reads(card, words);
    };

    const before = edits();
    await world.press(ben, result, ACTIONS.acceptDecision);
    await world.told(ben, /Only Ana, who started this, can accept or decline it here\./);
    await world.press(ana, card, ACTIONS.acceptDecision);
    await shown(/Accepted by Ana on \d+ \w+/);
    expect(edits() - before).toBe(2);

    await world.fill(ana, result, ACTIONS.decline, { note: 'Not before March.' });
    await shown(/Declined by Ana on \d+ \w+.*: “Not before March\.”/);
    expect(world.text(result)).not.toContain('Accepted by');
    expect(edits() - before).toBe(4);
    expect(world.thread(card)).toHaveLength(posts);
    expect(world.calls(ana, card).length + world.calls(ben, card).length).toBe(called);

    await world.press(ben, result, ACTIONS.ask);
    await world.told(ben, /Code answers these at once/);
    const choices = world.shownTo(ben);
    if (choices === undefined) throw new Error('nothing is shown');
    await world.press(ben, choices, ACTIONS.fact);
    await world.told(ben, /brief\.md/);
    await world.fill(ben, choices, ACTIONS.askRecord, { question: 'Why is it so?' });
    await world.told(ben, /not part of the decision/);
    expect(world.thread(card)).toHaveLength(posts);
    await world.fill(ben, choices, ACTIONS.askRecord, {
      question: 'Why not otherwise?',
      seen: 'Everybody in this thread',
    });
    await until('the answer', () => world.thread(card).length === posts + 1);
    expect(world.thread(card).at(-1)).toContain('Why not otherwise?');
    expect(world.calls(ana, card).length + world.calls(ben, card).length).toBe(called);
    expect(server.record.violations).toEqual([]);
  },
);
