import { expect, test } from 'vitest';
import type { ModelForm } from '../../src/ports/model-forms.ts';
import type { StoreUnderTest } from './store.ts';

/** What the store promises of the forms of models, run against every adapter. */
export function modelFormsContract(subject: StoreUnderTest): void {
  const form = (changes: Partial<ModelForm> = {}): ModelForm => ({
    endpoint: 'http://127.0.0.1:8080/v1',
    model: 'llama',
    mark: 'a'.repeat(64),
    leftOut: [{ part: 'strict', said: 'failed to parse grammar' }],
    at: 1_000,
    ...changes,
  });

  test('A20: one form is kept for each model of each endpoint', async () => {
    const { modelForms } = subject;
    const [mine, other] = [form(), form({ model: 'qwen', leftOut: [] })];
    expect(await modelForms.findForm(mine.endpoint, mine.model)).toBeNull();
    await modelForms.keep(other);
    await modelForms.keep(mine);
    const plainer = form({
      mark: 'b'.repeat(64),
      leftOut: [...mine.leftOut, { part: 'tool_calls', said: 'does not support tools' }],
      at: 2_000,
    });
    await modelForms.keep(plainer);
    expect(await modelForms.findForm(mine.endpoint, mine.model)).toEqual(plainer);
    expect(await modelForms.list()).toEqual([plainer, other]);
  });
}
