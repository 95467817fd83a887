import { type ExecFileException, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import type { Ended } from './command-threads.ts';
import { PseudoTerminal } from './terminal/pseudo-terminal.ts';

const onTerminal = await needing('terminal');
const ROOT = join(import.meta.dirname, '../..');
/** Milliseconds for npm to put 260 packages down on a machine that is busy with other things. */
const INSTALL_BOUND_MS = 330_000;
const COMMAND_BOUND_MS = 120_000;
const PACKED = [
  ...[
    '.ci',
    '.env.example',
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'SECURITY.md',
    'bin',
    'docs',
    'examples',
  ],
  ...['migrations', 'models.yaml', 'package-lock.json', 'package.json', 'personas', 'src'],
  ...['tsconfig.json', 'tsconfig.package.json'],
];
const EXAMPLE = 'Should the job queue move from Redis to Postgres?';

type Environment = Readonly<Record<string, string>>;

function ran(
  file: string,
  words: readonly string[],
  cwd: string,
  env: Environment,
): Promise<Ended> {
  return new Promise((resolve) => {
    const bounds = {
      timeout: INSTALL_BOUND_MS,
      maxBuffer: 64 * 1024 * 1024,
      encoding: 'utf8',
    } as const;
    execFile(file, [...words], { cwd, env: { ...env }, ...bounds }, (error, stdout, stderr) => {
      const failure: ExecFileException | null = error;
      resolve({ code: failure === null ? 0 : Number(failure.code ?? -1), stdout, stderr });
    });
  });
}

/**
 * Packs a copy of the clone, so that nothing appears in the one that other tests run in. A release
 * names its own in `ARCHIVE`.
 */
async function packed(folder: string): Promise<string> {
  const clone = join(folder, 'clone');
  for (const part of PACKED) cpSync(join(ROOT, part), join(clone, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
  const { code, stderr } = await ran(
    'npm',
    ['pack', '--silent', '--pack-destination', folder],
    clone,
    ownPath(),
  );
  expect(code, stderr).toBe(0);
  return join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? 'no archive');
}

/** Installs it as anybody would, from npm's cache; what is not in it comes from the registry. */
async function installed(archive: string, folder: string): Promise<void> {
  mkdirSync(folder);
  const words = ['install', '--no-audit', '--no-fund', '--loglevel=error', archive];
  const offline = await ran('npm', [...words, '--offline'], folder, ownPath());
  if (offline.code === 0) return;
  expect(offline.stderr).toContain('ENOTCACHED');
  const { code, stderr } = await ran('npm', [...words, '--prefer-offline'], folder, ownPath());
  expect(code, stderr).toBe(0);
}

/** How this machine gets to the network, and what npm is told here. */
const ON_THE_WAY =
  /^(?:(?:https?|no|all)_proxy|npm_config_.*|NODE_EXTRA_CA_CERTS|NODE_USE_(?:SYSTEM_CA|ENV_PROXY)|SSL_CERT_(?:FILE|DIR))$/i;

/**
 * For npm, which has to get through a company's proxy with its certificates as everything else here
 * does.
 */
function ownPath(): Environment {
  const { PATH = '', HOME = '' } = process.env;
  const way = Object.entries(process.env).flatMap(([name, value]) =>
    ON_THE_WAY.test(name) && value !== undefined ? [[name, value] as const] : [],
  );
  return {
    ...Object.fromEntries(way),
    PATH: [dirname(process.execPath), PATH].join(delimiter),
    HOME,
  };
}

/**
 * An environment in which `node` is too old for Charrette: a real one where this machine has it,
 * else one that says so.
 */
function underOldNode(folder: string): Environment {
  const real = ['/usr/bin/node', '/usr/local/bin/node'].find((path) => {
    return (
      existsSync(path) &&
      Number(execFileSync(path, ['-p', 'process.versions.node.split(".")[0]'])) < 26
    );
  });
  if (real !== undefined) return { PATH: [dirname(real), '/usr/bin', '/bin'].join(delimiter) };
  const preload = join(folder, 'older.cjs');
  writeFileSync(
    preload,
    `if (/charrette(\\.cjs)?$/.test(process.argv[1] ?? ''))
      Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });`,
  );
  return { PATH: ownPath().PATH ?? '', NODE_OPTIONS: `--require ${preload}` };
}

let folder: string;
let archive: string;
let command: string;
let environment: Environment;

beforeAll(async () => {
  folder = temporaryFolder();
  archive = process.env.ARCHIVE ?? (await packed(folder));
  await installed(archive, join(folder, 'installed'));
  command = join(folder, 'installed/node_modules/.bin/charrette');
  environment = {
    ...underOldNode(folder),
    HOME: folder,
    XDG_STATE_HOME: join(folder, 'state'),
    CHARRETTE_REHEARSAL_LATENCY_MS: '0',
    CHARRETTE_HTTP_PORT: '0',
  };
}, INSTALL_BOUND_MS);

const charrette = (...words: readonly string[]) => ran(command, words, folder, environment);

describe('A16: the package, installed under a Node that is too old for it', () => {
  test('A16: the installed package holds JavaScript and a lock of its versions, and no TypeScript', () => {
    const names = execFileSync('tar', ['-tzf', archive], { encoding: 'utf8' }).trim().split('\n');
    expect(names).toContain('package/dist/entry/charrette.mjs');
    expect(names).toContain('package/npm-shrinkwrap.json');
    expect(names.filter((name) => name.endsWith('.ts'))).toEqual([]);
  });

  test('A16: plays the written example in the state folder, and its files verify', async () => {
    const design = await charrette('design', EXAMPLE, '--json');
    expect(design, design.stderr).toMatchObject({ code: 0, stderr: '' });
    expect(design.stdout).toContain('"type":"design_ended"');
    const designs = join(folder, 'state/charrette/designs');
    const [id = ''] = readdirSync(designs);
    const verify = await charrette('verify', join(designs, id));
    expect(verify, verify.stderr).toMatchObject({ code: 0 });
  });

  test('A16: the installed package keeps its data where a system keeps state, as doctor says', async () => {
    const { stdout } = await charrette('doctor');
    expect(stdout).toContain(join(folder, 'state/charrette'));
  });

  test('A16: serves until it is told to stop, through the process that has started it', async () => {
    const daemon = spawn(command, ['serve'], {
      cwd: folder,
      env: { ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: COMMAND_BOUND_MS,
    });
    onTestFinished(() => void daemon.kill('SIGKILL'));
    const [line] = await once(createInterface({ input: daemon.stdout }), 'line');
    const url = String(line).replace('charrette ready ', '');
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    daemon.kill('SIGTERM');
    expect(await once(daemon, 'exit')).toEqual([0, null]);
  });
});

describe('setup, in an installed copy', () => {
  /** An endpoint that takes one key. */
  async function endpoint(key: string): Promise<string> {
    const server = createServer(({ headers }, response) => {
      const isRight = [headers.authorization, headers['x-api-key']].some((each) =>
        each?.includes(key),
      );
      response.writeHead(isRight ? 200 : 401, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ data: [], has_more: false, first_id: null, last_id: null }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Types these at the questions, one after the other, and Enter at the others. */
  async function typed(url: string, ...keys: readonly string[]): Promise<string> {
    const variables = { ...environment, ANTHROPIC_BASE_URL: url };
    const terminal = new PseudoTerminal(['setup'], variables, folder, [command]);
    onTestFinished(() => terminal.end());
    await terminal.asks('ANTHROPIC_AUTH_TOKEN:');
    terminal.type('\r');
    for (const key of keys) {
      await terminal.asks('ANTHROPIC_API_KEY:');
      terminal.type(`${key}\r`);
      if (key !== '') await terminal.asks(url, 'The model refused our key');
    }
    for (const name of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'DISCORD_TOKEN', 'DATABASE_URL']) {
      await terminal.asks(`${name}:`);
      terminal.type('\r');
    }
    await terminal.ended();
    return terminal.lines.join('\n');
  }

  onTerminal.test(
    'D6: writes what its endpoint takes for the owner alone, shows nothing of it, and replaces nothing unasked',
    async () => {
      const url = await endpoint('sk-ant-right-key');
      const file = join(folder, 'state/charrette/.env');
      const shown = await typed(url, 'sk-ant-right-key');
      expect(shown).toContain('accepts the key');
      expect(shown).not.toContain('sk-ant-right');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readFileSync(file, 'utf8')).toBe('ANTHROPIC_API_KEY=sk-ant-right-key\n');
      const refused = await typed(url, 'sk-ant-wrong-key', '');
      expect(refused).toContain('Already set: press Enter to keep it');
      expect(refused).toContain('refused our key (401)');
      expect(readFileSync(file, 'utf8')).toBe('ANTHROPIC_API_KEY=sk-ant-right-key\n');
      rmSync(file);
    },
  );
});

describe('a Node that does not start', () => {
  /**
   * Puts a program in the place of the Node that came along, which fails as the dynamic linker
   * does.
   */
  function bare(words: string): string {
    const place = temporaryFolder();
    cpSync(join(ROOT, 'bin'), join(place, 'bin'), { recursive: true });
    const node = join(place, 'node_modules/.bin/node');
    mkdirSync(dirname(node), { recursive: true });
    writeFileSync(node, `#!/bin/sh\necho "node: ${words}" >&2\nexit 127\n`);
    chmodSync(node, 0o755);
    return join(place, 'bin/start.sh');
  }

  test.each([
    [
      'error while loading shared libraries: libatomic.so.1: cannot open',
      'apt-get install libatomic1',
    ],
    ['/lib/libc.so.6: version GLIBC_2.28 not found', 'put a Node 26 of your own on the PATH'],
  ])('a Node that does not start is named with its remedy: %s', async (words, remedy) => {
    // Without a Node on it: the folders that hold sh and the like may hold one as well.
    const tools = temporaryFolder();
    for (const tool of ['dirname', 'readlink']) symlinkSync(`/usr/bin/${tool}`, join(tools, tool));
    const { code, stderr } = await ran('/bin/sh', [bare(words), 'doctor'], tools, { PATH: tools });
    expect(code).toBe(127);
    expect(stderr).toContain(words);
    expect(stderr).toContain(remedy);
  });
});
