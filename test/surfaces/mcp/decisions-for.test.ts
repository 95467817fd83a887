import { expect, test } from 'vitest';
import type { DesignEvent } from '../../../src/core/vocabulary/events.ts';
import { StandingAnswer } from '../../../src/presentation/schema/standing.ts';
import { answerMcp } from '../../../src/surfaces/mcp/server.ts';
import { playToEnd } from '../../support/designs/sample-design.ts';
import { storeCopies } from '../../support/designs/stored-copies.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { asViewer } from '../http/as-viewer.ts';
import { Client, openApi } from '../http/client.ts';
import { Agent, byHttp, GENERATIONS } from './agent.ts';

const COMMIT = 'c'.repeat(40);

/** An ended design that was accepted, with a dissent, and rests on lines of these files. */
function standingOn(paths: readonly string[], accepted = true): DesignEvent[] {
  const { history } = playToEnd({ dissent: 'The outbox is the wrong place.' }).reachEnd();
  const judged: DesignEvent = {
    type: 'decision_judged',
    verdict: accepted ? 'accepted' : 'declined',
    note: '',
    by: 'Ana',
    at: history.at(-1)?.at ?? 0,
  };
  return [...history.map((event) => citing(event, paths)), judged];
}

function citing(event: DesignEvent, paths: readonly string[]): DesignEvent {
  if (event.type === 'design_started')
    return { ...event, rehearsal: false, repository: { name: 'shop', commit: COMMIT, digest: 'A shop.' } };
  if (event.type !== 'proposal_sealed') return event;
  const check = { status: 'checked', from: 3, to: 4, excerpt: 'three\nfour' } as const;
  return {
    ...event,
    citations: event.proposal.claims.map((_, at) => ({
      ...check,
      item: at + 1,
      path: paths[at % paths.length] ?? '',
    })),
  };
}

async function agentWith(generation: (typeof GENERATIONS)[number], stories: readonly DesignEvent[][]) {
  const { engine, workshop } = await openApi();
  const ids: string[] = [];
  for (const story of stories) ids.push(...(await storeCopies(workshop, story, 1)));
  const parts = { clock: realClock, agentBudgetUsd: 0.01, person: 'Ana', program: 'charrette', version: '0' };
  const client = new Client(engine, {
    answerAgent: (request, call, closing) => answerMcp(request, { ...parts, call, closing }),
  });
  const road = byHttp((url, init) => client.request(url, init));
  const agent = await new Agent(generation, null).connect(road);
  const asked = async (paths: string, repository?: string) => {
    const given = { paths, ...(repository === undefined ? {} : { repository }) };
    return agent.done('decisions_for', given);
  };
  const idsFor = async (paths: string, repository?: string): Promise<string[]> =>
    (await asked(paths, repository)).data.decisions.map(({ id }: { id: string }) => id);
  return { ids, asked, idsFor, client };
}

test.each(GENERATIONS)('an agent of %s is told the accepted decision on its files', async (generation) => {
  const { ids, asked } = await agentWith(generation, [standingOn(['src/queue.ts'])]);
  const { words, data } = await asked('docs/none.md\n./src/queue.ts');
  expect(data).toMatchObject({
    decisions: [
      {
        id: ids[0],
        cited: ['src/queue.ts:3-4'],
        repository: 'shop',
        commit: COMMIT,
        dissents: [{ by: 'Migrationist', text: 'The outbox is the wrong place.' }],
      },
    ],
    hasMore: false,
  });
  const [{ sentence, reasons }] = data.decisions;
  expect(reasons).not.toEqual([]);
  for (const part of [sentence, reasons[0], 'The outbox is the wrong place.', 'challengeable by evidence'])
    expect(words).toContain(part);
});

test('decisions are found by file and by folder, and by no other path', async () => {
  const { ids, idsFor } = await agentWith('2026-07-28', [standingOn(['src/queue/a.ts'])]);
  for (const path of ['src/queue/a.ts', 'src/queue', 'src/', '.', '/', './src/queue/a.ts', 'src\\queue'])
    expect(await idsFor(path), path).toEqual(ids);
  for (const path of ['src/que', 'src/queue/a.tsx', 'a.ts', '../src'])
    expect(await idsFor(path), path).toEqual([]);
  expect(await idsFor('src', 'shop')).toEqual(ids);
  expect(await idsFor('src', 'another')).toEqual([]);
});

test('a declined decision and a rehearsed one stand on no file', async () => {
  const rehearsed = standingOn(['src/a.ts']).map((event) =>
    event.type === 'design_started' ? { ...event, rehearsal: true } : event,
  );
  const { asked } = await agentWith('2026-07-28', [standingOn(['src/a.ts'], false), rehearsed]);
  const { words, data } = await asked('src');
  expect(data.decisions).toEqual([]);
  expect(words).toMatch(/^Looked at all: \d+ accepted decisions?\. None cites these files\./);
});

test('of more decisions than are shown the newest are, and the answer says so', async () => {
  const story = standingOn(['src/a.ts']);
  const { ids, asked } = await agentWith(
    '2026-07-28',
    Array.from({ length: 11 }, () => story),
  );
  const { words, data } = await asked('src');
  expect(data.decisions).toHaveLength(10);
  expect(data.hasMore).toBe(true);
  expect(data.decisions.every(({ id }: { id: string }) => ids.includes(id))).toBe(true);
  expect(words).toMatch(/left out: name fewer files/);
});

test('an older decision than those that were looked at is not said to be none', async () => {
  const [old, newer] = [standingOn(['src/old.ts']), standingOn(['src/a.ts'])];
  const of = (count: number) => [old, ...Array.from({ length: count }, () => newer)];
  const within = await (await agentWith('2026-07-28', of(199))).asked('src/old.ts');
  expect(within.data).toMatchObject({ decisions: [{}], searched: 200, isWhole: true });
  const beyond = await (await agentWith('2026-07-28', of(200))).asked('src/old.ts');
  expect(beyond.data).toMatchObject({ decisions: [], searched: 200, isWhole: false });
  expect(beyond.words).toContain('Older ones were not');
});

test('A18: a decision is named to those who may read its design, and to nobody else', async () => {
  const thread = { platform: 'slack', channel: 'C1', thread: '1', starter: 'U1' };
  const ofChannel = standingOn(['src/a.ts']).map((event) =>
    event.type === 'design_started' ? { ...event, thread } : event,
  );
  const { ids, client } = await agentWith('2026-07-28', [ofChannel]);
  const told = async (channels: readonly string[] | null) => {
    const token = { name: 'ci', createdAt: 0, role: 'read', channels } as const;
    const app = asViewer(client.app, { kind: 'token', token });
    const answer = await app.request('/api/v1/decisions?paths=src');
    return StandingAnswer.parse(await answer.json()).decisions.map(({ id }) => id);
  };
  expect(await told(null)).toEqual(ids);
  expect(await told(['slack/C1'])).toEqual(ids);
  expect(await told(['slack/C2', 'discord/C1'])).toEqual([]);
});
