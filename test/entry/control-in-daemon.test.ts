import { join } from 'node:path';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { expect, test } from 'vitest';
import { openBundleFolder } from '../../src/adapters/files/bundle-folder.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { verifyBundle } from '../../src/runtime/bundle/verify.ts';
import { Agent } from '../adapters/mcp/agent.ts';
import { startModelEndpoint } from '../support/model-endpoint.ts';
import { stalls } from '../support/model-endpoint-answers.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { calledHere } from './cli.ts';
import { alone, asksAlone, MARKER } from './control-endpoint.ts';
import { ownDataFolder, TOKEN } from './daemon.ts';
import { InProcess } from './in-process.ts';
import { plainAnswer } from './scripted-endpoint.ts';
import { afterwards, until } from './waiting.ts';

const TOPIC = { topic: 'Where does the queue live?', personas: ['failure-analyst', 'subtractor'] };

/** A data folder, and an endpoint of the Messages API that answers turns and, as this says, the control. */
async function world(control: 'answers' | 'never answers') {
  const folder = await ownDataFolder();
  const endpoint = await startModelEndpoint();
  afterwards(async () => {
    await endpoint.close();
    await folder.remove();
  });
  const asked: string[] = [];
  const reached = Promise.withResolvers<void>();
  endpoint.respondWith((request) => {
    const part = asksAlone(request);
    if (part === null) {
      asked.push(request.promptText);
      return plainAnswer(request, 'pass', {});
    }
    reached.resolve();
    return control === 'answers' ? alone(part) : stalls('headers');
  });
  const environment = {
    ...folder.environment,
    ANTHROPIC_API_KEY: 'sk-ant-a-key-for-the-tests-0123456789',
    ANTHROPIC_BASE_URL: endpoint.url,
  };
  const open = async () => {
    const daemon = await InProcess.start(folder.path, environment, systemClock);
    afterwards(() => daemon.stop());
    return daemon;
  };
  return { folder, endpoint, asked, controlReached: reached.promise, open };
}

const has = async (daemon: InProcess, id: string, type: string): Promise<boolean> => {
  const { events } = await daemon.get<{ events: { type: string }[] }>(`/designs/${id}/events?since=0`);
  return events.some((event) => event.type === type);
};

async function acceptedAtGate(daemon: InProcess, id: string): Promise<void> {
  await daemon.events(id).until('a gate', ({ type }) => type === 'gate_opened');
  await daemon.insist(`/designs/${id}/gates/gate-1`, { choice: 'accept', author: 'ana' });
  await daemon.untilEnded(id);
}

/** Everything that can be read of a design before its end, by its name. */
async function readEverywhere(daemon: InProcess, id: string): Promise<Map<string, string>> {
  const read = new Map<string, string>();
  const below = ['', '/events?since=0', '/turns', '/turns/1', '/why?words=queue', '/artifacts', '/lessons'];
  for (const path of below) read.set(`API ${path}`, await daemon.text(`/designs/${id}${path}`));
  read.set('artifact', await daemon.text(`/designs/${id}/artifacts/control.md`));
  read.set('stream', JSON.stringify(daemon.events(id).seen));
  for (const path of [`/designs/${id}`, `/designs/${id}/turns/1`, `/designs/${id}/files/control.md`, '/']) {
    const page = await daemon.request(path, { headers: { accept: 'text/html' } });
    read.set(`page ${path}`, await page.text());
  }
  // Both are what a reader sees of the design, and no page of an error.
  for (const name of [`page /designs/${id}`, 'API ']) expect(read.get(name)).toContain(TOPIC.topic);
  const transport = new StreamableHTTPClientTransport(new URL(`${daemon.url}/mcp`), {
    requestInit: { headers: { authorization: `Bearer ${TOKEN}` } },
  });
  const agent = await new Agent('2026-07-28', null).connect(transport);
  read.set('MCP follow', JSON.stringify(await agent.call('follow_design', { id })));
  for (const part of ['brief', 'decision', 'why', 'ask'])
    read.set(`MCP ${part}`, JSON.stringify(await agent.call('read_design', { id, part, words: 'queue' })));
  await agent.close();
  return read;
}

test('J15: before the end neither API, stream, page, MCP nor show has a word of the control', async () => {
  const { asked, open, folder } = await world('answers');
  const daemon = await open();
  const { id } = await daemon.startDesign({ ...TOPIC, control: true });
  await daemon.events(id).until('a gate', ({ type }) => type === 'gate_opened');
  await until('the control is sealed', () => has(daemon, id, 'control_sealed'));
  const read = await readEverywhere(daemon, id);
  const port = new URL(daemon.url).port;
  const there = { ...folder.environment, CHARRETTE_HTTP_PORT: port, CHARRETTE_ADMIN_TOKEN: TOKEN };
  for (const verb of ['show', 'status', 'events']) {
    const { stdout, stderr } = await calledHere(folder.path, [verb, id], there);
    expect(stdout + stderr).toContain('Where does the queue live?');
    read.set(verb, stdout + stderr);
  }
  read.set('log', daemon.output);
  const leaks = [...read].filter(([, text]) => text.includes(MARKER)).map(([name]) => name);
  expect(leaks).toEqual([]);
  expect(read.get('API /events?since=0')).toContain('control_sealed');
  expect(asked.length).toBeGreaterThan(5);
  expect(asked.filter((prompt) => prompt.includes(MARKER))).toEqual([]);

  await acceptedAtGate(daemon, id);
  expect(await has(daemon, id, 'control_compared')).toBe(true);
  // It would be noticed: the same places have it, or lead to it, after the reveal.
  expect(await daemon.text(`/designs/${id}/artifacts/control.md`)).toContain(MARKER);
  const page = await daemon.request(`/designs/${id}/files/control.md`, { headers: { accept: 'text/html' } });
  expect(await page.text()).toContain(MARKER);
});

test('J15: a daemon that is killed while one answers alone loses the control, and nothing of the design', async () => {
  const { folder, endpoint, controlReached, open } = await world('never answers');
  const killed = await open();
  const { id } = await killed.startDesign({ ...TOPIC, control: true });
  await controlReached;
  await killed.events(id).until('a turn', ({ type }) => type === 'turn_finished');
  await killed.kill();
  const requests = endpoint.requests.filter((request) => asksAlone(request) !== null).length;

  const next = await open();
  await acceptedAtGate(next, id);
  const failed = next.events(id).of('control_failed');
  expect(failed).toEqual([
    expect.objectContaining({
      during: 'answering',
      detail: 'the process that ran it was stopped',
      costUsd: null,
    }),
  ]);
  expect(endpoint.requests.filter((request) => asksAlone(request) !== null)).toHaveLength(requests);
  expect(await next.design(id)).toMatchObject({ status: 'completed' });
  expect(await next.text(`/designs/${id}/artifacts/record.md`)).toContain(
    'One model alone gave no answer to compare with: the process that ran it was stopped',
  );
  const { checks, verdict } = await verifyBundle(
    await openBundleFolder(join(folder.path, 'designs', id)),
    null,
    {
      keys: [],
    },
  );
  expect(checks.filter(({ result }) => result === 'failed')).toEqual([]);
  expect(verdict).not.toBe('failed');
});

test('J15: a rehearsal refuses a control in words, on the command line and by the API', async () => {
  const words =
    /A rehearsal calls no model, so there is nothing to compare with\. Start it without the control/;
  const typed = ['design', 'Where does the queue live?', '--control', '--no-questions'];
  const { code, stderr, stdout } = await calledHere(temporaryFolder(), typed);
  expect([code, stderr]).toEqual([2, expect.stringMatching(words)]);
  expect(stdout).toBe('');

  const folder = await ownDataFolder();
  const daemon = await InProcess.start(folder.path, folder.environment, systemClock);
  afterwards(async () => {
    await daemon.stop();
    await folder.remove();
  });
  const { status, body } = await daemon.post<{ error: { message: string; details: unknown } }>('/designs', {
    ...TOPIC,
    control: true,
  });
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(body.error).toMatchObject({
    message: expect.stringMatching(words),
    details: expect.objectContaining({ issues: [expect.objectContaining({ field: 'control' })] }),
  });
  expect((await daemon.get<{ designs: unknown[] }>('/designs')).designs).toEqual([]);
});
