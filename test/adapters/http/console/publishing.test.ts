import { expect } from 'vitest';
import { createGithub } from '../../../../src/adapters/github/forge.ts';
import { Publisher } from '../../../../src/record/publish.ts';
import { answering, eventsUntil, isEnd } from '../../../engine/running-engine.ts';
import { emulatedForge, FORGE_TOKEN, REPOSITORY } from '../../../support/emulated-forge.ts';
import { needing } from '../../../support/needing.ts';
import { openApi } from '../client.ts';

const { test } = await needing('a second opinion');

test('A7: a decision is published from its page after its plan was shown, and twice makes nothing new', async () => {
  const forge = await emulatedForge();
  const settings = {
    token: FORGE_TOKEN,
    url: forge.url,
    repositories: [REPOSITORY],
  };
  const publisher = new Publisher(createGithub(settings));
  const { engine, client } = await openApi({ parts: { rehearsal: false, publisher } });
  const writes = () => forge.requests.filter((route) => !route.startsWith('GET '));
  const id = await answering(engine);
  expect((await client.send(`/designs/${id}`)).text).not.toContain('charrette.publish');
  await client.post(`/${id}/answered`, { skip: true });
  await eventsUntil(engine, id, isEnd);
  await engine.settled(id);
  const act = `charrette.publish ${id}`;
  const { text: page } = await client.send(`/designs/${id}`);
  expect(page).toContain(`value="${act}"`);
  const [, version = ''] = /name="version" value="(\d+)"/.exec(page) ?? [];
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'text/html',
    origin: 'http://localhost',
    'sec-fetch-site': 'same-origin',
  };
  const press = (value: string) => {
    const body = new URLSearchParams({ act: value, version }).toString();
    return client.send(`/designs/${id}/acts`, { method: 'POST', body, headers });
  };
  const asked = await press(act);
  expect(asked.text).toContain(`In ${REPOSITORY}: a pull request with ADR-0001`);
  expect(writes()).toEqual([]);
  const done = await press(`charrette.sure ${act}`);
  expect(done.text).toContain(`Published to`);
  expect(done.text).toMatch(/Pull request #\d+/);
  const made = writes().length;
  expect(made).toBeGreaterThan(0);
  await press(`charrette.sure ${act}`);
  expect(writes()).toHaveLength(made);
  const { followUps: afterwards = [] } = (await engine.design(id)) ?? {};
  expect(afterwards.map(({ type }) => type)).toEqual(['decision_published']);
  expect((await client.send(`/designs/${id}`)).text).toContain('proposes it to');
});
