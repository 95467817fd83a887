import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { createRehearsalModel } from '../../src/adapters/rehearsal/model.ts';
import { daemonFilePathIn } from '../../src/entry/daemon-file.ts';
import { TERMINAL_TEXTS } from '../../src/surfaces/terminal/texts.ts';
import { createModelBroker } from '../../src/turns/model-broker.ts';
import { shipped } from '../support/designs/shipped-personas.ts';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { answeringOnly } from '../surfaces/engines.ts';
import { Command, calledHere } from './cli.ts';
import { FEW_PERSONAS, TOKEN } from './daemon.ts';
import { InProcess, PACE } from './in-process.ts';
import { fastClock } from './pace.ts';
import { PseudoTerminal } from './terminal/pseudo-terminal.ts';
import { afterwards, until } from './waiting.ts';

const TOPIC = 'Should the outbox move to Kafka?';
const FAST = { CHARRETTE_REHEARSAL_LATENCY_MS: '0', ...FEW_PERSONAS };
/** As long as nobody stops it. */
const SLOW = { CHARRETTE_REHEARSAL_LATENCY_MS: '60000', ...FEW_PERSONAS };
const onTerminal = await needing('terminal');

async function running(
  environment: Readonly<Record<string, string>> = FAST,
  overrides: Parameters<typeof InProcess.start>[3] = {},
) {
  const folder = temporaryFolder();
  const daemon = await InProcess.start(folder, environment, fastClock(PACE), overrides);
  afterwards(() => daemon.stop());
  return { folder, daemon, call: (...words: string[]) => calledHere(folder, words, FEW_PERSONAS) };
}

function fileOf(path: string) {
  const text = readFileSync(daemonFilePathIn(path), 'utf8');
  return z.object({ local: z.string(), token: z.string() }).parse(JSON.parse(text));
}

/** With one commit. */
function repositoryIn(folder: string, message = 'x'): string {
  const repository = join(folder, 'repository');
  execFileSync('git', ['init', '--quiet', repository]);
  const author = ['-c', 'user.name=Ana', '-c', 'user.email=ana@example.org'];
  execFileSync('git', ['-C', repository, ...author, 'commit', '-qm', message, '--allow-empty']);
  return repository;
}

const Started = z.looseObject({
  type: z.literal('design_started'),
  designId: z.string(),
  startedBy: z.string(),
  answers: z.string(),
});

test('watch shows a design in the daemon to its end, and Ctrl-C only stops the watching', async () => {
  const { folder, daemon, call } = await running({
    ...FAST,
    CHARRETTE_ANSWER_SECONDS: '1',
    CHARRETTE_GATE_SECONDS: '1',
  });
  const { id } = await daemon.startDesign({ topic: TOPIC });
  const watched = await call('watch', id);
  expect(watched.stdout).toMatch(new RegExp(`Files: .*${id}$`, 'm'));
  const slow = await running(SLOW);
  const { id: open } = await slow.daemon.startDesign({ topic: TOPIC });
  const command = new Command(slow.folder, ['watch', open], FEW_PERSONAS);
  await command.writes('stderr', TOPIC);
  command.child.kill('SIGINT');
  expect(await command.ended).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('No longer watching; the design goes on'),
  });
  expect(await slow.daemon.get(`/designs/${open}`)).toMatchObject({ status: 'running' });
  expect(folder).not.toBe(slow.folder);
});

test('design runs in the daemon of the data folder with every option, and ends as if it ran by itself', async () => {
  const { folder, daemon, call } = await running();
  const written = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const repository = repositoryIn(folder);
  const { code, stdout, stderr } = await call(
    ...[
      'design',
      TOPIC,
      '--personas',
      'archaeologist,failure-analyst',
      '--depth',
      'quick',
      '--budget',
      '2.5',
    ],
    ...[
      '--deadline',
      '10',
      '--repo',
      repository,
      '--context',
      written('load.md', 'At most 40 a second.'),
    ],
    ...['--answers', written('answers.md', 'Nobody else reads it.'), '--verbose'],
  );
  expect(code, stderr).toBe(0);
  expect(stderr).toMatch(
    /^It runs in the daemon of this data folder, http:\S+, and is shown here\.\n/,
  );
  expect(stderr).toContain('REHEARSAL: no model is called');
  expect(stderr).toContain('Ended: ');
  const [, files = ''] = /Files: (.*)$/m.exec(stdout) ?? [];
  expect(existsSync(join(files, 'brief.md'))).toBe(true);

  const [id = ''] = readdirSync(join(folder, 'designs'));
  const { events } = await daemon.get<{ events: unknown[] }>(`/designs/${id}/events`);
  const started = Started.parse(events[0]);
  expect(started).toMatchObject({
    topic: TOPIC,
    startedBy: expect.stringMatching(/^.+ \(terminal\)$/),
    via: { way: 'terminal' },
    answers: 'Nobody else reads it.',
    context: [{ name: 'load.md', text: 'At most 40 a second.' }],
    repository: { name: 'repo' },
    settings: {
      depth: 'quick',
      budgetUsd: 2.5,
      designMs: 600_000,
      gates: 'none',
      questions: 'ask',
    },
  });
  expect((await daemon.design(id)).replies).toMatchObject([
    { author: expect.stringMatching(/^.+ \(terminal\)$/), text: 'Nobody else reads it.' },
  ]);
});

test('the probable cost of a design, and the daemon’s limit, are said before the daemon is to start it', async () => {
  const priced = {
    CHARRETTE_REHEARSAL: '0',
    ANTHROPIC_API_KEY: 'sk-ant-a-key-for-the-tests-0123456789',
  };
  const { folder, daemon } = await running({
    ...priced,
    CHARRETTE_BUDGET_USD_PER_DAY: '0.01',
    CHARRETTE_BUDGET_USD_PER_DESIGN: '0.02',
  });
  const { code, stderr } = await calledHere(folder, ['design', TOPIC], priced);
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(
      /^About \$\d\.\d\d and \d min at standard depth; its budget is \$0\.02, so .*\.\nToday's budget of \$0\.01 /,
    ),
  ]);
  expect(await daemon.get('/designs')).toEqual({ designs: [], next: null });
});

test('a design whose repository was moved is run again once it is said where that is', async () => {
  const { folder, daemon, call } = await running();
  const repository = repositoryIn(folder);
  const { local, token } = fileOf(folder);
  const begun = await fetch(`${local}/api/v1/designs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ topic: TOPIC, repoPath: repository }),
  });
  const { id } = z.object({ id: z.string() }).parse(await begun.json());
  await daemon.post(`/designs/${id}/cancel`);
  await daemon.untilEnded(id);
  const moved = join(folder, 'moved');
  renameSync(repository, moved);
  const refused = async (exit: number, ...words: string[]) => {
    const { code, stderr } = await call('retry', id, ...words);
    expect(code, stderr).toBe(exit);
    return stderr;
  };
  expect(await refused(1)).toMatch(
    /This design reads the repository "repo", which cannot be read now\. .*repository cannot be opened: .* If it was given with --repo, pass its path with --repo again; otherwise correct CHARRETTE_REPOS\./,
  );
  const other = repositoryIn(temporaryFolder(), 'y');
  expect(await refused(2, '--repo', other)).toMatch(
    /Commit [0-9a-f]{12}, which the design reads, is not in /,
  );
  const { code, stderr } = await call('retry', id, '--repo', moved);
  expect(code, stderr).toBe(0);
});

test('T7: neither a rehearsal nor a design that costs money begins in the place of the other', async () => {
  const { folder, daemon } = await running();
  const refused = async (environment: Readonly<Record<string, string>>, words: RegExp) => {
    const { code, stdout, stderr } = await calledHere(folder, ['design', TOPIC], environment);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
  };
  const real = { ANTHROPIC_API_KEY: 'sk-ant-never-used', ...FEW_PERSONAS };
  await refused(
    real,
    /^Nothing was started: this command calls claude-opus-5-5 and claude-sonnet-5-5, and the daemon of this data folder is a REHEARSAL, in which no model is called\. /,
  );
  await refused(
    { CHARRETTE_PERSONAS_DIR: '' },
    /CHARRETTE_PERSONAS_DIR is .*\/personas for this command and /,
  );
  const content = JSON.parse(readFileSync(daemonFilePathIn(folder), 'utf8'));
  const pretending = (changes: object) =>
    writeFileSync(
      daemonFilePathIn(folder),
      JSON.stringify({ ...content, ...changes, models: { ...content.models, ...changes } }),
    );
  pretending({ rehearsal: false });
  await refused(
    FEW_PERSONAS,
    /this command is a REHEARSAL, .* the daemon of this data folder calls claude-opus-5-5/,
  );
  pretending({ rehearsal: false, model: 'claude-haiku-5-5' });
  await refused(
    real,
    /CHARRETTE_MODEL is claude-opus-5-5 and claude-sonnet-5-5 for this command and claude-haiku-5-5 for the daemon/,
  );
  pretending({ version: '0.0.1' });
  await refused(FEW_PERSONAS, /is Charrette 0\.0\.1, and this command is \d/);
  expect(await daemon.get('/designs')).toMatchObject({ designs: [] });
});

test('a daemon that stops in the middle says so, with how to go on, and the design is kept', async () => {
  const { daemon, call } = await running(SLOW);
  const following = call('design', TOPIC);
  const designs = async () => (await daemon.get<{ designs: { id: string }[] }>('/designs')).designs;
  await until('a design', async () => (await designs()).length > 0);
  const [design] = await designs();
  await daemon.events(design?.id ?? '').until('a turn', ({ type }) => type === 'turn_started');
  await daemon.stop();
  const { code, stdout, stderr } = await following;
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain(
    `has stopped or was killed. Contributions so far are kept.\nTo continue it: charrette serve\nTo see how far it got: charrette show ${design?.id.slice(-8)}`,
  );
  expect((await call('show', design?.id ?? '')).stdout).toContain(TOPIC);
});

test('D6: the local token opens the listener of this machine alone, which takes no other, and is shown nowhere', async () => {
  const { folder, daemon, call } = await running({ ...FAST, CHARRETTE_HTTP_HOST: '0.0.0.0' });
  const { local, token } = fileOf(folder);
  expect(local).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const status = async (url: string, bearer: string, path = '', init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' };
    return (await fetch(`${url}/api/v1/designs${path}`, { ...init, headers })).status;
  };
  const { port } = new URL(daemon.url);
  const everywhere = `http://127.0.0.1:${port}`;
  expect([await status(local, token), await status(local, TOKEN)]).toEqual([200, 401]);
  expect([await status(everywhere, token), await status(everywhere, TOKEN)]).toEqual([401, 200]);

  const { stdout, stderr } = await call('design', TOPIC, '--json');
  const { designId } = JSON.parse(stdout.split('\n')[0] ?? '');
  const path = `/${designId}/course`;
  expect([await status(local, token, path), await status(everywhere, TOKEN, path)]).toEqual([
    200, 404,
  ]);
  const started = {
    method: 'POST',
    body: JSON.stringify({ topic: TOPIC, gates: false, answerSeconds: 0 }),
  };
  expect(await status(local, token, '', started), 'what else it takes is optional').toBe(201);
  const body = JSON.stringify({ topic: TOPIC, repoPath: folder });
  expect(await status(everywhere, TOKEN, '', { method: 'POST', body })).toBe(422);
  expect((await fetch(`${everywhere}/proof/${'a'.repeat(64)}`)).status).toBe(404);
  const answers = [stdout, stderr, daemon.output, await daemon.text(`/designs/${designId}`)].join(
    '\n',
  );
  expect(answers).toContain(designId);
  expect(answers).not.toContain(token);
  await daemon.stop();
  expect(existsSync(daemonFilePathIn(folder))).toBe(false);
});

onTerminal.test(
  'on a terminal the questions of a design that runs in the daemon are asked, and Ctrl-C cancels it',
  async () => {
    const rehearsed = { ...FEW_PERSONAS, CHARRETTE_REHEARSAL: '1' };
    // It proposes for as long as nobody stops it.
    const { folder, daemon } = await running(rehearsed, {
      around: (parts) => {
        const { clock } = parts;
        const rehearsal = createRehearsalModel({ latencyMs: 0, clock, personas: shipped });
        const model = answeringOnly(rehearsal, ['questions', 'matching']);
        return { ...parts, callModel: createModelBroker({ model, clock }) };
      },
    });
    const terminal = new PseudoTerminal(
      ['design', TOPIC],
      { ...rehearsed, CHARRETTE_DATA_DIR: folder },
      folder,
    );
    afterwards(() => terminal.end());
    await terminal.answers('Q1: Nobody has looked.');
    const [design] = (await daemon.get<{ designs: { id: string }[] }>('/designs')).designs;
    const id = design?.id ?? '';
    await until('the answer to be read', async () =>
      (await daemon.design(id)).replies.some(({ answers }) => answers.includes('Q1')),
    );
    expect((await daemon.design(id)).replies).toMatchObject([
      { author: expect.stringMatching(/ \(terminal\)$/) },
    ]);
    await terminal.answers('/done');
    await until('proposals', async () => (await daemon.design(id)).answering === null);
    terminal.type('\u0003');
    await terminal.asks('? Cancel this design?');
    terminal.type('y\r');
    await terminal.ended();
    expect(await daemon.design(id)).toMatchObject({
      status: 'cancelled',
      startedBy: expect.stringMatching(/ \(terminal\)$/),
    });
    expect(terminal.lines.join('\n')).toContain(`designs/${id}`);
  },
);

onTerminal.test('a closed terminal leaves a design to the daemon that runs it', async () => {
  const rehearsed = { ...FAST, CHARRETTE_REHEARSAL: '1' };
  const { folder, daemon } = await running(rehearsed);
  const environment = { ...rehearsed, CHARRETTE_DATA_DIR: folder };
  const terminal = new PseudoTerminal(['design', TOPIC], environment, folder);
  afterwards(() => terminal.end());
  await terminal.asks('Enter begins a new line');
  await terminal.close();
  const { designs } = await daemon.get<{ designs: { endedAt: string | null }[] }>('/designs');
  expect(designs).toMatchObject([{ endedAt: null }]);
});

onTerminal.test(
  'without a key a question of one’s own is told so at a terminal, and without a yes nothing starts',
  async () => {
    const { folder, call } = await running(FAST);
    const environment = { ...FAST, CHARRETTE_DATA_DIR: folder };
    const terminal = new PseudoTerminal(['design', 'Should we buy a cat?'], environment, folder);
    afterwards(() => terminal.end());
    await terminal.asks(TERMINAL_TEXTS.askExample);
    expect(terminal.lines.join(' ')).toContain('No key is set, so no model can answer this.');
    terminal.type('yes please\r');
    await terminal.ended();
    expect(terminal.lines.join(' ')).toContain(TERMINAL_TEXTS.nothingStarted);
    expect((await call('list')).stdout).toContain('No designs');
  },
);

onTerminal.test('a y is a yes where a terminal asks for yes', async () => {
  const folder = temporaryFolder();
  const environment = { CHARRETTE_REHEARSAL_LATENCY_MS: '0', CHARRETTE_DATA_DIR: folder };
  const terminal = new PseudoTerminal(['design', 'Should we buy a cat?'], environment, folder);
  afterwards(() => terminal.end());
  await terminal.asks(
    `${TERMINAL_TEXTS.askExample} Type yes or y to continue, or anything else to stop:`,
  );
  terminal.type('Y\r');
  await terminal.asks('? Q1 ');
});
