import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';

const PROGRAM = join(import.meta.dirname, '../support/processes/through-proxy.ts');

test('an authority that Node does not know is told with what lets Charrette trust it, and then it does', async () => {
  const folder = temporaryFolder();
  const [cert, key] = [join(folder, 'tls.crt'), join(folder, 'tls.key')];
  const made =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=proxy.example';
  const words = [...made.split(' '), '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', [...words, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (_, answer) =>
    answer.end(),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const outcome = async (more: Record<string, string>) => {
    const env = { PATH: process.env.PATH ?? '', CHARRETTE_DATA_DIR: folder, ...more };
    return (await promisify(execFile)(process.execPath, [PROGRAM, url], { env })).stdout;
  };
  expect(await outcome({})).toContain('NODE_EXTRA_CA_CERTS=/path/of/authorities');
  expect(await outcome({ NODE_EXTRA_CA_CERTS: cert })).toBe('["200"]');
});
