import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DesignId } from '../../src/core/vocabulary/ids.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { openBundleFolder } from '../../src/record/bundle-folder.ts';
import type { OutsideFacts } from '../../src/record/compared-check.ts';
import { verifyBundle } from '../../src/record/verify.ts';
import { ownWorkshop } from './own-workshop.ts';
import { begun, eventsUntil, isEnd, type Workshop } from './running-engine.ts';

type Later = Parameters<Engine['command']>[1];

async function ended(engine: Engine): Promise<DesignId> {
  const id = await begun(engine, { settings: { questions: 'none', gates: 'none' } });
  await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);
  return id;
}

async function does(engine: Engine, id: DesignId, command: Later): Promise<void> {
  expect(await engine.command(id, command).answered).toEqual({ accepted: true });
  await engine.waitUntilSettled(id);
}

const accepts = (by: string, note = ''): Later => ({
  type: 'judge_decision',
  verdict: 'accepted',
  note,
  by,
});

/** The files of a design, as they lie on the disk. */
function filesOf({ dataDir }: Workshop, id: DesignId) {
  const folder = join(dataDir, 'designs', id);
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  return {
    read,
    verified: async (outside: OutsideFacts = {}) =>
      verifyBundle(await openBundleFolder(folder), outside),
  };
}

test('J14: deeds after the end are written into the files anew, and the signed text keeps its bytes', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const first = await startEngine();
  const id = await ended(first.engine);
  const files = filesOf(workshop, id);
  const signed = files.read('decision.md');
  const { events: before } = JSON.parse(files.read('manifest.json'));
  await does(first.engine, id, accepts('Ana'));
  expect(files.read('brief.md')).toMatch(/^Ana .*accepted it on .*\.$/m);
  expect(await files.verified()).toMatchObject({ verdict: 'verified' });
  await first.engine.stop();

  const { engine } = await startEngine();
  await does(engine, id, accepts('Ben', 'Go.'));
  expect(files.read('brief.md')).toMatch(
    /^Ana .*accepted it on .*\n\nBen .*accepted it on .*: “Go\.”$/m,
  );
  expect(files.read('events.jsonl')).toContain('"note":"Go."');
  expect(await files.verified()).toMatchObject({ verdict: 'verified' });
  // A head that was read before still holds.
  const { checks } = await files.verified({ head: before.head });
  expect(checks.find(({ name }) => name === 'head')).toMatchObject({
    result: 'passed',
    words: expect.stringMatching(/^event \d+ has this head; \d+ events followed$/),
  });
  expect(files.read('decision.md')).toBe(signed);
});

test('J14: files that a crash left as they were are written by the next owner', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const first = await startEngine();
  const id = await ended(first.engine);
  const { bundles } = first.engine.parts;
  const { promise: isReached, resolve: reach } = Promise.withResolvers<void>();
  await first.engine.stop();
  const killed = await startEngine({
    parts: {
      bundles: {
        ...bundles,
        write: async () => {
          reach();
          throw new Error('the disk is away');
        },
      },
    },
  });
  expect(await killed.engine.command(id, accepts('Ana')).answered).toEqual({ accepted: true });
  await isReached;
  await killed.engine.stop();
  const files = filesOf(workshop, id);
  expect(files.read('brief.md')).not.toMatch(/Ana .*accepted it/);
  const left = await workshop.store.pendingEffects(id);
  expect(left.map(({ effect }) => effect.type)).toContain('write_files');

  const { engine } = await startEngine();
  await engine.adoptDueDesigns();
  await engine.waitUntilSettled(id);
  expect(files.read('brief.md')).toMatch(/Ana .*accepted it/);
  expect(await files.verified()).toMatchObject({ verdict: 'verified' });
  expect(await workshop.store.pendingEffects(id)).toEqual([]);
});
