import { expect, test } from 'vitest';
import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import { FEW_PERSONAS } from '../daemon.ts';
import { until } from '../waiting.ts';
import { DISCORD, SLACK } from './platforms.ts';
import { answer, begin, ended } from './telling.ts';

const EDITS = ['chat.update', 'messages.edit'];

test.each([SLACK, DISCORD])(
  '$name: J14: a decision is accepted, settled, assigned and declined in its thread, and nothing is posted anew',
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

    expect(world.text(result)).toContain('[ The second answer to it would stand here. ]');
    await world.press(ana, result, ACTIONS.settleAfterwards);
    await world.reads(result, /→ Settled by Ana on \d+ \w+.*: “The first answer to it would stand here\.”/);
    await world.reads(card, /Settled by Ana/);
    expect(world.text(result)).toContain('[ Leave it open ]');
    expect(world.text(result)).not.toContain('[ The second answer to it would stand here. ]');

    const entries = { step: '1. A step', person: ben, date: '2026-12-01' };
    const both = await world.fill(ben, result, ACTIONS.assign, { ...entries, who: 'Cem' });
    expect(JSON.stringify([both, world.privately(ben)])).toContain('not both');
    const wrong = await world.fill(ben, result, ACTIONS.assign, { ...entries, date: 'soon' });
    const told = JSON.stringify([wrong, world.privately(ben)]);
    expect(told).toContain('“soon” is no date; write it like 2026-12-01.');
    await world.fill(ben, result, ACTIONS.assign, entries);
    await shown(/Step 1: Ben, by 1 December/);

    await world.fill(ana, result, ACTIONS.decline, { note: 'Not before March.' });
    await shown(/Declined by Ana on \d+ \w+.*: “Not before March\.”/);
    expect(world.text(result)).not.toContain('Accepted by');
    expect(edits() - before).toBe(8);
    expect(world.thread(card)).toHaveLength(posts);
    expect(world.calls(ana, card).length + world.calls(ben, card).length).toBe(called);

    await world.press(ana, result, ACTIONS.settleAfterwards);
    await world.reads(result, /→ Left open by Ana on \d+ \w+/);
    await world.reads(card, /Left open by Ana/);
    expect(world.text(result)).toContain('[ The second answer to it would stand here. ]');

    await world.fill(ben, result, ACTIONS.ask, { question: 'Why is it so?', seen: 'Only me' });
    await world.told(ben, /no part of the decision/);
    expect(world.thread(card)).toHaveLength(posts);
    await world.fill(ben, result, ACTIONS.ask, { question: 'Why not otherwise?' });
    await until('the answer', () => world.thread(card).length === posts + 1);
    expect(world.thread(card).at(-1)).toContain('Why not otherwise?');
    expect(world.calls(ana, card).length + world.calls(ben, card).length).toBe(called);
    expect(server.record.violations).toEqual([]);
  },
);
