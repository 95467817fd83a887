import { expect, test } from 'vitest';
import type { CommandOf } from '../../../src/core/vocabulary/commands.ts';
import { DesignId } from '../../../src/core/vocabulary/ids.ts';
import type { NamedToken, Viewer } from '../../../src/runtime/viewer.ts';
import { eventsUntil, isEnd } from '../../runtime/engine/running-engine.ts';
import { API, ask, asViewer } from './as-viewer.ts';
import { openApi } from './client.ts';

const { client, engine, workshop } = await openApi();

/** A design without questions that has ended with a decision. */
async function ended(changes: Record<string, unknown> = {}): Promise<string> {
  const { id } = await client.started({ topic: 'Where do the logs go?', ...changes });
  await eventsUntil(engine, DesignId.parse(id), ({ event }) =>
    ['answering_opened', 'design_ended'].includes(event.type),
  );
  await client.post(`/${id}/answered`, { skip: true });
  await eventsUntil(engine, DesignId.parse(id), ({ event }) =>
    ['gate_opened', 'design_ended'].includes(event.type),
  );
  const { gate } = (await client.get(`/${id}`)).body;
  if (gate !== null) await client.post(`/${id}/gates/${gate.id}`, { choice: 'accept' });
  await eventsUntil(engine, DesignId.parse(id), isEnd);
  await engine.settled(DesignId.parse(id));
  return id;
}

const id = await ended();

test('J14: nothing of this before the end', async () => {
  const running = await client.started({ topic: 'Where do the traces go?' });
  const early = await client.get(`/${running.id}/addendum`);
  expect([early.status, early.body.error.code]).toEqual([409, 'conflict']);
  expect(running.afterwards).toBeNull();
  const judged = await client.post(`/${running.id}/verdict`, { verdict: 'accepted', author: 'ana' });
  expect([judged.status, judged.body.error.message]).toEqual([409, 'This design has not ended yet.']);
});

test('J14: named people accept and decline a decision, which changes nothing of it', async () => {
  const before = (await client.get(`/${id}`)).body;
  expect(before.afterwards).toMatchObject({ standing: 'decided', words: [], verdicts: [], asked: [] });
  const judge = (body: unknown) => client.post(`/${id}/verdict`, body);
  const accepted = await judge({ verdict: 'accepted', author: 'ana' });
  expect(accepted.status).toBe(200);
  const person = 'ana, by the API (token admin)';
  const via = { way: 'api', token: 'admin' };
  expect(accepted.body.afterwards).toMatchObject({
    standing: 'accepted',
    verdicts: [{ person, via, verdict: 'accepted', note: '' }],
  });
  expect(accepted.body.afterwards.words[0]).toMatch(
    /^Accepted by ana, by the API \(token admin\) on \d+ \w+\.$/,
  );
  await judge({ verdict: 'declined', note: 'Not before March.', author: 'cem' });
  const { afterwards, ...rest } = (await client.get(`/${id}`)).body;
  expect(afterwards).toEqual((await client.get(`/${id}/addendum`)).body);
  expect([afterwards.standing, afterwards.verdicts.length]).toEqual(['declined', 2]);
  const { afterwards: _, version, ...same } = before;
  expect({ ...rest, version }).toEqual({ ...same, version });
});

test('J14: two who accept and decline at once are both kept, and who declines is heard first', async () => {
  const both = await ended();
  const judge = (body: unknown) => client.post(`/${both}/verdict`, body);
  const answers = await Promise.all([
    judge({ verdict: 'accepted', author: 'ana' }),
    judge({ verdict: 'declined', note: 'Not before March.', author: 'cem' }),
    judge({ verdict: 'accepted', author: 'ana' }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const { afterwards } = (await client.get(`/${both}`)).body;
  expect(afterwards.standing).toBe('declined');
  const said = afterwards.verdicts.map(({ verdict }: { verdict: string }) => verdict).toSorted();
  expect(said).toEqual(['accepted', 'declined']);
  const listed = (await client.get('?limit=200')).body.designs;
  expect(listed.find(({ id: of }: { id: string }) => of === both).standing).toBe('declined');
});

test('J14: a verdict takes a name and one of two words', async () => {
  const fieldOf = async (body: unknown) => {
    const { status, body: problem } = await client.post(`/${id}/verdict`, body);
    return [status, problem.error.details.issues.map(({ field }: { field: string }) => field)];
  };
  expect(await fieldOf({ verdict: 'accepted' })).toEqual([422, ['author']]);
  expect(await fieldOf({ verdict: 'maybe', author: 'ana' })).toEqual([422, ['verdict']]);
});

test('J14: a step is assigned to a person with a date, and taken back', async () => {
  const assign = (step: string, body: object) =>
    client.post(`/${id}/steps/${step}/assignment`, { author: 'ana', ...body });
  const assigned = await assign('1', { to: 'Ben', date: '2026-12-01' });
  expect(assigned.body.afterwards.steps[0]).toMatchObject({
    step: 1,
    assigned: { to: 'Ben', date: '2026-12-01', person: 'ana, by the API (token admin)' },
  });
  expect(assigned.body.afterwards.words).toContainEqual(expect.stringMatching(/^Step 1: Ben, by 1 December/));
  const none = await assign('1', { to: '' });
  expect(none.body.afterwards.steps[0].assigned).toBeNull();
  const wrong = async (step: string, body: object) => (await assign(step, body)).body.error;
  expect((await wrong('99', { to: 'Ben' })).message).toMatch(/^There is no step 99: the decision has step/);
  expect((await wrong('one', { to: 'Ben' })).details.issues[0].field).toBe('step');
  expect((await wrong('1', { to: 'Ben', date: '2026-02-30' })).message).toContain('is no date');
});

test('J8: a point settled after the end stands beside the decision', async () => {
  const { divergences } = (await client.get(`/${id}`)).body;
  const open = divergences.find(
    ({ outcome }: { outcome: { outcome: string } | null }) => outcome?.outcome !== 'settled_by_person',
  );
  const { status, body } = await client.post(`/${id}/divergences/${open.id}`, {
    position: open.positions[0].label,
    note: 'We run it.',
    author: 'ana',
  });
  expect(status).toBe(200);
  expect(body.divergences).toEqual(divergences);
  expect(body.afterwards.settled).toMatchObject([
    {
      divergenceId: open.id,
      label: open.positions[0].label,
      note: 'We run it.',
      person: 'ana, by the API (token admin)',
    },
  ]);
});

const token = (name: string, role: NamedToken['role']): Viewer => ({
  kind: 'token',
  token: { name, role, channels: null },
});

test('A18: a private question is read by who asked it and by operators, and by nobody else', async () => {
  const asked: CommandOf<'record_answer'> = {
    type: 'record_answer',
    question: 'Who is to blame?',
    answer: [],
    costUsd: 0.01,
    isPrivate: true,
    by: 'eve',
    via: { way: 'api', token: 'ci' },
  };
  const answer = await engine.command(DesignId.parse(id), asked).answered;
  expect(answer).toEqual({ accepted: true });
  const seen = async (viewer: Viewer, path: string) =>
    (await ask(asViewer(client.app, viewer), 'GET', `${API}designs/${id}${path}`)).text.includes('blame');
  for (const viewer of [{ kind: 'operator' }, token('other', 'operate'), token('ci', 'read')] as const)
    expect(await seen(viewer, '/addendum')).toBe(true);
  expect(await seen(token('other', 'read'), '/addendum')).toBe(false);
  for (const path of ['', '/events']) expect(await seen({ kind: 'operator' }, path)).toBe(false);
});

test('J14: a design that follows up replaces the decision once it has one of its own', async () => {
  const alone = await client.post('', { topic: 'And now?', supersede: true });
  expect([alone.status, alone.body.error.details.issues[0].field]).toEqual([422, 'supersede']);
  const successor = await ended({ topic: 'And where now?', followUp: id, supersede: true });
  const view = (await client.get(`/${successor}`)).body;
  expect(view).toMatchObject({ followUpOf: id, supersedes: true });
  const { afterwards } = (await client.get(`/${id}`)).body;
  expect(afterwards).toMatchObject({
    standing: 'superseded',
    supersededBy: { id: successor, decision: view.decision.sentence },
  });
  expect(afterwards.words[0]).toMatch(/^Superseded on \d+ \w+: “/);
  const adr = (await client.get(`/${successor}/artifacts`)).body.artifacts.find(
    ({ name }: { name: string }) => name.startsWith('adr'),
  );
  expect((await client.get(`/${successor}/artifacts/${adr.name}`)).text).toContain(`Replaces \`${id}\``);
  expect(await workshop.store.pendingEffects(DesignId.parse(successor))).toEqual([]);
});
