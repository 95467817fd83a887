import { expect, test } from 'vitest';
import { API } from '#acts/act-inputs.ts';
import { ACTS } from '#acts/table.ts';
import type { describeApi } from '#surfaces/http/routes/openapi.ts';
import { openApi as openClient } from '../client.ts';

test('A12: the description of the API has every row but those for the command line, with its names and fields', async () => {
  const { client } = await openClient();
  const { paths } = (await client.send(`${API}/openapi.json`)).body as ReturnType<
    typeof describeApi
  >;
  const described = Object.entries(paths).flatMap(([path, each]) =>
    Object.keys(each).map((method) => `${method.toUpperCase()} ${path.slice(API.length)}`),
  );
  const rows = Object.values(ACTS)
    .filter(({ least }) => least !== 'command line')
    .map(({ route }) => route.replaceAll(/:(\w+)(?:\{[^}]*\})?/g, '{$1}'));
  expect(described.toSorted()).toEqual(rows.toSorted());
  expect(paths[`${API}/designs/{id}/gates/{gateId}`]?.post).toMatchObject({
    operationId: 'decide',
    parameters: [{ name: 'id' }, { name: 'gateId' }, { name: 'Idempotency-Key', in: 'header' }],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: {
            additionalProperties: false,
            required: ['choice'],
            properties: { note: { default: '' } },
          },
        },
      },
    },
    responses: { 200: {}, default: {} },
  });
  expect(paths[`${API}/designs/{id}/forgetting`]?.post).toMatchObject({
    parameters: [{ name: 'id' }, { name: 'preview', in: 'query' }, { name: 'Idempotency-Key' }],
    requestBody: { required: false },
  });
  expect(paths[`${API}/designs`]?.get).toMatchObject({
    parameters: [
      { name: 'words' },
      { name: 'status' },
      { name: 'limit', schema: { maximum: 200, default: 50 } },
      { name: 'before' },
    ],
  });
});

test('A12: the description states the types of files, and the bounds of fields that have one', async () => {
  const { client } = await openClient();
  const { paths } = (await client.send(`${API}/openapi.json`)).body as ReturnType<
    typeof describeApi
  >;
  const file = paths[`${API}/designs/{id}/artifacts/{name}`]?.get;
  const types = ['text/markdown', 'application/json', 'application/x-ndjson', 'text/plain'];
  expect(file).toMatchObject({ responses: { 200: { content: { [types[0] ?? '']: {} } } } });
  const bodyOf = (path: string) => JSON.stringify(paths[`${API}${path}`]?.post);
  for (const type of types) expect(JSON.stringify(file)).toContain(type);
  expect(bodyOf('/designs/{id}/replies')).toContain(JSON.stringify(String.raw`^Q[1-9]\d*$`));
  expect(bodyOf('/designs/{id}/ask')).toContain('"anyOf":[{"required":["about"]');
  expect(bodyOf('/tokens')).toMatch(/"channels":\{.*"pattern":"\^\[a-z\]/);
});
