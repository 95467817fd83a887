import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openBundleFolder } from '../../../src/adapters/files/bundle-folder.ts';
import { verifyBundle } from '../../../src/record/verify.ts';
import { fails, resets } from '../../support/model-endpoint-answers.ts';
import { PACE } from '../in-process.ts';
import { fastClock } from '../pace.ts';
import { asMessage, daemonOnThreeWires, KEYS, plain } from './three-wires.ts';

const THREE = ['failure-analyst', 'outsider', 'subtractor'];
const TOPIC = { topic: 'Three vendors and one queue', personas: THREE };

describe('one design on three wires', () => {
  test('J7: families, record, costs and bundle are those of what has spoken', async () => {
    const { daemon, folder, wires } = await daemonOnThreeWires();
    const { id } = await daemon.startDesign(TOPIC);
    await daemon.untilEnded(id);
    const problems = Object.values(wires).flatMap((wire) => wire.problems);
    expect(problems).toEqual([]);
    const turns = await daemon.turns(id);
    const by = (participant: string) => turns.filter((turn) => turn.participant === participant);
    const answered = (participant: string) =>
      by(participant).flatMap(({ trace }) => trace.filter((step) => step.kind === 'answer_received'));
    // The first three in order; the synthesizer by the first, the auditor by another family than that.
    expect(
      wires.gpt.requests.some(({ promptText }) => promptText.includes('You are the Failure analyst')),
    ).toBe(true);
    expect(wires.gemini.requests.some(({ promptText }) => promptText.includes('You are the Outsider'))).toBe(
      true,
    );
    expect(wires.llama.requests.some(({ promptText }) => promptText.includes('You are the Subtractor'))).toBe(
      true,
    );
    expect(wires.gemini.requests.some(({ promptText }) => promptText.includes('You are the Auditor'))).toBe(
      true,
    );
    expect(wires.llama.maxAtOnce).toBe(1);
    // Tools that were called by messages are said to be, and nothing is paid for one's own machine.
    expect(answered('subtractor').every((step) => 'byMessage' in step && step.byMessage === true)).toBe(true);
    expect(answered('outsider').some((step) => 'byMessage' in step)).toBe(false);
    expect(by('subtractor').map(({ costUsd }) => costUsd)).toEqual(by('subtractor').map(() => 0));
    expect(by('outsider').every(({ costUsd }) => (costUsd ?? 0) > 0)).toBe(true);
    // What is kept by the endpoints is read from there.
    expect(turns.some(({ usage }) => usage.cacheReadTokens > 0)).toBe(true);
    const record = await daemon.text(`/designs/${id}/artifacts/record.md`);
    const brief = await daemon.text(`/designs/${id}/artifacts/brief.md`);
    expect(`${brief}${record}`).toContain('models of 3 families (GPT, Gemini and Llama)');
    const { checks } = await verifyBundle(await openBundleFolder(join(folder.path, 'designs', id)));
    expect(checks.filter(({ result }) => result === 'failed')).toEqual([]);
    const files = [record, brief, await daemon.text(`/designs/${id}/artifacts/transcript.md`), daemon.output];
    for (const key of Object.values(KEYS)) expect(files.join('\n')).not.toContain(key);
  });

  test('C6: a wire that dies in the middle of arguing costs its persona’s argument, and no decision', async () => {
    // While others answer, a model that is away is waited for until the round ends.
    const round = { CHARRETTE_ROUND_SECONDS: '60' };
    const { daemon, folder, wires } = await daemonOnThreeWires(fastClock(PACE), round);
    wires.llama.respondWith((request) => {
      const asked = request.lastText.slice(request.lastText.lastIndexOf('End this turn with'));
      if (!asked.includes('`argue`')) return asMessage(plain(request));
      wires.llama.die();
      return resets();
    });
    const { id } = await daemon.startDesign(TOPIC);
    const end = await daemon.untilEnded(id);
    expect(end.type).toBe('design_ended');
    const { outcome, decision, personas } = await daemon.design(id);
    expect(decision?.sentence).toBeTruthy();
    expect(personas.find(({ name }) => name === 'subtractor')?.state).not.toBe('starting');
    const turns = await daemon.turns(id);
    const lost = turns.filter(({ participant, kind }) => participant === 'subtractor' && kind === 'argument');
    expect(lost.map(({ error }) => error?.class)).toContain('connection_lost');
    expect(
      turns.some(
        ({ participant, kind, outcome: its }) =>
          participant === 'outsider' && kind === 'argument' && its === 'spoke',
      ),
    ).toBe(true);
    expect(outcome?.reasons.length).toBeGreaterThan(0);
    const { checks } = await verifyBundle(await openBundleFolder(join(folder.path, 'designs', id)));
    expect(checks.filter(({ result }) => result === 'failed')).toEqual([]);
  });

  test('C6: with all families but one failing, that one still comes to a decision', async () => {
    const { daemon, folder, wires } = await daemonOnThreeWires(fastClock(PACE));
    wires.gemini.respondWith(() => fails(401));
    wires.llama.respondWith(() => fails(404));
    const { id } = await daemon.startDesign(TOPIC);
    await daemon.untilEnded(id);
    const { status, decision, outcome } = await daemon.design(id);
    // There is a decision, and nobody takes it for what three families have agreed on.
    expect(status).toBe('needs_review');
    expect(decision?.sentence).toBeTruthy();
    expect(outcome?.reasons.length).toBeGreaterThan(0);
    const turns = await daemon.turns(id);
    const spoke = turns.filter((turn) => turn.outcome === 'spoke').map(({ participant }) => participant);
    expect(spoke).toContain('failure-analyst');
    for (const lost of ['outsider', 'subtractor']) expect(spoke).not.toContain(lost);
    const { checks } = await verifyBundle(await openBundleFolder(join(folder.path, 'designs', id)));
    expect(checks.filter(({ result }) => result === 'failed')).toEqual([]);
  });
});
