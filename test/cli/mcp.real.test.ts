/** A coding agent with the official client, and the process that it starts. */

import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, onTestFinished, test } from 'vitest';
import { charrette, EXAMPLE, environmentOf, newFolder, PROGRAM } from './commands.ts';

const GENERATIONS = ['2025-11-25', '2026-07-28'] as const;
type Generation = (typeof GENERATIONS)[number];

class Agent {
  readonly client: Client;

  constructor(generation: Generation) {
    const mode = generation === '2025-11-25' ? 'legacy' : { pin: generation };
    this.client = new Client({ name: 'agent', version: '1' }, { versionNegotiation: { mode } });
  }

  async call(name: string, given: Record<string, unknown>) {
    const result = await this.client.callTool({ name, arguments: given });
    const text = result.content.map((each) => ('text' in each ? each.text : '')).join('\n');
    // Beside it some clients show their model no text at all.
    expect(result.structuredContent).toBeUndefined();
    const id = /dsn_\S+/.exec(text)?.[0] ?? '';
    const version = Number(/since (\d+)/.exec(text)?.[1]);
    return { text, id, version, isError: result.isError === true };
  }
}

async function connect(folder: string, generation: Generation = '2026-07-28'): Promise<Agent> {
  const agent = new Agent(generation);
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [PROGRAM, 'mcp'],
    cwd: folder,
    env: { ...environmentOf(folder, { CHARRETTE_REHEARSAL: '1' }) },
    stderr: 'ignore',
  });
  await agent.client.connect(transport);
  onTestFinished(() => agent.client.close());
  return agent;
}

test.each(GENERATIONS)('an agent of %s goes from the start to the decision', async (generation) => {
  const folder = newFolder();
  const agent = await connect(folder, generation);
  const { tools } = await agent.client.listTools();
  expect(tools.map(({ name }) => name)).toEqual([
    'start_design',
    'follow_design',
    'answer',
    'go_on',
    'cancel_design',
  ]);
  const started = await agent.call('start_design', { topic: EXAMPLE, context: 'See above.' });
  expect(started.text).toContain('has started. An example: 6 personas');
  const { id } = started;
  const asked = await agent.call('follow_design', { id });
  expect(asked.text).toMatch(/^Show the person these questions/);
  expect(asked.text).toContain('**Q4** ');
  // The reader's own time, and no address that only a chat can draw.
  expect(asked.text).toMatch(/ At \w{3} \d\d:\d\d the personas go on/);
  const answered = await agent.call('answer', { id, text: 'Q1: Nobody.' });
  expect(answered.text).toBe('Stored. Next: answer the others, go_on, or follow_design.');
  expect((await agent.call('go_on', { id })).text).toBe('Next: follow_design.');
  const ended = await agent.call('follow_design', { id, since: asked.version });
  expect(ended.text).toMatch(/^It has ended. Show the person:/);
  expect(ended.text).toMatch(/\w dissents: /);
  expect(ended.text).toMatch(/decision\.md`?$/);
  expect((await agent.call('follow_design', { id: 'a39b0668' })).isError).toBe(true);
  expect((await agent.call('answer', { id, text: 'Late.' })).isError).toBe(true);
});

test('two agents follow one design, and a cancel is asked about before it is done', async () => {
  const folder = newFolder();
  const owner = await connect(folder);
  const { id } = await owner.call('start_design', { topic: EXAMPLE });
  const other = await connect(folder, '2025-11-25');
  const [here, there] = await Promise.all([
    owner.call('follow_design', { id }),
    other.call('follow_design', { id: id.slice(-8) }),
  ]);
  expect(there.version).toBe(here.version);

  const unasked = await other.call('cancel_design', { id, confirm: true });
  expect(unasked.text).toContain(`Ask the person: Cancel the design “${EXAMPLE}”?`);
  const still = await owner.call('follow_design', { id });
  expect(still.text).toMatch(/^Show the person these questions/);
  const done = await other.call('cancel_design', { id, confirm: true });
  expect(done.text).toBe('Cancelled.');
  const ended = await owner.call('follow_design', { id, since: here.version });
  expect(ended.text).toContain('**Cancelled by ana');
});

test('what an agent leaves when it closes its end goes on elsewhere', async () => {
  const folder = newFolder();
  const agent = await connect(folder);
  const { id } = await agent.call('start_design', { topic: EXAMPLE });
  await agent.call('follow_design', { id });
  await agent.client.close();
  const short = id.slice(-8);
  expect((await charrette(folder, ['go-on', short])).stderr).toContain('They go on.');
  const next = await connect(folder);
  const ended = await next.call('follow_design', { id: short, since: 1 });
  expect(ended.text).toContain('**Decision ready');
});

test('a gate is shown to the person, who decides at a command line', async () => {
  const folder = newFolder();
  const agent = new Agent('2026-07-28');
  const env = environmentOf(folder, { CHARRETTE_REHEARSAL: '1', CHARRETTE_GATE_BELOW: '1' });
  await agent.client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [PROGRAM, 'mcp'],
      env: { ...env },
      stderr: 'ignore',
    }),
  );
  onTestFinished(() => agent.client.close());
  const { id } = await agent.call('start_design', { topic: EXAMPLE, depth: 'quick' });
  const asked = await agent.call('follow_design', { id });
  await agent.call('go_on', { id });
  const gate = await agent.call('follow_design', { id, since: asked.version });
  expect(gate.text).toContain(
    `A person has to decide, and you cannot. Show them this, and what they type: charrette decide ${id.slice(-8)}.`,
  );
  expect(gate.text).toContain('70 % sure');
  const answered = await agent.call('answer', { id, text: 'Our contract forbids that.' });
  expect(answered.text).toBe('Stored. Next: follow_design.');
  const objected = await agent.call('follow_design', { id, since: gate.version });
  expect(objected.text).toContain('“Our contract forbids that.”');
  const waiting = agent.call('follow_design', { id, since: objected.version });
  const stopped = await charrette(folder, ['decide', id, 'stop', '--note', 'Not now.']);
  expect(stopped.code).toBe(0);
  expect((await waiting).text).toContain('stopped by ana');
});
