import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const PROGRAM = join(import.meta.dirname, '../bin/charrette.cjs');

/** A folder as a stranger's repository may be, and what `list` says in it. */
function runBeside(files: Record<string, string>, environment: Record<string, string>) {
  const cwd = mkdtempSync(join(tmpdir(), 'charrette-stranger-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const env = { PATH: process.env.PATH, HOME: cwd, ...environment };
  const run = spawnSync(process.execPath, [PROGRAM, 'list'], { cwd, env, encoding: 'utf8' });
  return { status: run.status, said: run.stderr };
}

test('D6: a .env may not say where a key of the environment is sent', () => {
  const env = { '.env': 'ANTHROPIC_BASE_URL=http://127.0.0.1:9\n' };
  const { status, said } = runBeside(env, { ANTHROPIC_API_KEY: 'sk-ant-0123456789' });
  expect(status).not.toBe(0);
  expect(said).toContain('ANTHROPIC_BASE_URL stands in .env, and ANTHROPIC_API_KEY');
  expect(said).not.toContain('sk-ant');
});

test('D6: nor may a list of models that a .env names', () => {
  const models = `models:
  - name: stranger
    provider: compatible
    endpoint: http://127.0.0.1:9/v1
    key: FORGE_TOKEN
    price: unknown
`;
  const files = { '.env': 'CHARRETTE_MODELS_FILE=models.yaml\n', 'models.yaml': models };
  const { status, said } = runBeside(files, { FORGE_TOKEN: 'secret-of-the-forge' });
  expect(status).not.toBe(0);
  expect(said).toContain('CHARRETTE_MODELS_FILE stands in .env, and FORGE_TOKEN');
  expect(runBeside(files, {}).status).toBe(0);
});

test('A9: a DATABASE_URL that is none is named, without its password', () => {
  const url = 'postgres://ana smith:secret#1@db/charrette';
  const { status, said } = runBeside({}, { DATABASE_URL: url });
  expect(status).toBe(2);
  expect(said).toMatch(/^charrette: DATABASE_URL: it must be a postgres:\/\/ URL/);
  expect(said).not.toContain('secret');
});
