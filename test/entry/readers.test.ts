import { type Context, Hono } from 'hono';
import { expect, test } from 'vitest';
import { ACTS } from '../../src/acts/table.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { VERBS } from '../../src/entry/commands/verbs.ts';
import { viewerOf } from '../../src/surfaces/http/access/viewer.ts';
import { createInProcessCall } from '../../src/surfaces/http/in-process.ts';
import { silentLog } from '../support/runner/silent-log.ts';

/**
 * How each verb reads designs: by the API, with the rights of its data folder; in the store or
 * files themselves; or not at all.
 */
const ROWS: Readonly<Record<string, 'by the API' | 'the folder' | 'none'>> = {
  design: 'by the API',
  serve: 'none',
  list: 'by the API',
  show: 'by the API',
  watch: 'by the API',
  open: 'by the API',
  cancel: 'by the API',
  answer: 'by the API',
  ask: 'by the API',
  decide: 'by the API',
  settle: 'by the API',
  agree: 'by the API',
  accept: 'by the API',
  decline: 'by the API',
  publish: 'by the API',
  mcp: 'by the API',
  retry: 'by the API',
  verify: 'the folder',
  forget: 'by the API',
  backup: 'the folder',
  migrate: 'the folder',
  token: 'by the API',
  'sign-in': 'by the API',
  personas: 'none',
  setup: 'none',
  doctor: 'none',
  'slack-manifest': 'none',
};

test('A18: every verb of the command line has a row that says how it reads', () => {
  const verbs = VERBS.map(({ synopsis }) => synopsis.split(' ')[0]);
  expect(verbs.toSorted()).toEqual(Object.keys(ROWS).toSorted());
});

test('A18: the API in a command’s own process has its operator for a viewer, and no request has none', async () => {
  const parts = { clock: systemClock, log: silentLog };
  const who = (context: Context) => context.json(viewerOf(context));
  const call = createInProcessCall(parts, [{ act: ACTS.openapi, answer: who }]);
  expect((await call(ACTS.openapi)).body).toEqual({ kind: 'operator' });
  const routes = new Hono().get('/who', who);
  routes.onError((error, context) => context.text(error.message, 500));
  expect(await (await routes.request('/who')).text()).toMatch(/broken invariant/);
});
