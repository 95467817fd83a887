import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ParticipantId } from '#design/ids.ts';
import { openModels } from '#models/models.ts';
import { readModelsFile } from '#models/models-file.ts';
import { calls, startModelEndpoint } from '#test/support/model-endpoint.ts';
import { INPUT, patient, request } from './world.ts';

async function fileOf(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'charrette-models-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'models.yaml');
  await writeFile(path, text);
  return path;
}

const SHIPPED = 'models.yaml';
const LIVE = { rehearsal: false, latencyMs: 0 };
const id = (name: string) => ParticipantId.parse(name);
const PERSONAS = ['archaeologist', 'contract-keeper', 'failure-analyst', 'migrationist'];
const ROSTER = [
  ...PERSONAS.map((name) => ({ id: id(name), role: 'persona' as const })),
  { id: id('auditor'), role: 'auditor' as const },
  { id: id('synthesizer'), role: 'synthesizer' as const },
];

describe('models.yaml', () => {
  it('as it is shipped names its families, keys and prices', async () => {
    const entries = await readModelsFile(SHIPPED);
    expect(entries[0]).toMatchObject({
      name: 'claude-opus-5-5',
      family: 'claude',
      endpoint: 'https://api.anthropic.com',
      key: 'ANTHROPIC_API_KEY',
      price: { input: 4, output: 20, cacheWrite: 5, cacheRead: 0.2 },
      tools: 'strict',
      effort: true,
    });
    expect(new Set(entries.map(({ family }) => family))).toEqual(new Set(['claude', 'gpt']));
    expect(entries.filter(({ price }) => price === null)).toEqual([]);
  });

  it('says of a server of one’s own only what is needed', async () => {
    const path = await fileOf(`models:
  - name: llama3.3:70b
    provider: compatible
    endpoint: http://127.0.0.1:11434/v1
    key: none
    price: unknown
`);
    expect(await readModelsFile(path)).toEqual([
      {
        name: 'llama3.3:70b',
        provider: 'compatible',
        family: 'llama',
        endpoint: 'http://127.0.0.1:11434/v1',
        key: 'none',
        price: null,
        tools: 'plain',
        effort: false,
        context: 128_000,
      },
    ]);
  });

  it.each([
    ['a tab', 'models:\n  - name: a\n\tprovider: anthropic\n', 3, 'not valid YAML'],
    ['no provider', 'models:\n  - name: a\n    price: unknown\n', 2, 'models.0'],
    [
      'a misspelt field',
      'models:\n  - name: a\n    provider: anthropic\n    price: unknown\n    tool: plain\n',
      2,
      'models.0: Unrecognized key: "tool"',
    ],
    [
      'a wrong price',
      'models:\n  - name: a\n    provider: anthropic\n    price: 4\n',
      4,
      'models.0.price: unknown, or { input, output, cache_write, cache_read }',
    ],
    [
      'a wrong kind of tools',
      'models:\n  - name: a\n    provider: openai\n    price: unknown\n    tools: loose\n',
      5,
      'models.0.tools: Invalid option: expected one of "plain"|"strict"',
    ],
    [
      'a key written into the file',
      'models:\n  - name: a\n    provider: openai\n    price: unknown\n    key: sk-abc\n',
      5,
      'models.0.key: the name of the variable that holds the key, or none',
    ],
    [
      'no endpoint',
      'models:\n  - name: a\n    provider: compatible\n    key: none\n    price: unknown\n',
      2,
      'models.0.endpoint: an http or https URL',
    ],
    [
      'a name twice',
      'models:\n  - { name: a, provider: openai, price: unknown }\n  - { name: a, provider: anthropic, price: unknown }\n',
      2,
      'models: two models have the same name',
    ],
  ])('A9: is refused for %s, with file, line and reason', async (_what, text, line, reason) => {
    const path = await fileOf(text);
    const fault = await readModelsFile(path).catch((error: unknown) => error);
    expect(fault).toMatchObject({ name: 'Fault', code: 'bad_file' });
    expect(String(fault)).toContain(`${path}:${line}: ${reason}`);
    expect(String(fault)).not.toContain('sk-abc');
  });

  it('A9: is refused where there is none', async () => {
    await expect(readModelsFile('/nowhere/models.yaml')).rejects.toMatchObject({
      code: 'bad_file',
    });
  });
});

describe('the models of a process', () => {
  const speaking = (models: Awaited<ReturnType<typeof openModels>>, roster = ROSTER) =>
    [...models.forParticipants(roster)].map(([who, { name }]) => `${who}: ${name}`).toSorted();

  it('of one vendor: the middle model for personas, the strong one for facilitators', async () => {
    const models = await openModels(SHIPPED, { ANTHROPIC_API_KEY: 'k' }, LIVE);
    expect(models.missing).toBeNull();
    expect(speaking(models)).toEqual([
      'archaeologist: claude-sonnet-5-5',
      'auditor: claude-opus-5-5',
      'contract-keeper: claude-sonnet-5-5',
      'failure-analyst: claude-sonnet-5-5',
      'migrationist: claude-sonnet-5-5',
      'synthesizer: claude-opus-5-5',
    ]);
  });

  it('of two vendors: personas are spread, and the auditor is of the other family', async () => {
    const env = { ANTHROPIC_API_KEY: 'k', OPENAI_API_KEY: 'k' };
    expect(speaking(await openModels(SHIPPED, env, LIVE))).toEqual([
      'archaeologist: claude-sonnet-5-5',
      'auditor: gpt-5.5',
      'contract-keeper: gpt-5.5',
      'failure-analyst: claude-sonnet-5-5',
      'migrationist: gpt-5.5',
      'synthesizer: claude-opus-5-5',
    ]);
  });

  it('CHARRETTE_MODEL speaks for all but those whose file names another', async () => {
    const env = { ANTHROPIC_API_KEY: 'k', OPENAI_API_KEY: 'k', CHARRETTE_MODEL: 'claude-opus-5' };
    const models = await openModels(SHIPPED, env, LIVE);
    const roster = ROSTER.map((speaker) =>
      speaker.id === 'migrationist' ? { ...speaker, model: 'gpt-5.5' } : speaker,
    );
    expect(speaking(models, roster)).toEqual([
      'archaeologist: claude-opus-5',
      'auditor: claude-opus-5',
      'contract-keeper: claude-opus-5',
      'failure-analyst: claude-opus-5',
      'migrationist: gpt-5.5',
      'synthesizer: claude-opus-5',
    ]);
  });

  it('A9: a model that is not listed, or has no key, stops the start', async () => {
    const named = (name: string) =>
      openModels(SHIPPED, { ANTHROPIC_API_KEY: 'k', CHARRETTE_MODEL: name }, LIVE);
    await expect(named('gpt-5.5')).rejects.toThrow(
      'CHARRETTE_MODEL: gpt-5.5 is not in models.yaml',
    );
    const models = await openModels(SHIPPED, { ANTHROPIC_API_KEY: 'k' }, LIVE);
    const roster = [{ id: id('outsider'), role: 'persona' as const, model: 'gpt-5.5' }];
    expect(() => models.forParticipants(roster)).toThrow('outsider speaks with gpt-5.5');
  });

  it('without a key, plays the example for its own topic, and no other', async () => {
    const models = await openModels(SHIPPED, { ANTHROPIC_API_KEY: '' }, LIVE);
    expect(models.missing).toBe('no model can be called: set ANTHROPIC_API_KEY or OPENAI_API_KEY');
    expect(models.playsExample(' Should the job queue move from Redis to Postgres?\n')).toBe(true);
    expect(models.playsExample('Should we?')).toBe(false);
    expect(() => models.forParticipants(ROSTER)).toThrow('no model can be called');
    expect(new Set(models.forParticipants(ROSTER, true).values())).toHaveProperty('size', 1);
  });

  it('plays the example for any topic where rehearsal is switched on', async () => {
    const env = { ANTHROPIC_API_KEY: 'k' };
    const models = await openModels(SHIPPED, env, { rehearsal: true, latencyMs: 0 });
    expect(models.playsExample('Should we?')).toBe(true);
    const model = models.forParticipants(ROSTER).get(id('migrationist'));
    expect(model).toMatchObject({ name: 'rehearsal', price: { input: 0, output: 0 } });
  });

  it('sends the keys of Anthropic’s models to ANTHROPIC_BASE_URL, and to no other address', async () => {
    const endpoint = await startModelEndpoint(() => calls('pass', INPUT));
    onTestFinished(() => endpoint.close());
    const env = { ANTHROPIC_API_KEY: 'own-key', ANTHROPIC_BASE_URL: endpoint.url };
    const models = await openModels(SHIPPED, env, LIVE);
    await models.forParticipants(ROSTER).get(id('migrationist'))?.call(request(), patient());
    expect(endpoint.requests.map(({ model, headers }) => [model, headers.authorization])).toEqual([
      ['claude-sonnet-5-5', 'Bearer own-key'],
    ]);
  });
});
