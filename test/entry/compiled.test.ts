import {
  chmodSync,
  cpSync,
  globSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, onTestFinished } from 'vitest';
import { assertOnlyOurs } from '../../src/entry/compiled.mjs';
import { ROOT } from '../house/source.ts';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { Daemon, launch } from './daemon.ts';
import { until } from './waiting.ts';

const { test } = await needing('a folder of its own');

const PARTS = ['src', 'personas', 'migrations', 'models.yaml', 'package.json'];
/** Below a folder that only this user can change; the temporary one is everybody's. */
const CLONE = join(ROOT, '.cache/test-compiled');
const COMPILED = join(CLONE, 'node_modules/.cache/compiled');

/** Fewer modules than a daemon has. */
const MANY = 500;

function problemOf(folder: string): string | null {
  try {
    assertOnlyOurs(folder);
    return null;
  } catch (error) {
    return String(error);
  }
}

beforeAll(() => {
  rmSync(CLONE, { recursive: true, force: true });
  mkdirSync(join(CLONE, 'node_modules'), { recursive: true });
  for (const part of PARTS) cpSync(join(ROOT, part), join(CLONE, part), { recursive: true });
  for (const name of readdirSync(join(ROOT, 'node_modules')).filter(
    (each) => !each.startsWith('.'),
  ))
    symlinkSync(join(ROOT, 'node_modules', name), join(CLONE, 'node_modules', name));
  return () => rmSync(CLONE, { recursive: true, force: true });
});

const listCompiled = () => globSync(join(COMPILED, '*/*'));

async function startDaemon(dataDir = temporaryFolder()): Promise<Daemon> {
  const environment = { NODE_COMPILE_CACHE: '', CHARRETTE_REHEARSAL: '1' };
  const running = launch(dataDir, environment, [join(CLONE, 'src/entry/charrette.mjs'), 'serve']);
  const daemon = await Daemon.ready(running);
  onTestFinished(() => daemon.kill());
  return daemon;
}

// In whichever order they run.
beforeEach(() => rmSync(COMPILED, { recursive: true, force: true }));

test('a killed daemon leaves what it compiled, and a damaged cache is not run', async () => {
  const daemon = await startDaemon();
  await until('compiled modules', () => listCompiled().length > MANY);
  await daemon.kill();
  for (const file of listCompiled()) truncateSync(file, 100);
  const next = await startDaemon();
  expect(next.output).not.toContain('start_not_cached');
});

test('what an earlier installation compiled into a data folder long ago is removed, and nothing else', async () => {
  const dataDir = temporaryFolder();
  const compiled = join(dataDir, 'compiled');
  for (const name of ['11-1790000000000.5', '12-1790000000000', 'notes'])
    mkdirSync(join(compiled, name, 'v26'), { recursive: true });
  const longAgo = Date.now() / 1_000 - 40 * 86_400;
  for (const name of ['11-1790000000000.5', 'notes'])
    utimesSync(join(compiled, name), longAgo, longAgo);
  await startDaemon(dataDir);
  await until('the folder', () => !readdirSync(compiled).includes('11-1790000000000.5'));
  expect(readdirSync(compiled).toSorted()).toEqual(['12-1790000000000', 'notes']);
});

test('a cache that others may write is not used, and one line says so', async () => {
  mkdirSync(COMPILED, { recursive: true });
  chmodSync(COMPILED, 0o777);
  const daemon = await startDaemon();
  await until('the line', () => daemon.output.includes('start_not_cached'));
  expect(daemon.output).toContain(`${COMPILED} can be written by others`);
  expect(readdirSync(COMPILED)).toEqual([]);
});

test('neither is a cache behind a link, nor one below a folder that others may write', () => {
  const folder = join(CLONE, 'above');
  mkdirSync(join(folder, 'below'), { recursive: true });
  expect(problemOf(join(folder, 'below'))).toBeNull();
  symlinkSync(folder, join(CLONE, 'link'));
  expect(problemOf(join(CLONE, 'link/below'))).toContain('link is no folder, or a link');
  chmodSync(folder, 0o775);
  expect(problemOf(join(folder, 'below'))).toContain('above can be written by others');
});
