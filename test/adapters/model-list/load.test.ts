import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkModels, loadModels, MODELS_FILE_BYTES } from '#adapters/model-list/load.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';

const URL = 'https://api.anthropic.com';

function file(...fields: readonly string[]): string {
  return [
    'families:',
    '  llama: Llama',
    'models:',
    '  local:',
    ...fields.map((field) => `    ${field}`),
    '',
  ].join('\n');
}
const LOCAL = [
  'family: llama',
  'wire: openai-compatible',
  'base_url: http://127.0.0.1:9/v1',
  'key: none',
  'price: none',
];
/** The same model with one field in another form, or without it. */
const but = (field: string, other: string | null = null) =>
  file(
    ...LOCAL.filter((each) => !each.startsWith(`${field}:`)),
    ...(other === null ? [] : [other]),
  );

function problems(text: string): string[] {
  return checkModels(text, URL).problems.map(({ line, reason }) => `${line} ${reason}`);
}

describe('the file of models', () => {
  test('A9: describes a model with everything that its wire leaves open', () => {
    const { entries, problems: none } = checkModels(
      file(
        ...LOCAL,
        'context: 32000',
        'output: 8000',
        'at_once: 1',
        'clocks: { first_token: 600 }',
        'tools: message',
        'ends_on: 2027-01-22',
      ),
      URL,
    );
    expect(none).toEqual([]);
    expect(entries).toEqual([
      {
        name: 'local',
        id: 'local',
        family: 'Llama',
        speaksFor: null,
        wire: 'openai-compatible',
        baseUrl: 'http://127.0.0.1:9/v1',
        addressIn: 'models.local.base_url of models.yaml',
        key: null,
        contextTokens: 32_000,
        outputTokens: 8_000,
        atOnce: 1,
        tools: 'message',
        cache: false,
        efforts: [],
        clocks: { firstTokenMs: 600_000 },
        endsOn: '2027-01-22',
        price: { asOf: null, input: 0, output: 0, cacheWrite: 0, cacheRead: 0, beyond: null },
      },
    ]);
  });

  test.each([
    [
      'an unknown wire',
      but('wire', 'wire: telex'),
      '9 models.local.wire: must be one of anthropic, openai, google, openai-compatible',
    ],
    [
      'an unknown family',
      but('family', 'family: lama'),
      '4 models.local: unknown family "lama"; known are llama',
    ],
    [
      'no price',
      but('price'),
      '4 models.local.price: is missing, must be none (nothing is paid), unknown, or as_of, input and output in USD per million tokens',
    ],
    [
      'no endpoint',
      but('base_url'),
      '4 models.local: base_url is missing; the wire openai-compatible has no default',
    ],
    [
      'no word about the key',
      but('key'),
      '4 models.local: key is missing; name the variable of the key, or none',
    ],
    [
      'a variable without a name',
      but('key', 'key: ""'),
      '9 models.local.key: must be the name of a variable like OPENAI_API_KEY, or none',
    ],
    [
      'a key itself',
      but('key', 'key: sk-123'),
      '9 models.local.key: must be the name of a variable like OPENAI_API_KEY, or none',
    ],
    [
      'a login in the address',
      but('base_url', 'base_url: http://me:pw@host/v1'),
      '9 models.local.base_url: must be an http or https URL without a login, a query or a fragment',
    ],
    [
      'no context at all',
      file(...LOCAL, 'context: 0'),
      '10 models.local.context: must be a whole number from 1000 to 100000000',
    ],
    [
      'more output than context',
      file(...LOCAL, 'context: 4000', 'output: 8000'),
      '4 models.local: output is 8000 tokens, and must be less than context, which is 4000',
    ],
    [
      'a clock beyond its bound',
      file(...LOCAL, 'clocks: { first_token: 6000 }'),
      '10 models.local.clocks.first_token: must be seconds from 1 to 600',
    ],
    [
      'a key that would be sent elsewhere',
      `${but('wire', 'wire: anthropic')
        .replace(/.*base_url.*\n/, '')
        .replace('key: none', 'key: OTHER_KEY')}`,
      '4 models.local: base_url is missing; OTHER_KEY must not be sent to the address in ANTHROPIC_BASE_URL',
    ],
    [
      'the token of a gateway without its address',
      `${but('wire', 'wire: anthropic')
        .replace(/.*base_url.*\n/, '')
        .replace('key: none', 'key: ANTHROPIC_AUTH_TOKEN')}`,
      '4 models.local: base_url is missing; for the endpoint in ANTHROPIC_BASE_URL leave key out: it is sent ANTHROPIC_AUTH_TOKEN without it',
    ],
    [
      'a field that is none',
      file(...LOCAL, 'temperature: 1'),
      '10 models.local: unknown field "temperature"; known are family, for, wire, id, base_url, key, context, output, at_once, tools, cache, efforts, clocks, ends_on, price',
    ],
    [
      'an effort that is none',
      file(...LOCAL, 'efforts: [hard]'),
      '10 models.local.efforts: must be none, or some of low, medium, high, xhigh, max',
    ],
    ['a name twice', `${file(...LOCAL)}  local:\n    price: none\n`, '10 this name occurs twice'],
    ['no YAML', 'models: [', '1 is not valid YAML: '],
    ['no models', 'families:\n  a: A\n', '1 models: is missing, must be'],
    [
      'an alias',
      file(...LOCAL.slice(1), 'family: &f llama', 'id: *f'),
      '10 aliases (* and &) are not supported: write the value out',
    ],
  ])('A9: %s is refused with line and reason', (_name, text, problem) => {
    expect(problems(text).some((each) => each.startsWith(problem))).toBe(true);
    expect(checkModels(text, URL).problems.every(({ line }) => line >= 1)).toBe(true);
  });

  test.each([
    ['price: { input: 1, output: 2 }', 'models.local.price'],
    ['price: { as_of: yesterday, input: 1, output: 2 }', 'models.local.price'],
    ['price: { as_of: 2026-11-01, input: -1, output: 2 }', 'models.local.price'],
    ['price: { as_of: 2026-11-01, input: 1 }', 'models.local.price'],
  ])('T7: %s is refused: a price has a date and no negative part', (price, place) => {
    expect(problems(but('price', price))[0]).toContain(place);
  });

  test('A9: a start says the file, and what is wrong in which line', async () => {
    const path = join(temporaryFolder(), 'models.yaml');
    expect(() => loadModels(path, URL)).toThrow(
      'does not exist. CHARRETTE_MODELS names the file of models.',
    );
    await writeFile(path, but('price'));
    expect(() => loadModels(path, URL)).toThrow(
      `The file of models has one problem:\n  ${path}:4 models.local.price: is missing`,
    );
    await writeFile(path, `#${'x'.repeat(300_000)}`);
    expect(() => loadModels(path, URL)).toThrow(`is larger than ${MODELS_FILE_BYTES} bytes`);
  });
});
