import { expect, onTestFinished, test } from 'vitest';
import { tryModel } from '../../src/entry/cli/doctor-try.ts';
import type { ModelEntry } from '../../src/turns/models/entry.ts';
import { startModelEndpoint } from '../support/model-endpoint.ts';
import { says } from '../support/model-endpoint-answers.ts';
import { formsInMemory } from '../support/model-forms.ts';
import { holds, type Refuses, refusal, refusing, strictTools } from '../support/refusing.ts';
import { shippedEntry } from '../support/shipped-models.ts';
import { silentLog } from '../support/silent-log.ts';
import { COMPATIBLE_WIRE } from '../support/wires/openai-compatible.ts';
import { startVendorEndpoint } from '../support/wires/vendor-endpoint.ts';

const takes = () => says('Here I am.');
const strict: Refuses = () => null;
const plain: Refuses = (body) => (strictTools(body) > 0 ? 'The compiled grammar is too large.' : null);
const messages: Refuses = (body) => (holds(body, 'tools') ? 'llama3 does not support tools' : null);
const nothing: Refuses = () => 'tools: I take nothing';

async function tried(refuses: Refuses, local: Partial<ModelEntry> | null, forms = formsInMemory()) {
  const started = local === null ? startModelEndpoint({ lax: true }) : startVendorEndpoint(COMPATIBLE_WIRE);
  const endpoint = await started;
  onTestFinished(() => endpoint.close());
  endpoint.respondWith(refusing(refuses, takes, (words) => refusal(words)));
  const entry = shippedEntry(endpoint.url, { key: null, ...local });
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
    /^accepts nothing: The model refuses every form of our requests .*I take nothing.*try it again$/,
    null,
  ],
] as const)('A20: doctor --try says what a server of the Messages API takes: %s', async (...row) => {
  const [, refuses, requests, mark, words, left] = row;
  const { finding, asked, kept } = await tried(refuses, null);
  expect(finding).toMatchObject({ mark, words: expect.stringMatching(words) });
  expect(asked).toBe(requests);
  expect(kept.map(({ leftOut }) => leftOut.map(({ part }) => part))).toEqual(left === null ? [] : [left]);
});

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
