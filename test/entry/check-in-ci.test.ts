import { spawn } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { commit, git, makeRepository } from '../adapters/repository/repository-on-disk.ts';
import { citeLines, recordOn } from '../support/designs/repository-records.ts';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { ENTRY, settings } from './cli.ts';

const { describe: describeRuns, test: testRuns } = await needing('curl', 'jq');

const EXAMPLES = join(import.meta.dirname, '../../examples/check');
const read = (name: string) => readFileSync(join(EXAMPLES, name), 'utf8');
const MARK = '<!-- charrette:check -->';
const TOKEN = 'token-of-the-job';

const QUEUE = 'one\nretries\nthree\n';
const SHOP = {
  'queue.ts': QUEUE,
  'other.ts': 'other\n',
  'docs/decisions/0001-queue.md': recordOn([citeLines('queue.ts', QUEUE, 2)]),
};
const TOUCHING = { 'queue.ts': QUEUE.replace('retries', 'none') };

interface Comment {
  readonly id: number;
  readonly author: string;
  body: string;
}

/** What a workflow asks of a forge, in the shape in which each platform answers. */
interface Platform {
  readonly file: string;
  readonly script: string;
  readonly authorization: string;
  /** Its own name, as the token's. */
  readonly own: string;
  readonly shown: (comment: Comment, address: string) => object;
  readonly environment: (address: string, base: string, token: string) => Readonly<Record<string, string>>;
}

const github = parse(read('github.yml'));
const gitlab = parse(read('gitlab.yml'));

const PLATFORMS: readonly Platform[] = [
  {
    file: 'github.yml',
    script: github.jobs.check.steps.at(-1).run,
    authorization: `Bearer ${TOKEN}`,
    own: 'github-actions[bot]',
    shown: ({ id, author, body }, address) => ({
      id,
      body,
      user: { login: author },
      url: `${address}/comments/${id}`,
    }),
    environment: (address, base, token) => ({ BASE: base, COMMENTS: `${address}/comments`, TOKEN: token }),
  },
  {
    file: 'gitlab.yml',
    script: gitlab.decisions.script[0],
    authorization: TOKEN,
    own: '7',
    shown: ({ id, author, body }) => ({ id, body, author: { id: Number(author) } }),
    environment: (address, base, token) => ({
      BASE: base,
      CI_API_V4_URL: address,
      NOTES: `${address}/comments`,
      ...(token === '' ? {} : { CHARRETTE_GITLAB_TOKEN: token }),
    }),
  },
];

/** Keeps the comments on one change, a hundred a page, oldest first. */
async function forgeOf(platform: Platform, comments: Comment[], failingPage = 0) {
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://forge');
    const address = `http://${request.headers.host}`;
    requests.push(`${request.method} ${url.pathname}`);
    const isKnown = [request.headers.authorization, request.headers['private-token']].includes(
      platform.authorization,
    );
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (!isKnown) return answer(401, {});
    if (url.pathname === '/user') return answer(200, { id: Number(platform.own) });
    if (url.searchParams.get('page') === String(failingPage)) return answer(500, {});
    if (request.method === 'GET') {
      const first = (Number(url.searchParams.get('page')) - 1) * 100;
      return answer(
        200,
        comments.slice(first, first + 100).map((each) => platform.shown(each, address)),
      );
    }
    const body = await bodyOf(request);
    const there = comments.find(({ id }) => url.pathname === `/comments/${id}`);
    if (there === undefined) comments.push({ id: 1_000 + comments.length, author: platform.own, body });
    else there.body = body;
    return answer(200, {});
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, comments };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const sent = await text(request);
  if (sent.startsWith('body=')) return new URLSearchParams(sent).get('body') ?? '';
  return JSON.parse(sent).body;
}

/** A change as CI checks it out: without a history. */
function changeWith(files: Readonly<Record<string, string>>) {
  const origin = makeRepository(SHOP);
  git(origin, ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
  const base = git(origin, ['rev-parse', 'HEAD']);
  commit(origin, 'Change', files);
  const checkout = join(temporaryFolder(), 'checkout');
  git('/', ['clone', '--quiet', '--depth=1', `file://${origin}`, checkout]);
  const again = (more: Readonly<Record<string, string>>) => {
    commit(origin, 'More', more);
    git(checkout, ['fetch', '--quiet', '--depth=1']);
    git(checkout, ['reset', '--quiet', '--hard', 'origin/main']);
  };
  return { origin, base, checkout, again };
}

/** Runs the script as the runner does, with the program of this tree in the registry's place. */
async function runScript(
  { script, environment }: Platform,
  {
    checkout,
    address,
    base,
    token = TOKEN,
  }: Readonly<Record<'checkout' | 'address' | 'base', string>> & { token?: string },
) {
  const programs = temporaryFolder();
  const npx = join(programs, 'npx');
  writeFileSync(
    npx,
    `#!/bin/sh\n[ "$1 $2" = "--yes charrette@1" ] || exit 9\nshift 2\nexec "${process.execPath}" "${ENTRY}" "$@"\n`,
  );
  chmodSync(npx, 0o755);
  const child = spawn('bash', ['-eo', 'pipefail', '-c', script], {
    cwd: checkout,
    env: {
      ...settings(temporaryFolder()),
      HOME: temporaryFolder(),
      PATH: `${programs}${delimiter}${process.env.PATH}`,
      ...environment(address, base, token),
    },
  });
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((ended) => child.once('close', ended)),
  ]);
  return { code, stdout, stderr };
}

describeRuns.each(PLATFORMS)('$file, run as CI does', (platform) => {
  test('a change of a cited line gets one comment, which is edited in place', async () => {
    const others = Array.from({ length: 150 }, (_, id) => ({ id, author: '3', body: `${MARK} of somebody` }));
    const { address, comments } = await forgeOf(platform, others);
    const { base, checkout, again } = changeWith(TOUCHING);
    const first = await runScript(platform, { checkout, address, base });
    expect(first, first.stderr).toMatchObject({ code: 3 });
    expect(comments).toHaveLength(151);
    expect(comments.at(-1)?.body).toMatch(/^<!-- charrette:check -->\n\*\*1 accepted decision/);

    expect(await runScript(platform, { checkout, address, base })).toMatchObject({ code: 3 });
    again({ 'queue.ts': QUEUE });
    expect(await runScript(platform, { checkout, address, base })).toMatchObject({ code: 0 });
    expect(comments).toHaveLength(151);
    expect(comments.at(-1)?.body).toContain('No accepted decision');
    expect(comments.slice(0, 150).every(({ body }) => body.endsWith('of somebody'))).toBe(true);
  });

  test('a page of comments that does not come ends the job, and makes no second comment', async () => {
    const own = { id: 7, author: platform.own, body: MARK };
    const { address, comments } = await forgeOf(platform, [own], 1);
    const { base, checkout } = changeWith(TOUCHING);
    const { code } = await runScript(platform, { checkout, address, base });
    expect(code).not.toBe(0);
    expect(comments).toEqual([own]);
  });

  test('a change of other lines gets no comment', async () => {
    const { address, comments } = await forgeOf(platform, []);
    const { base, checkout } = changeWith({ 'other.ts': 'changed\n' });
    const { code, stdout } = await runScript(platform, { checkout, address, base });
    expect([code, comments]).toEqual([0, []]);
    expect(stdout).toContain('No accepted decision');
  });

  test('a fork asks the forge for nothing and has the exit code', async () => {
    const { address, requests } = await forgeOf(platform, []);
    const { base, checkout } = changeWith(TOUCHING);
    const { code, stdout } = await runScript(platform, { checkout, address, base, token: '' });
    expect([code, requests]).toEqual([3, []]);
    expect(stdout).toContain('queue.ts');
  });

  test('without the base commit the hashes decide', async () => {
    const { address, comments } = await forgeOf(platform, []);
    const { checkout } = changeWith(TOUCHING);
    const { code } = await runScript(platform, { checkout, address, base: '1'.repeat(40) });
    expect(code).toBe(3);
    expect(comments[0]?.body).toContain('by the hashes in the records alone');
  });
});

describe('the workflow for GitHub', () => {
  test('the workflow for GitHub has the least rights, and no secrets of the repository', () => {
    expect(github.on).toBe('pull_request');
    expect(github.permissions).toEqual({ contents: 'read', 'pull-requests': 'write' });
    expect(read('github.yml')).not.toContain('secrets.');
  });

  testRuns('annotates the changed line', async () => {
    const [platform] = PLATFORMS;
    if (platform === undefined) throw new Error('there is no platform');
    const { address } = await forgeOf(platform, []);
    const { base, checkout } = changeWith(TOUCHING);
    const { stdout } = await runScript(platform, { checkout, address, base });
    expect(stdout).toMatch(/^::warning file=queue\.ts,line=2,endLine=2::/m);
  });

  test('the workflow for GitHub stands in the documents as it is in the examples', () => {
    const page = readFileSync(join(EXAMPLES, '../../docs/repositories.md'), 'utf8');
    expect(page).toContain(`\`\`\`yaml\n${read('github.yml')}\`\`\``);
  });
});
