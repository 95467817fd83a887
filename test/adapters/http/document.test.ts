import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import * as z from 'zod';
import { listen } from '../../../src/adapters/http/server.ts';
import { gateSubject } from '../../../src/core/telling/thread/gate-subject.ts';
import { DesignId } from '../../../src/core/vocabulary/ids.ts';
import { DesignSummary } from '../../../src/runtime/ports/store.ts';
import { TurnRecord } from '../../../src/runtime/turn/record.ts';
import { eventsUntil, isEnd } from '../../runtime/engine/running-engine.ts';
import { given } from '../../support/given.ts';
import { pointsFor } from '../../support/given-start.ts';
import { argument, dissent } from '../../support/given-submission.ts';
import { openApi, TOKEN } from './client.ts';

const [page = '', fieldsPage = ''] = ['http-api', 'http-api-fields'].map((name) =>
  readFileSync(join(import.meta.dirname, `../../../docs/${name}.md`), 'utf8'),
);
const run = promisify(execFile);
const hasCurl = spawnSync('curl', ['--version']).status === 0;

const { engine, client } = await openApi();
const server = await listen(client.app, '127.0.0.1', 0);
afterAll(() => {
  client.closing.abort();
  return server.close(100);
});

test('the page has every call that there is, and no other', () => {
  const routes = client.app.routes
    .filter(({ method }) => method !== 'ALL')
    .filter(
      ({ path }) =>
        path.startsWith('/api/') ||
        ['/healthz', '/readyz', '/metrics'].includes(path) ||
        path.startsWith('/proof/'),
    )
    .map(
      ({ method, path }) => `${method} ${path.replace('/api/v1', '').replace(/:(\w+)(\{[^}]*\})?/g, '{$1}')}`,
    );
  const named = [...page.matchAll(/`((?:GET|POST|DELETE) \/[\w/{}-]*)`/g)].map(([, call]) => call);
  expect([...new Set(named)].toSorted()).toEqual([...new Set(routes)].toSorted());
});

test('the page has every error code with its status', async () => {
  const source = readFileSync(join(import.meta.dirname, '../../../src/adapters/http/problem.ts'), 'utf8');
  const codes = [...source.matchAll(/^ {2}(\w+): (\d{3}),$/gm)].map(
    ([, code, status]) => `| \`${code}\` | ${status} |`,
  );
  expect(codes).toHaveLength(16);
  for (const row of codes) expect(page).toContain(row);
});

/** Names of the fields of a shape, and of all shapes within it. */
function fieldsOf(shape: z.core.$ZodType): string[] {
  const names = [
    ...JSON.stringify(z.toJSONSchema(shape, { unrepresentable: 'any' })).matchAll(/"required":\[([^\]]*)\]/g),
  ];
  return names.flatMap(([, list = '']) => list.split(',').map((name) => name.replaceAll('"', '')));
}

test.each([
  ['Turns', TurnRecord],
  ['A design', DesignSummary],
])('the page names in *%s* every field of %#', (heading, shape) => expectNamed(heading, fieldsOf(shape)));

test('the page names in *A design* what a gate is about', () => {
  const { design } = given({
    says: { argument: (of, speaker) => argument(...pointsFor(of, speaker)), signing: () => dissent('No.') },
  }).reach('deciding');
  const names = JSON.stringify(gateSubject(design)).matchAll(/"(\w+)":/g);
  expectNamed(
    'A design',
    [...names].flatMap(([, name]) => name ?? []),
  );
});

function expectNamed(heading: string, fields: readonly string[]): void {
  const section = fieldsPage.split('\n## ').find((each) => each.startsWith(`${heading}\n`)) ?? '';
  expect(new Set(fields).size).toBeGreaterThan(10);
  for (const field of fields) expect(section).toContain(`\`${field}\``);
}

/** The commands of the page in order, each on one line. */
function examples(): string[] {
  const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block ?? '');
  return blocks
    .flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'))
    .filter((line) => line.startsWith('curl '));
}

test.skipIf(!hasCurl)('every example of the page works as it is written', async () => {
  let id = '';
  const carriedOut = async (command: string): Promise<{ status: number; text: string }> => {
    const environment = { PATH: process.env.PATH, url: `http://127.0.0.1:${server.port}`, token: TOKEN, id };
    // The stream has no end of its own: after a second curl gives up, with 28.
    const bounded = command.includes(' -N ') ? `${command} --max-time 1 || test $? = 28` : command;
    const { stdout } = await run(
      'sh',
      ['-c', `${bounded.replace('curl ', "curl -sS -w '\\n%{http_code}' ")}`],
      {
        env: environment,
      },
    );
    return { status: Number(stdout.slice(-3)), text: stdout.slice(0, -4) };
  };
  const all = examples();
  expect(all.length).toBeGreaterThan(10);
  for (const command of all) {
    const { status, text } = await carriedOut(command);
    // This design comes to no gate.
    expect([command, status]).toEqual([
      command,
      command.includes('/gates/') ? 404 : expect.toSatisfy(isSuccess),
    ]);
    if (id === '') {
      id = JSON.parse(text).id;
      await eventsUntil(engine, DesignId.parse(id), ({ event }) => event.type === 'answering_opened');
    }
    if (command.includes(' -N ')) expect(text).toContain('event: answering_opened');
    if (command.endsWith('/answered')) await eventsUntil(engine, DesignId.parse(id), isEnd);
    if (command.endsWith('/brief.md')) expect(text).toContain('REHEARSAL');
    if (command.endsWith('/cancel')) await anotherThatIsCancelled();
  }

  /** The design of the examples above met every check; what can be run again is one that did not. */
  async function anotherThatIsCancelled(): Promise<void> {
    ({ id } = await client.started());
    await client.post(`/${id}/cancel`);
  }
});

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
