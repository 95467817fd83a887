import { expect, onTestFinished, test } from 'vitest';
import { tryModel } from '../../src/entry/cli/doctor-try.ts';
import type { ModelEntry } from '../../src/turns/models/entry.ts';
import { silentLog } from '../support/runner/silent-log.ts';
import { type ReceivedRequest, startModelEndpoint } from '../support/services/model-endpoint.ts';
import { type Answer, says } from '../support/services/model-endpoint-answers.ts';
import { formsInMemory } from '../support/services/model-forms.ts';
import {
  holds,
  passes,
  type Refuses,
  refusal,
  refusing,
  strictTools,
} from '../support/services/refusing.ts';
import { entryOfShipped } from '../support/services/shipped-models.ts';
import { COMPATIBLE_WIRE } from '../support/services/wires/openai-compatible.ts';
import { startVendorEndpoint } from '../support/services/wires/vendor-endpoint.ts';

const strict: Refuses = () => null;
const plain: Refuses = (body) =>
  strictTools(body) > 0 ? 'The compiled grammar is too large.' : null;
const messages: Refuses = (body) => (holds(body, 'tools') ? 'llama3 does not support tools' : null);
const nothing: Refuses = () => 'tools: I take nothing';

async function tried(
  refuses: Refuses,
  local: Partial<ModelEntry> | null,
  forms = formsInMemory(),
  takes: (request: ReceivedRequest) => Answer = passes,
) {
  const started =
    local === null ? startModelEndpoint({ lax: true }) : startVendorEndpoint(COMPATIBLE_WIRE);
  const endpoint = await started;
  onTestFinished(() => endpoint.close());
  endpoint.respondWith(refusing(refuses, takes, (words) => refusal(words)));
  const entry = entryOfShipped(endpoint.url, { key: null, ...local });
  const finding = await tryModel(entry, null, { log: silentLog, redact: (text) => text, forms });
  return { finding, asked: endpoint.requests.length, kept: await forms.list() };
}

test.each([
  ['strict', strict, 1, 'ok', /^accepts strict tools, effort and cache; cost: \$0\.\d\d$/, []],
  [
    'plain',
    plain,
    2,
    'ok',
    /^accepts plain tools, effort and cache; refused strict tools \(“The compiled/,
    ['strict'],
  ],
  [
    'messages only',
    messages,
    3,
    'ok',
    /^accepts messages only, effort and cache; refused strict tools \(“llama3 .*”\), tool calls/,
    ['strict', 'tool_calls'],
  ],
  [
    'nothing',
    nothing,
    3,
    'problem',
    /^accepts nothing: The model refuses every form of our requests .*I take nothing.*; correct what it names, or name another model, then try it again$/,
    null,
  ],
] as const)(
  'A20: doctor --try says what a server of the Messages API takes: %s',
  async (...row) => {
    const [, refuses, requests, mark, words, left] = row;
    const { finding, asked, kept } = await tried(refuses, null);
    expect(finding).toMatchObject({ mark, words: expect.stringMatching(words) });
    expect(asked).toBe(requests);
    expect(kept.map(({ leftOut }) => leftOut.map(({ part }) => part))).toEqual(
      left === null ? [] : [left],
    );
  },
);

const LOCAL = { wire: 'openai-compatible', efforts: [], cache: false } as const;

test('A20: models.yaml narrows what is tried, and what was found out before does not', async () => {
  const forms = formsInMemory();
  const { finding } = await tried(strict, { ...LOCAL, tools: 'plain' }, forms);
  expect(finding.words).toMatch(/^accepts plain tools; cost/);
  const again = await tried(plain, null, forms);
  const { finding: anew } = await tried(strict, null, forms);
  expect(again.finding.words).toMatch(/^accepts plain tools/);
  expect(anew.words).toMatch(/^accepts strict tools/);
});

const WRITTEN = `<tool_call>{"name": "pass", "arguments": {"rationale": "Yes.", "notes": ""}}</tool_call>`;
const BY_MESSAGE = '{"tool": "pass", "input": {"rationale": "Yes.", "notes": ""}}';

test.each([
  ['calls', () => passes(), 1, 'ok', /^accepts plain tools; cost/, []],
  [
    'calls only by messages',
    ({ body }: ReceivedRequest) => says(holds(body, 'tools') ? 'Here I am.' : BY_MESSAGE),
    3,
    'ok',
    /^accepts messages only; refused tool calls/,
    ['tool_calls'],
  ],
  [
    'writes its calls as text',
    () => says(WRITTEN),
    1,
    'note',
    /^accepts plain tools; writes its calls as text, .* tool parser/,
    [],
  ],
  [
    'writes no call that can be read as text',
    () => says(`${WRITTEN}${WRITTEN}`),
    3,
    'problem',
    /^accepts messages only; .*, but calls no tool .*; writes its calls as text, .* tool parser/,
    null,
  ],
  [
    'was cut before a call',
    () => says('Let me think', 'max_tokens'),
    1,
    'note',
    /^accepts plain tools; its answer was cut before a call/,
    [],
  ],
  [
    'never calls',
    () => says('Here I am.'),
    3,
    'problem',
    /^accepts messages only; .*, but calls no tool \(3 answers, .*\); name another model$/,
    null,
  ],
] as const)('A20: doctor --try finds out if a model calls tools: it %s', async (...row) => {
  const [, takes, requests, mark, words, left] = row;
  const { finding, asked, kept } = await tried(
    strict,
    { ...LOCAL, tools: 'plain' },
    formsInMemory(),
    takes,
  );
  expect(finding).toMatchObject({ mark, words: expect.stringMatching(words) });
  expect(asked).toBe(requests);
  expect(kept.map(({ leftOut }) => leftOut.map(({ part }) => part))).toEqual(
    left === null ? [] : [left],
  );
});

test('A21: where an address is wrong, doctor --try names the one setting that holds it', async () => {
  const page = {
    kind: 'raw',
    status: 404,
    headers: { 'content-type': 'text/html' },
    body: '<html>',
  } as const;
  const addressIn = 'models.local.base_url of models.yaml';
  const { finding } = await tried(
    strict,
    { ...LOCAL, tools: 'plain', addressIn },
    formsInMemory(),
    () => page,
  );
  expect(finding.words).toMatch(
    /^accepts nothing: There is no model API .*models\.local\.base_url of models\.yaml\); correct that setting, then try it again$/,
  );
  expect(finding.words).not.toContain('ANTHROPIC_BASE_URL');
});
