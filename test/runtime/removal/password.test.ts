import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openBundleFolder } from '../../../src/adapters/files/bundle-folder.ts';
import type { DesignId } from '../../../src/core/vocabulary/ids.ts';
import { verifyBundle } from '../../../src/runtime/bundle/verify.ts';
import { openApi } from '../../adapters/http/client.ts';
import { eventsUntil, isEnd } from '../engine/running-engine.ts';
import { echoing } from './echoing-model.ts';

const PASSWORD = 'Tr0ub4dor&3x';
const REPLY = `We run Postgres 15 on two machines already, and its password is ${PASSWORD}.`;

/** Holds back answers that submit with this tool, until it is opened. */
const gate = { tool: '', reached: Promise.withResolvers<void>(), open: Promise.withResolvers<void>() };
const model = echoing(PASSWORD, async (tool) => {
  if (tool !== gate.tool) return;
  gate.reached.resolve();
  await gate.open.promise;
});
const api = await openApi({ model, settings: { gates: 'none' } });
const { engine, client, workshop } = api;

/** Starts a design by the API, says the password, and lets it end. */
async function ended(reply = REPLY): Promise<{ id: DesignId; replyId: string }> {
  const id = await asked();
  const key = { 'idempotency-key': `say-${id}` };
  const said = await client.post(`/${id}/replies`, { text: reply, author: 'Ben' }, key);
  const replyId = said.body.replies?.[0]?.id ?? (await engine.design(id))?.replies[0]?.id;
  await client.post(`/${id}/answered`, { author: 'Ben' });
  await eventsUntil(engine, id, isEnd);
  await engine.settled(id);
  return { id, replyId };
}

async function asked(): Promise<DesignId> {
  const personas = ['archaeologist', 'failure-analyst'];
  const { body } = await client.post('', { topic: 'Should the job queue move to Postgres?', personas });
  await eventsUntil(engine, body.id, ({ event }) => event.type === 'answering_opened');
  return body.id;
}

/** Every file below the data folder that has these words in its bytes, the store's own file and its log among them. */
function filesWith(words: string, folder = workshop.dataDir): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesWith(words, path);
    return readFileSync(path).includes(words) ? [path.slice(workshop.dataDir.length + 1)] : [];
  });
}

/** Every answer of the API about a design, by its path. */
async function answers(id: DesignId): Promise<Map<string, string>> {
  const { artifacts } = (await client.get(`/${id}/artifacts`)).body;
  const names = artifacts.map(({ name }: { name: string }) => `/${id}/artifacts/${name}`);
  const paths = [
    '',
    `/${id}`,
    `/${id}/events`,
    `/${id}/turns`,
    `/${id}/lessons`,
    `/${id}/artifacts`,
    ...names,
  ];
  return new Map(
    await Promise.all(paths.map(async (path) => [path, (await client.get(path)).text] as const)),
  );
}

const withPassword = (found: ReadonlyMap<string, string>) =>
  [...found].filter(([, text]) => text.includes(PASSWORD)).map(([path]) => path);

const verified = async (id: DesignId) =>
  verifyBundle(await openBundleFolder(engine.parts.bundles.folder(id)));

test('P12: a password that was said and repeated by models is in no place any more once its reply is redacted', async () => {
  const { id, replyId } = await ended();
  const before = withPassword(await answers(id));
  expect(before).toEqual(
    expect.arrayContaining([
      `/${id}`,
      `/${id}/events`,
      `/${id}/turns`,
      `/${id}/artifacts/decision.md`,
      `/${id}/artifacts/turns.jsonl`,
    ]),
  );
  expect(filesWith(PASSWORD).length).toBeGreaterThan(3);
  expect((await verified(id)).verdict).toBe('verified');
  const path = `/${id}/replies/${encodeURIComponent(replyId)}/redaction`;

  const preview = await client.post(`${path}?preview`, {});
  expect(preview.body).toMatchObject({ preview: true, left: [] });
  expect(preview.body.files).toEqual(expect.arrayContaining(['decision.md', 'brief.md']));
  expect(withPassword(await answers(id))).toEqual(before);

  const redacted = await client.post(path, {});
  expect({ ...redacted.body, preview: true }).toEqual(preview.body);
  expect(withPassword(await answers(id))).toEqual([]);
  expect(filesWith(PASSWORD)).toEqual([]);
  expect(filesWith('its password is')).toEqual([]);

  const checked = await verified(id);
  expect(checked.checks.filter(({ result }) => result === 'failed')).toEqual([]);
  expect(checked).toMatchObject({ verdict: 'verified', redacted: redacted.body.texts });
  const words = Object.fromEntries(checked.checks.map((check) => [check.name, check.words]));
  expect(words.words).toContain(`${redacted.body.texts} are redacted`);
  expect(words.files).toContain('redacted');
  const decision = (await client.get(`/${id}/artifacts/decision.md`)).text;
  const sha256 = (await engine.design(id))?.files.find(({ name }) => name === 'decision.md')?.sha256;
  expect(decision).toContain(`SHA-256 ${sha256}`);
  expect((await client.get(`/${id}/artifacts/brief.md`)).text).toContain(decision.trim().split('\n').at(-1));

  const turns = (await engine.design(id))?.files.find(({ name }) => name === 'turns.jsonl')?.sha256;
  expect((await client.get(`/${id}/artifacts/turns.jsonl`)).text).toBe(
    `{"removed":true,"sha256":"${turns}"}\n`,
  );
  expect(words.turns).toContain('redacted');

  const again = await client.post(path, {});
  expect(again.body).toMatchObject({ texts: 0, rows: {} });
  expect((await verified(id)).verdict).toBe('verified');
});

test('P12: words named beside a reply go as well, and so does the command that named them', async () => {
  const { id, replyId } = await ended();
  const path = `/${id}/replies/${encodeURIComponent(replyId)}/redaction`;
  expect((await client.post(path, { words: 'job queue' })).status).toBe(200);
  expect((await client.get(`/${id}`)).body.topic).toBe('[redacted]');
  expect((await client.get('')).body.designs.map(({ topic }: { topic: string }) => topic)).toContain(
    '[redacted]',
  );
  expect((await verified(id)).verdict).toBe('verified');
});

test('P12: a reply that there is not is refused, and changes nothing', async () => {
  const { id } = await ended();
  const { status, body } = await client.post(`/${id}/replies/nobody/redaction`, {});
  expect([status, body.error.message]).toEqual([422, 'This design has no such reply.']);
  expect((await verified(id)).redacted).toBe(0);
});

test('P12: what a person takes back is gone, before the end and after it', async () => {
  const id = await asked();
  const early = await client.post(`/${id}/replies`, { text: 'Early: zx81-Sesame', author: 'Ben' });
  expect(early.status).toBe(201);
  const [first] = (await engine.design(id))?.replies ?? [];
  await engine.command(id, { type: 'withdraw_reply', replyId: first?.id ?? '' }).answered;
  expect(JSON.stringify(await workshop.store.events(id, 0, 1_000))).not.toContain('zx81-Sesame');
  await client.post(`/${id}/replies`, { text: REPLY, author: 'Ben' });
  await client.post(`/${id}/answered`, { author: 'Ben' });
  await eventsUntil(engine, id, isEnd);
  await engine.settled(id);
  const [second] = (await engine.design(id))?.replies ?? [];
  expect(withPassword(await answers(id))).not.toEqual([]);
  const answer = await engine.command(id, { type: 'withdraw_reply', replyId: second?.id ?? '' }).answered;
  expect(answer).toEqual({ accepted: true });
  expect(withPassword(await answers(id))).toEqual([]);
  expect((await verified(id)).verdict).toBe('verified');
});

test('P12: a turn under way loses the words in its record and in what it still submits', async () => {
  gate.tool = 'submit_proposal';
  const id = await asked();
  await client.post(`/${id}/replies`, { text: REPLY, author: 'Ben' });
  await client.post(`/${id}/answered`, { author: 'Ben' });
  await gate.reached.promise;
  const [said] = (await engine.design(id))?.replies ?? [];
  const path = `/${id}/replies/${encodeURIComponent(said?.id ?? '')}/redaction`;
  expect((await client.post(path, {})).status).toBe(200);
  gate.tool = '';
  gate.open.resolve();
  await eventsUntil(engine, id, isEnd);
  await engine.settled(id);
  expect(withPassword(await answers(id))).toEqual([]);
  const { body } = await client.get(`/${id}/turns`);
  const records = body.turns.filter(({ kind }: { kind: string }) => kind === 'proposals');
  expect(records.map(({ prompt }: { prompt: string }) => prompt)).toContain('[redacted]');
  expect((await verified(id)).verdict).toBe('verified');
});

test('P12: a forgotten design is in no place any more, is said to be forgotten, and is not forgotten twice', async () => {
  const { id } = await ended(`${REPLY} And its port is 5432-b.`);
  expect(filesWith('5432-b').length).toBeGreaterThan(3);
  const preview = await client.post(`/${id}/forgetting?preview`, {});
  expect(preview.body).toMatchObject({ preview: true, goingOn: [] });
  expect((await client.get(`/${id}`)).status).toBe(200);
  const { body } = await client.post(`/${id}/forgetting`, { author: 'Ana' });
  expect(body).toMatchObject({ preview: false, head: preview.body.head });
  const gone = await client.get(`/${id}`);
  expect([gone.status, gone.body.error.code]).toEqual([410, 'gone']);
  expect(gone.body.error.message).toMatch(
    /^This design was forgotten on \d{4}-\d\d-\d\d by Ana, by the API \(token admin\)\./,
  );
  expect((await client.post(`/${id}/forgetting`, {})).status).toBe(410);
  expect((await client.get('')).text).not.toContain(id);
  expect(filesWith('5432-b')).toEqual([]);
  expect(await workshop.removals.allForgotten()).toContain(id);
});

test('P12: a design that runs is not forgotten', async () => {
  const id = await asked();
  const { status, body } = await client.post(`/${id}/forgetting`, {});
  expect([status, body.error.message]).toEqual([
    409,
    'This design has not ended. Cancel it first; then it can be forgotten.',
  ]);
  expect((await client.get(`/${id}`)).status).toBe(200);
});
