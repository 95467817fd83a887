import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openBundleFolder } from '#record/bundle-folder.ts';
import { verifyBundle } from '#record/verify.ts';
import { daemonOnThreeWires, KEYS } from './three-wires.ts';

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
      by(participant).flatMap(({ trace }) =>
        trace.filter((step) => step.kind === 'answer_received'),
      );
    // The first three in order; the synthesizer by the first, the auditor by another family than
    // that.
    expect(
      wires.gpt.requests.some(({ promptText }) =>
        promptText.includes('You are the Failure analyst'),
      ),
    ).toBe(true);
    expect(
      wires.gemini.requests.some(({ promptText }) => promptText.includes('You are the Outsider')),
    ).toBe(true);
    expect(
      wires.llama.requests.some(({ promptText }) => promptText.includes('You are the Subtractor')),
    ).toBe(true);
    expect(
      wires.gemini.requests.some(({ promptText }) => promptText.includes('You are the Auditor')),
    ).toBe(true);
    expect(wires.llama.maxAtOnce).toBe(1);
    // Tools that were called by messages are said to be, and nothing is paid for one's own machine.
    expect(
      answered('subtractor').every((step) => 'byMessage' in step && step.byMessage === true),
    ).toBe(true);
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
    const files = [
      record,
      brief,
      await daemon.text(`/designs/${id}/artifacts/transcript.md`),
      daemon.output,
    ];
    for (const key of Object.values(KEYS)) expect(files.join('\n')).not.toContain(key);
  });
});
