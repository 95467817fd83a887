import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createRedactor } from '../../src/foundation/redaction.ts';
import {
  blame,
  commit,
  history,
  makeRepository,
  pin,
  read,
  refusal,
  search,
  text,
  unbounded,
} from '../adapters/repository/repository-on-disk.ts';

const PASSWORD = 'correct-horse-battery';
const TOKEN = `ghp_${'a1B2'.repeat(9)}`;
const SECRET_FILES = [
  '.env',
  'deploy/.env.production',
  'tls/server.key',
  'tls/server.PEM',
  'id_ed25519',
  '.aws/credentials',
  '.netrc',
];
const files = {
  ...Object.fromEntries(SECRET_FILES.map((path) => [path, `password=${PASSWORD}\n`])),
  '.env.example': 'password=\n',
  'id_ed25519.pub': 'ssh-ed25519 AAAA\n',
  'src/key.ts': `export const token = '${TOKEN}';\nexport const password = '';\n`,
};

test('D6: a file whose name says that it holds secrets is withheld from every tool and every citation', async () => {
  const pinned = await pin(makeRepository(files));
  for (const path of SECRET_FILES) {
    for (const [tool, input] of [read(path), blame(path), search('password', path)])
      expect(await refusal(pinned, tool, input), tool).toMatch(
        / is withheld: its name says that it holds keys or passwords/,
      );
    expect(await pinned.readLines({ path, from: 1, to: 1 }, unbounded)).toMatchObject(REFUSED);
    expect(await pinned.readText(path, unbounded)).toMatchObject(REFUSED);
  }
  const found = await text(pinned, ...search('password'));
  expect(found).not.toContain(PASSWORD);
  expect(found).toMatch(/^2 matches in 2 files .*\n\.env\.example:1: password=\nsrc\/key\.ts:2: /);
  expect(found).toContain(
    '[withheld, because their names say that they hold keys or passwords: .aws/credentials, .env, .netrc, ',
  );
  const none = await text(pinned, ...search('correct-horse'));
  expect(none).toMatch(/^No line in the repository has correct-horse\.\n\[withheld/);
  expect(await text(pinned, ...read('id_ed25519.pub'))).toContain('ssh-ed25519 AAAA');
});

const REFUSED = { kind: 'not_here', reason: 'refused' };

test('D6: what looks like a secret, or is configured as one, is left out of any tool’s reading', async () => {
  const readme = `Call it with ${TOKEN}, or log in with ${PASSWORD}.\n`;
  const folder = makeRepository(files);
  commit(folder, `Rotate ${PASSWORD}`, { 'README.md': readme });
  const pinned = await pin(folder, { redact: createRedactor([PASSWORD]) });
  const calls = [
    read('README.md'),
    read('src/key.ts'),
    blame('README.md'),
    search('Call'),
  ] as const;
  for (const [tool, input] of calls) {
    const shown = await text(pinned, tool, input);
    expect(shown, tool).toContain('[redacted]');
    expect(shown, tool).toMatch(/\[what looks like a secret is left out\]$/);
  }
  const lines = await pinned.readLines({ path: 'README.md', from: 1, to: 1 }, unbounded);
  const everything = JSON.stringify([pinned.pinned, lines, await text(pinned, ...history(''))]);
  expect(everything).toContain('[redacted]');
  expect(everything).not.toContain(PASSWORD);
  expect(everything).not.toContain(TOKEN);
});

/**
 * Of random bytes, as a key is; made here, so that no file of this project holds anything that
 * looks like one.
 */
const KEY_LINES = Array.from({ length: 20 }, () => randomBytes(48).toString('base64')).filter(
  (line) => /(?:\d.*){3}/.test(line),
);
const PEM = (which: string) => `-----${which} RSA ${'PRIVATE'} KEY-----`;

test('D6: lines of a key, or a match in it, are left out though nothing beside names them', async () => {
  const code = ['const deploy = `', PEM('BEGIN'), ...KEY_LINES, PEM('END'), '`;', ''].join('\n');
  const hash = 'ab12'.repeat(16);
  const path = 'src/main/java/com/example/service/implementation/UserServiceImplementation';
  const pinned = await pin(
    makeRepository({ 'src/deploy.ts': code, 'sums.txt': `${hash}\n${path}\n` }),
  );
  const [, line = ''] = KEY_LINES;
  const cited = await pinned.readLines({ path: 'src/deploy.ts', from: 4, to: 6 }, unbounded);
  const calls = [
    read('src/deploy.ts', 4, 3),
    search(line.slice(10, 30)),
    blame('src/deploy.ts', 4, 3),
  ] as const;
  const shown = [
    JSON.stringify(cited),
    ...(await Promise.all(calls.map(([tool, input]) => text(pinned, tool, input)))),
  ];
  for (const each of shown) {
    expect(each).toContain('[redacted]');
    for (const left of KEY_LINES) expect(each).not.toContain(left.slice(0, 40));
  }
  expect(await text(pinned, ...read('sums.txt'))).toContain(`1: ${hash}\n2: ${path}`);
});
