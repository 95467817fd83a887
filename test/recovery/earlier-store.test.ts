import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import type { DesignView } from '../../src/core/telling/design-view.ts';
import { calledHere } from '../entry/cli.ts';
import { FEW_PERSONAS } from '../entry/daemon.ts';
import { PACE } from '../entry/in-process.ts';
import { fastClock } from '../entry/pace.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { expectVerified } from './expected.ts';
import { killEveryoneHere, startHere } from './here.ts';
import { say } from './people.ts';

/**
 * What 0.2.0 left behind, of each kind: a store with a design that has ended and one that waits for answers, and the bundle
 * of the first. A release adds its own (docs/releasing.md), and none is ever changed.
 */
const at = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const [STORE, BUNDLE] = [at('store-of-0.2.sqlite.gz'), at('bundle-of-0.2.tar.gz')];
/** When it was made: answers were waited for until a week later. */
const THEN = Date.parse('2026-11-24T07:00:00Z');

afterAll(killEveryoneHere);

test('P6: a daemon keeps the store of 0.2 as it was, and goes on with the design that waits in it', async () => {
  const dataDir = temporaryFolder();
  writeFileSync(join(dataDir, 'store.sqlite'), gunzipSync(readFileSync(STORE)), { mode: 0o600 });
  const environment = { ...FEW_PERSONAS, CHARRETTE_REHEARSAL_LATENCY_MS: '0' };
  const daemon = await startHere({ dataDir, environment }, undefined, fastClock(PACE, THEN));
  expect(existsSync(join(dataDir, 'before-0003_lesson_dismissals.sqlite'))).toBe(true);
  const { designs } = await daemon.get<{ designs: DesignView[] }>('/designs');
  expect(designs.map(({ status }) => status).toSorted()).toEqual(['awaiting_input', 'completed']);
  const { id = '' } = designs.find(({ status }) => status === 'awaiting_input') ?? {};
  await say(daemon, id, 'answered', { author: 'ana', skip: true });
  await daemon
    .events(id)
    .until('the gate, or the end', ({ type }) => /^(gate_opened|design_ended)$/.test(type));
  const { gate } = await daemon.get<DesignView>(`/designs/${id}`);
  if (gate !== null) await say(daemon, id, `gates/${gate.id}`, { choice: 'accept', author: 'ana' });
  expect(await daemon.untilEnded(id)).toMatchObject({ status: 'completed' });
  await expectVerified(dataDir, id);
});

test('P8: all of the bundle of 0.2 holds that its version recorded, and a changed byte in it is found', async () => {
  const folder = temporaryFolder();
  execFileSync('tar', ['-xzf', BUNDLE, '-C', folder]);
  const [name = ''] = readdirSync(folder);
  const bundle = join(folder, name);
  const verified = await calledHere(temporaryFolder(), ['verify', bundle]);
  for (const part of ['manifest', 'files', 'events', 'seals', 'decision', 'outcome'])
    expect(verified.stdout).toMatch(new RegExp(`^ {2}passed +${part} `, 'm'));
  // How 0.2 worded its papers only 0.2 knows.
  expect(verified.stdout).toMatch(/^ {2}not verified +texts /m);
  expect(verified.stdout).not.toContain('failed');
  const decision = join(bundle, 'decision.md');
  writeFileSync(decision, readFileSync(decision, 'utf8').replace('e', 'E'));
  expect((await calledHere(temporaryFolder(), ['verify', bundle])).stdout).toMatch(/^ {2}failed +files /m);
});
