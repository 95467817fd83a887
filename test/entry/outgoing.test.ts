import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createRawServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkForge } from '../../src/entry/cli/doctor-lines.ts';
import { listConfiguredSecrets, readVariables } from '../../src/entry/config.ts';
import { findProxyTo } from '../../src/entry/outgoing.ts';
import { BAD_SECRET } from '../../src/entry/variables.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { calledHere } from './cli.ts';

const PROGRAM = join(import.meta.dirname, '../support/processes/through-proxy.ts');

/** A proxy that answers everything itself. `passed`: the addresses that it was asked for. */
async function proxyAnswering(status: number) {
  const passed: string[] = [];
  const logins: (string | undefined)[] = [];
  const server = createServer(({ url = '', headers }, answer) => {
    passed.push(new URL(url).host);
    logins.push(headers['proxy-authorization']);
    answer.writeHead(status).end();
  });
  server.on('connect', ({ url = '', headers }, socket) => {
    passed.push(url);
    logins.push(headers['proxy-authorization']);
    socket.on('error', () => undefined);
    socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, passed, logins };
}

async function ask(settings: Record<string, string>, urls: readonly string[]): Promise<string[]> {
  const env = {
    PATH: process.env.PATH ?? '',
    CHARRETTE_DATA_DIR: await temporaryFolder(),
    ...settings,
  };
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, ...urls], { env });
  return JSON.parse(stdout);
}

const EXCEPTED = [
  'http://127.0.0.1:9/',
  'http://[::1]:9/',
  'http://localhost:9/',
  'http://inner.invalid/',
  'http://deep.inner.invalid/',
  'http://one.star.invalid/',
  'http://port.invalid:8080/',
];
const PASSED = [
  'http://api.invalid/',
  'http://notinner.invalid/',
  'http://port.invalid/',
  'http://10.1.2.3/',
  'https://tls.invalid/',
  'wss://socket.invalid/',
  'wss://gateway.invalid/',
];

test.each(['HTTPS_PROXY HTTP_PROXY NO_PROXY', 'https_proxy http_proxy no_proxy'])(
  'everything outside goes through the proxies in %s, and nothing that they except',
  async (names) => {
    const { host, passed, logins } = await proxyAnswering(503);
    const [https = '', http = '', no = ''] = names.split(' ');
    const settings = {
      [https]: `me:p%40ss@${host}`,
      [http]: `http://${host}`,
      [no]: '.inner.invalid, *.star.invalid port.invalid:8080,10.0.0.0/8',
    };
    await ask(settings, [...EXCEPTED, ...PASSED]);
    const asked = new Set(passed.map((address) => address.replace(':443', '')));
    expect([...asked]).toEqual(PASSED.map((url) => new URL(url).host));
    expect(logins.filter(Boolean)).toContain(`Basic ${btoa('me:p@ss')}`);
    const { outgoing } = readVariables(settings);
    expect([...EXCEPTED, ...PASSED].filter((url) => findProxyTo(url, outgoing) !== null)).toEqual(
      PASSED,
    );
  },
);

/** A server that does this with each connection, after its first bytes. */
async function serverDoing(what: (socket: Socket, isTunnel: boolean) => void): Promise<string> {
  const server = createRawServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (bytes) => what(socket, String(bytes).startsWith('CONNECT')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const NAMED_AT_HTTPS = /the proxy in HTTPS_PROXY/;
const NAMED_AT_HTTP = /through the proxy in HTTP_PROXY$/;
test.each([
  ['drops each connection', (socket: Socket) => void socket.destroy(), NAMED_AT_HTTP],
  [
    'speaks another protocol',
    (socket: Socket) => void socket.end('SSH-2.0-OpenSSH_9\r\n'),
    NAMED_AT_HTTP,
  ],
  ['cuts an answer', cut, NAMED_AT_HTTP],
  [
    'cannot reach the address',
    (socket: Socket) => void socket.end('HTTP/1.1 502 Bad\r\n\r\n'),
    /^502$/,
  ],
  ['is busy', (socket: Socket) => void socket.end('HTTP/1.1 503 Busy\r\n\r\n'), /^503$/],
])('a proxy that %s is named, also by Discord’s socket', async (what, doing, atHttp) => {
  const host = await serverDoing(doing);
  // Of what is cut Discord's library says nothing, and connects again.
  const sockets = what === 'cuts an answer' ? [] : ['wss://gateway.invalid/'];
  const urls = ['https://api.invalid/', 'http://api.invalid/', ...sockets];
  const [https, http, socket] = await ask({ HTTPS_PROXY: host, HTTP_PROXY: host }, urls);
  expect(https).toMatch(NAMED_AT_HTTPS);
  expect(http).toMatch(atHttp);
  expect(socket ?? https).toMatch(NAMED_AT_HTTPS);
});

function cut(socket: Socket, isTunnel: boolean): void {
  if (isTunnel) {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    socket.once('data', () => socket.destroy());
  } else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nhalf', () => socket.destroy());
}

test('a proxy that is not there is named, and the setting is the one that is set', async () => {
  const [closed, unknown] = await Promise.all(
    ['127.0.0.1:1', 'proxy.invalid'].map((HTTP_PROXY) =>
      ask({ HTTP_PROXY }, ['https://api.invalid/']),
    ),
  );
  expect(closed?.[0]).toMatch(/ECONNREFUSED.*, through the proxy in HTTP_PROXY$/);
  expect(unknown?.[0]).toMatch(/proxy\.invalid, through the proxy in HTTP_PROXY$/);
});

test('a proxy’s own refusal names the setting and what to do', async () => {
  const urls = ['https://api.invalid/', 'http://api.invalid/'];
  for (const [status, words] of [
    [
      407,
      [
        /HTTPS_PROXY .*\(407\).*user name and password/,
        /HTTP_PROXY .*\(407\).*user name and password/,
      ],
    ],
    [403, [/HTTPS_PROXY .*\(403\).*NO_PROXY/, /403/]],
    [502, [/HTTPS_PROXY .*\(502\)/, /502/]],
  ] as const) {
    const { host } = await proxyAnswering(status);
    const outcomes = await ask({ HTTPS_PROXY: host, HTTP_PROXY: host }, urls);
    expect(outcomes).toEqual(words.map((each) => expect.stringMatching(each)));
  }
});

test.each([
  ...[
    'socks5://127.0.0.1:1080',
    'http://me:50%@proxy.invalid',
    'http://',
    'me:12#3@proxy.invalid:3128',
  ],
  ...['me:1/2@proxy.invalid:3128', 'me:p?w@proxy.invalid', 'http://me:a#b@proxy.invalid:80'],
])('a proxy that cannot be used is refused by its name: %s', (HTTPS_PROXY) => {
  expect(() => readVariables({ HTTPS_PROXY })).toThrow(
    `HTTPS_PROXY ${BAD_SECRET}; expected an http or https URL (no SOCKS), also without http://, as in user:password@host:port, with % # / ? @ in the password written as %25 %23 %2F %3F %40.`,
  );
});

test('D6: the password of a proxy is a secret, and its address is none', () => {
  const { secrets } = readVariables({ https_proxy: 'me:hidden%40word@proxy.invalid:3128' });
  expect(secrets).toEqual(['hidden@word']);
  expect(
    listConfiguredSecrets({ HTTPS_PROXY: '10.0.0.1:3128', http_proxy: 'me:hidden@10.0.0.1' }),
  ).toEqual(['hidden']);
  expect(readVariables({ HTTPS_PROXY: '10.0.0.1:3128' }).secrets).toEqual([]);
});

test('doctor says which way leads to each address, and which setting leads nowhere', async () => {
  const proxies = async (environment: Record<string, string>) => {
    const { stdout } = await calledHere(await temporaryFolder(), ['doctor'], {
      CHARRETTE_REHEARSAL: '1',
      ...environment,
    });
    return /^proxies .*$/m.exec(stdout)?.[0];
  };
  expect(await proxies({ ALL_PROXY: 'socks5://127.0.0.1:3' })).toMatch(
    / note +ALL_PROXY has no effect/,
  );
  const through = {
    HTTPS_PROXY: '127.0.0.1:3',
    ...{ CHARRETTE_FORGE_TOKEN: 'made-up-token', CHARRETTE_FORGE_REPOS: 'acme/shop' },
    ...{
      DISCORD_TOKEN: `${'m'.repeat(26)}.made-u.${'p'.repeat(38)}`,
      DISCORD_APPLICATION_ID: '123456789012345678',
    },
  };
  const said = await proxies(through);
  for (const host of ['https://api.github.com', 'https://discord.com', 'wss://gateway.discord.gg'])
    expect(said).toContain(`${host} through HTTPS_PROXY (127.0.0.1:3)`);
});

function answering(words: string) {
  return async () => `http://${await serverDoing((socket) => void socket.end(words))}`;
}

function page(type: string, text: string): string {
  return `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${text.length}\r\n\r\n${text}`;
}

describe('an address of another forge', () => {
  const FORGE = { CHARRETTE_FORGE_TOKEN: 'made-up-token', CHARRETTE_FORGE_REPOS: 'acme/shop' };

  test('an address of another forge is called as it stands, and only there is the token sent', async () => {
    const asked: string[] = [];
    const server = createServer(({ url, headers }, answer) => {
      asked.push(`${url} ${headers.authorization}`);
      answer.writeHead(200, { 'content-type': 'application/json' }).end('[]');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const CHARRETTE_FORGE_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v3`;
    const { forge } = readVariables({ ...FORGE, CHARRETTE_FORGE_URL });
    await expect(checkForge(forge)).resolves.toMatchObject({ mark: 'ok' });
    expect(asked).toEqual([
      '/api/v3/repos/acme/shop/pulls?state=open&per_page=100&page=1 token made-up-token',
    ]);
  });

  test.each([
    [
      'nowhere',
      () => 'http://forge.invalid:8080',
      /forge\.invalid:8080: getaddrinfo \w+ forge\.invalid\./,
    ],
    ['where nothing listens', () => 'http://127.0.0.1:3', /127\.0\.0\.1:3: connect ECONNREFUSED/],
    [
      'that is down',
      answering('HTTP/1.1 503 Down\r\ncontent-length: 0\r\n\r\n'),
      /: it answered 503\./,
    ],
    [
      'of a web page',
      answering(page('text/html', '<html>Sign in</html>')),
      /: what answers there is not its API/,
    ],
    [
      'of another API',
      answering(page('application/json', '{"a":1}')),
      /: what answers there is not its API/,
    ],
    ['that breaks off', answering('HTTP/1.1 200 OK\r\n'), /: other side closed\./],
    [
      'of another protocol',
      answering('SSH-2.0-OpenSSH_9\r\n'),
      /: Response does not match the HTTP/,
    ],
  ])(
    '%s names the host, the cause and the setting, and wrote nothing',
    async (_, address, cause) => {
      const { forge } = readVariables({ ...FORGE, CHARRETTE_FORGE_URL: await address() });
      const said = await checkForge(forge).catch(({ message }) => message);
      expect(said).toMatch(cause);
      expect(said).toContain('CHARRETTE_FORGE_URL');
      expect(said).not.toContain('succeeded');
    },
  );

  test.each([
    'https://github.com',
    'https://github.com/acme',
    'ssh://host',
    'host/api/v3',
    'https://a:b@host',
  ])(
    'an address of another forge is refused if it is no address of an API: %s',
    (CHARRETTE_FORGE_URL) => {
      expect(() => readVariables({ ...FORGE, CHARRETTE_FORGE_URL })).toThrow(
        /CHARRETTE_FORGE_URL is /,
      );
    },
  );
});
