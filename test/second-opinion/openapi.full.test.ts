import { expect } from 'vitest';
import { API } from '../../src/acts/act-inputs.ts';
import { describeApi } from '../../src/surfaces/http/routes/openapi.ts';
import { needing } from '../support/runner/needing.ts';
import { openApi as openClient, served, TOKEN } from '../surfaces/http/client.ts';
import { packageOf } from './package-of.ts';

const { test } = await needing('a second opinion');

interface Parser {
  validate(document: unknown): Promise<{ readonly valid: boolean }>;
}
type Send = (
  path: string,
  init: object,
) => Promise<{
  readonly response: Response;
  readonly data?: { readonly id: string; readonly status: string };
}>;
interface Fetching {
  readonly default: (options: object) => { readonly POST: Send };
}

test('A12: a validator that others wrote finds the description of the API valid', async () => {
  const { validate } = await packageOf<Parser>('@readme/openapi-parser');
  expect(await validate(structuredClone(describeApi()))).toMatchObject({ valid: true });
  expect(await validate({ ...describeApi(), info: {} })).toMatchObject({ valid: false });
});

test('C19: a client of that description starts a design and cancels it, twice, and nothing with a field too many', async () => {
  const { client } = await openClient();
  const { url } = await served(client);
  const { default: createClient } = await packageOf<Fetching>('openapi-fetch');
  const api = createClient({ baseUrl: url, headers: { authorization: `Bearer ${TOKEN}` } });
  const started = await api.POST(`${API}/designs`, { body: { topic: 'Should we?' } });
  expect([started.response.status, started.data?.status]).toEqual([201, 'running']);
  const { id } = started.data ?? {};
  const path = Object.keys(describeApi().paths).find((each) => each.endsWith('/cancel')) ?? '';
  const cancel = (body: object) => api.POST(path, { params: { path: { id } }, body });
  expect((await cancel({ reason: 'enough', why: 'enough' })).response.status).toBe(422);
  const [first, second] = [await cancel({ reason: 'enough' }), await cancel({ reason: 'enough' })];
  expect([first.response.status, first.data?.status]).toEqual([202, 'cancelled']);
  expect([second.response.status, second.data?.status]).toEqual([200, 'cancelled']);
});
