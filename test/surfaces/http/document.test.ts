import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { DesignId } from '#core/vocabulary/ids.ts';
import { DesignSummary } from '#ports/store.ts';
import { TurnRecord } from '#ports/turn-record.ts';
import { eventsUntil, isEnd } from '../../engine/running-engine.ts';
import { EVENTUALLY_MS } from '../../support/runner/eventually.ts';
import { needing } from '../../support/runner/needing.ts';
import { openApi, served, TOKEN } from './client.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/http-api.md'), 'utf8');
const run = promisify(execFile);

test('the page has every call that there is, and no other', async () => {
  const { client } = await openApi();
  const routes = client.app.routes
    .filter(({ method }) => method !== 'ALL')
    .filter(
      ({ path }) =>
        path.startsWith('/api/') ||
        ['/healthz', '/readyz', '/metrics'].includes(path) ||
        path.startsWith('/proof/'),
    )
    .map(
      ({ method, path }) =>
        `${method} ${path.replace('/api/v1', '').replace(/:(\w+)(\{[^}]*\})?/g, '{$1}')}`,
    );
  const named = [...page.matchAll(/`((?:GET|POST|DELETE) \/[\w/{}.-]*)`/g)].map(([, call]) => call);
  expect([...new Set(named)].toSorted()).toEqual([...new Set(routes)].toSorted());
});

test('the page has every error code with its status', async () => {
  const source = readFileSync(join(import.meta.dirname, '../../../src/acts/problem.ts'), 'utf8');
  const codes = [...source.matchAll(/^ {2}(\w+): (\d{3}),$/gm)].map(
    ([, code, status]) => `| \`${code}\` | ${status} |`,
  );
  expect(codes).toHaveLength(16);
  for (const row of codes) expect(page).toContain(row);
});

/** Names of the fields of a shape, and of all shapes within it. */
function fieldsOf(shape: z.core.$ZodType): string[] {
  const names = [
    ...JSON.stringify(z.toJSONSchema(shape, { unrepresentable: 'any' })).matchAll(
      /"required":\[([^\]]*)\]/g,
    ),
  ];
  return names.flatMap(([, list = '']) => list.split(',').map((name) => name.replaceAll('"', '')));
}

test.each([
  ['Turns', TurnRecord],
  ['A design', DesignSummary],
])('the page names in *%s* every field of %#', (heading, shape) =>
  expectNamed(heading, fieldsOf(shape)),
);

function expectNamed(heading: string, fields: readonly string[]): void {
  const section = page.split('\n## ').find((each) => each.startsWith(`${heading}\n`)) ?? '';
  expect(new Set(fields).size).toBeGreaterThan(5);
  for (const field of fields) expect(section).toContain(`\`${field}\``);
}

/** The commands of the page in order, each on one line. */
function examples(): string[] {
  const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block ?? '');
  return blocks
    .flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'))
    .filter((line) => line.startsWith('curl '));
}

/** What the stream sends of a design whose answering has been opened. */
const STREAMED = 'event: answering_opened';

/**
 * The stream has no end of its own: curl is ended as soon as it has written this, or with what it
 * has written instead.
 */
async function firstOfStream(
  command: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ status: number; text: string }> {
  const curl = spawn('sh', ['-c', `exec ${command} --include`], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
    signal: AbortSignal.timeout(EVENTUALLY_MS),
  });
  // Ended by the bound; what was written says what is missing.
  curl.once('error', () => undefined);
  let text = '';
  for await (const chunk of curl.stdout.setEncoding('utf8')) {
    text += chunk;
    if (text.includes(STREAMED)) break;
  }
  curl.kill('SIGKILL');
  return { status: Number(/^HTTP\/\S+ (\d{3})/.exec(text)?.[1]), text };
}

const withCurl = await needing('curl');
withCurl.test('every example of the page works as it is written', async () => {
  const { engine, client } = await openApi();
  const { url } = await served(client);
  let id = '';
  const carriedOut = async (command: string): Promise<{ status: number; text: string }> => {
    const environment = { PATH: process.env.PATH, url, token: TOKEN, id };
    const asked = command.replace('curl ', "curl -sS -w '\\n%{http_code}' ");
    if (command.includes(' -N ')) return firstOfStream(asked, environment);
    const { stdout } = await run('sh', ['-c', asked], { env: environment });
    return { status: Number(stdout.slice(-3)), text: stdout.slice(0, -4) };
  };
  const all = examples();
  expect(all.length).toBeGreaterThan(5);
  for (const command of all) {
    const { status, text } = await carriedOut(command);
    // This design comes to no gate.
    expect([command, status]).toEqual([
      command,
      command.includes('/gates/') ? 404 : expect.toSatisfy(isSuccess),
    ]);
    if (id === '') {
      id = JSON.parse(text).id;
      await eventsUntil(
        engine,
        DesignId.parse(id),
        ({ event }) => event.type === 'answering_opened',
      );
    }
    if (command.includes(' -N ')) expect(text).toContain(STREAMED);
    if (command.endsWith('/answered')) await eventsUntil(engine, DesignId.parse(id), isEnd);
    if (command.endsWith('/brief.md')) expect(text).toContain('REHEARSAL');
    if (command.endsWith('/cancel')) await anotherThatIsCancelled();
  }

  /**
   * The design of the examples above met every check; what can be run again is one that did not.
   */
  async function anotherThatIsCancelled(): Promise<void> {
    ({ id } = await client.started());
    await client.post(`/${id}/cancel`);
  }
});

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
