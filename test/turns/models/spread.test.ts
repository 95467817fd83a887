import { describe, expect, test } from 'vitest';
import { ANTHROPIC_URL, ModelCatalog } from '#turns/models/catalog.ts';
import { chooseEffort, costOf } from '#turns/models/entry.ts';
import { type Candidate, chooseModels, type ModelChoice } from '#turns/models/spread.ts';
import { costUsd, entryOfShipped, SHIPPED } from '../../support/services/shipped-models.ts';

const FAMILY: Readonly<Record<string, string>> = {
  opus: 'Claude',
  haiku: 'Claude',
  sonnet: 'Claude',
  gpt: 'GPT',
  gemini: 'Gemini',
};
const ALL = [
  { family: 'Claude', personas: 'haiku', facilitators: 'opus' },
  { family: 'GPT', personas: 'gpt', facilitators: 'gpt' },
  { family: 'Gemini', personas: 'gemini', facilitators: 'gemini' },
];
const choice = (families = ALL, defaultModel = 'opus'): ModelChoice => {
  return { defaultModel, spread: families, familyOf: (model) => FAMILY[model] ?? null };
};
const persona = (id: string, model: string | null = null): Candidate => ({
  id,
  role: 'persona',
  model,
});
const synthesizer = (model: string | null = null): Candidate => ({
  id: 'synthesizer',
  role: 'synthesizer',
  model,
});
const auditor = (model: string | null = null): Candidate => ({
  id: 'auditor',
  role: 'auditor',
  model,
});

describe('the rule that spreads participants over families', () => {
  test('J7: personas without a model take turns among the families, in the order of their ids', () => {
    const models = chooseModels(
      [auditor(), persona('a'), persona('b'), persona('c'), persona('d'), synthesizer()],
      choice(),
    );
    expect(models).toEqual(['gpt', 'haiku', 'gpt', 'gemini', 'haiku', 'opus']);
  });

  test('J7: a model that is named stays, and its family counts', () => {
    const models = chooseModels(
      [persona('a', 'sonnet'), persona('b', 'opus'), persona('c'), persona('d'), persona('e')],
      choice(),
    );
    expect(models).toEqual(['sonnet', 'opus', 'gpt', 'gemini', 'gpt']);
  });

  test('a model that somebody has set speaks for all; of one family, its two by role', () => {
    const candidates = [auditor(), persona('a'), persona('b', 'sonnet'), synthesizer()];
    expect(chooseModels(candidates, choice([]))).toEqual(['opus', 'opus', 'sonnet', 'opus']);
    expect(chooseModels(candidates, choice(ALL.slice(0, 1)))).toEqual([
      'opus',
      'haiku',
      'sonnet',
      'opus',
    ]);
  });

  test('the auditor is never of the synthesizer’s family, unless its file says so', () => {
    for (const synthesizing of [null, 'opus', 'sonnet', 'gpt', 'gemini']) {
      const [own, other] = chooseModels([synthesizer(synthesizing), auditor()], choice());
      expect(FAMILY[own ?? '']).not.toBe(FAMILY[other ?? '']);
    }
    expect(chooseModels([synthesizer('sonnet'), auditor('opus')], choice())).toEqual([
      'sonnet',
      'opus',
    ]);
  });
});

describe('the catalog of models', () => {
  test('the file that ships gives personas the middle model, and synthesizer and auditor the strong one', () => {
    expect(SHIPPED.families).toEqual([
      { family: 'Claude', personas: 'claude-sonnet-5-5', facilitators: 'claude-opus-5-5' },
    ]);
  });

  test('a model for one role speaks for the other where its family has none', () => {
    const only = entryOfShipped('http://127.0.0.1:9', {
      key: null,
      name: 'only',
      speaksFor: 'personas',
    });
    expect(new ModelCatalog([only], new Map()).families).toEqual([
      { family: 'Claude', personas: 'only', facilitators: 'only' },
    ]);
  });

  test('J7: Claude on another cloud is Claude: one model speaks for a family, the first that can be used', () => {
    const elsewhere = entryOfShipped('https://gateway.example', {
      name: 'elsewhere',
      key: 'GATEWAY_KEY',
    });
    const local = entryOfShipped('http://127.0.0.1:9', {
      name: 'local',
      key: null,
      family: 'Llama',
    });
    const keys = new Map([['GATEWAY_KEY', 'a key']]);
    const catalog = new ModelCatalog([...SHIPPED.all, elsewhere, local], keys);
    expect(catalog.families).toEqual([
      { family: 'Claude', personas: 'elsewhere', facilitators: 'elsewhere' },
      { family: 'Llama', personas: 'local', facilitators: 'local' },
    ]);
    expect(catalog.problemOf('claude-opus-5-5')).toBe('needs ANTHROPIC_API_KEY, which is not set');
    expect(catalog.problemOf('gpt')).toBe('is not in models.yaml');
    expect(catalog.vendorOf(['claude-opus-5-5', 'elsewhere', 'local'])).toBe(
      'Anthropic, gateway.example and 127.0.0.1:9',
    );
  });

  test.each([
    ['2026-11-21', []],
    ['2026-11-22', [{ model: 'old', hasEnded: false }]],
    ['2027-01-22', [{ model: 'old', hasEnded: false }]],
    ['2027-01-23', [{ model: 'old', hasEnded: true }]],
  ])('a model that ends on 2027-01-22 is told of from two months before: on %s', (day, told) => {
    const old = entryOfShipped(ANTHROPIC_URL, { name: 'old', endsOn: '2027-01-22' });
    const keys = new Map([['ANTHROPIC_API_KEY', 'a key']]);
    const endings = new ModelCatalog([old, ...SHIPPED.all], keys).endingsOf(
      ['old', 'claude-opus-5-5'],
      Date.parse(`${day}T12:00Z`),
    );
    const instead = ['claude-opus-5-5', 'claude-sonnet-5-5'];
    expect(endings).toEqual(told.map((each) => ({ ...each, endsOn: '2027-01-22', instead })));
  });

  test('names of vendors take 200 characters', () => {
    const host = (characters: number) => {
      const name = 'x'.repeat(60);
      return `http://${[name, name, name, 'y'.repeat(characters - 183)].join('.')}`;
    };
    const vendor = (characters: number) =>
      new ModelCatalog([entryOfShipped(host(characters))], new Map()).vendorOf(['claude-opus-5-5']);
    expect([vendor(200).length, vendor(201).length]).toEqual([200, 200]);
  });

  test('T7: nothing is paid for a model with the price none, and an unknown price is not zero', () => {
    const usage = {
      inputTokens: 1_000,
      cacheWriteTokens: 0,
      cacheReadTokens: 0,
      outputTokens: 1_000,
    };
    expect(costUsd('claude-opus-5-5', usage)).toBeCloseTo(0.024, 10);
    expect(costUsd('claude-mythos-5-2', usage)).toBeNull();
  });

  test('T7: a prompt longer than a bound has that bound’s rates, one of exactly the bound has not', () => {
    const rates = { input: 1, output: 2, cacheWrite: 4, cacheRead: 8 };
    const dear = { input: 10, output: 20, cacheWrite: 40, cacheRead: 80 };
    const price = { ...rates, asOf: null, beyond: { promptTokens: 600, rates: dear } };
    const usage = {
      inputTokens: 100,
      cacheWriteTokens: 200,
      cacheReadTokens: 300,
      outputTokens: 400,
    };
    expect(costOf(price, usage)).toBeCloseTo(0.0041, 10);
    expect(costOf({ ...price, beyond: null }, usage)).toBeCloseTo(0.0041, 10);
    const beyond = { ...price.beyond, promptTokens: 599 };
    expect(costOf({ ...price, beyond }, usage)).toBeCloseTo(0.041, 10);
    expect(costOf(null, usage)).toBeNull();
  });

  test('an effort becomes the strongest word of the endpoint that is not above it, else its weakest', () => {
    const words = (efforts: Parameters<typeof chooseEffort>[1]['efforts']) =>
      ['low', 'medium', 'high', 'max'].map((asked) => chooseEffort(asked, { efforts }));
    expect(words(['low', 'medium', 'high'])).toEqual(['low', 'medium', 'high', 'high']);
    expect(words(['medium'])).toEqual(['medium', 'medium', 'medium', 'medium']);
    expect(words([])).toEqual([null, null, null, null]);
    expect(chooseEffort('something else', { efforts: ['low', 'medium', 'high'] })).toBe('medium');
  });
});
