import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openBundleFolder } from '../../../src/adapters/files/bundle-folder.ts';
import { createBundles } from '../../../src/adapters/files/bundles.ts';
import { ADDENDUM } from '../../../src/core/outcome/file-names.ts';
import type { DesignId } from '../../../src/core/vocabulary/ids.ts';
import { addendumOf } from '../../../src/runtime/bundle/addendum.ts';
import { artifactsOf, readBundleFile } from '../../../src/runtime/bundle/remade.ts';
import { verifyBundle } from '../../../src/runtime/bundle/verify.ts';
import type { Engine } from '../../../src/runtime/engine/engine.ts';
import { allEvents } from '../../../src/runtime/engine/loading.ts';
import { silentLog } from '../../support/silent-log.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { ownWorkshop } from './own-workshop.ts';
import { answering, begun, eventsUntil, isEnd, remark } from './running-engine.ts';

const { workshop, startEngine } = await ownWorkshop();
type Later = Parameters<Engine['command']>[1];
const NAMES = Object.values(ADDENDUM);

async function ended(engine: Engine): Promise<DesignId> {
  const id = await begun(engine, { settings: { questions: 'none', gates: 'none' } });
  await eventsUntil(engine, id, isEnd);
  await engine.settled(id);
  return id;
}

async function does(engine: Engine, id: DesignId, command: Later): Promise<void> {
  expect(await engine.command(id, command).answered).toEqual({ accepted: true });
  await engine.settled(id);
}

const accepts = (by: string, note = ''): Later => ({
  type: 'judge_decision',
  verdict: 'accepted',
  note,
  by,
});
const folderOf = (id: DesignId) => join(workshop.dataDir, 'designs', id);
const read = (id: DesignId, name: string) => readFileSync(join(folderOf(id), name), 'utf8');
const bytesOf = (id: DesignId, names: readonly string[]) => names.map((name) => read(id, name));
const verified = async (id: DesignId) => verifyBundle(await openBundleFolder(folderOf(id)));

/** Verifies the files, and that a changed byte in any of the addendum's is found. */
async function expectSound(id: DesignId): Promise<void> {
  expect(await verified(id)).toMatchObject({ verdict: 'verified' });
  for (const name of NAMES) {
    const text = read(id, name);
    const at = Math.floor(text.length / 2);
    const other = text[at] === 'x' ? 'y' : 'x';
    writeFileSync(join(folderOf(id), name), `${text.slice(0, at)}${other}${text.slice(at + 1)}`);
    const { checks } = await verified(id);
    expect(
      checks.flatMap((check) => (check.result === 'failed' ? [check.name] : [])),
      name,
    ).toEqual(['addendum']);
    writeFileSync(join(folderOf(id), name), text);
  }
}

test('J14: what people do after the end is written beside the files, which stay as they are', async () => {
  const first = await startEngine();
  const id = await ended(first.engine);
  const bundle = (await first.engine.design(id))?.files.map(({ name }) => name) ?? [];
  const names = [...bundle, 'events.jsonl', 'words.jsonl', 'manifest.json'];
  const before = bytesOf(id, names);
  await does(first.engine, id, accepts('Ana'));
  expect(read(id, ADDENDUM.adr)).toContain('- Status: accepted by Ana on ');
  await expectSound(id);
  await first.engine.stop();

  const { engine } = await startEngine();
  await does(engine, id, accepts('Ben', 'Go.'));
  expect(read(id, ADDENDUM.adr)).toMatch(/- Status: accepted by Ana and Ben on \d+ \w+/);
  await expectSound(id);
  await does(engine, id, { type: 'assign_step', step: 1, to: 'Cem', date: '2026-12-01', by: 'Ana' });
  expect(read(id, ADDENDUM.adr)).toContain(': Cem, by 1 December (named by Ana on ');
  await expectSound(id);
  expect(bytesOf(id, names)).toEqual(before);
});

test('J14: files that a crash left out are written by the next owner, the same bytes', async () => {
  const first = await startEngine();
  const id = await ended(first.engine);
  const { bundles } = first.engine.parts;
  const { promise: isReached, resolve: reach } = Promise.withResolvers<void>();
  await first.engine.stop();

  const killed = await startEngine({
    parts: {
      bundles: {
        ...bundles,
        writeAddendum: async () => {
          reach();
          throw new Error('the disk is away');
        },
      },
    },
  });
  expect(await killed.engine.command(id, accepts('Ana')).answered).toEqual({ accepted: true });
  await isReached;
  await killed.engine.stop();
  expect(await bundles.read(id, ADDENDUM.adr)).toBeNull();
  const left = await workshop.store.pendingEffects(id);
  expect(left.map(({ effect }) => effect.type)).toContain('write_addendum');

  const { engine } = await startEngine();
  await engine.adoptDueDesigns();
  await engine.settled(id);
  const made = addendumOf(await allEvents(workshop.store, id)).map(({ text }) => text);
  expect(bytesOf(id, NAMES)).toEqual(made);
  expect(await workshop.store.pendingEffects(id)).toEqual([]);
});

test('J14: a reader elsewhere gets the same files, made again from the events', async () => {
  const { engine } = await startEngine();
  const id = await ended(engine);
  await does(engine, id, accepts('Ana'));
  const bundles = createBundles({ dataDir: temporaryFolder(), log: silentLog });
  const elsewhere = { store: workshop.store, bundles };
  for (const name of NAMES) {
    const found = await readBundleFile(elsewhere, id, name);
    expect(Buffer.from(found ?? []).toString(), name).toBe(read(id, name));
  }
  const design = await engine.design(id);
  if (design === null) throw new Error('it is there');
  const listed = (await artifactsOf(elsewhere, design)).map(({ name }) => name);
  expect(listed).toEqual(expect.arrayContaining(NAMES));
});

test('P12: words that are removed are removed from the addendum too, which is verified without them', async () => {
  const { engine } = await startEngine({ settings: { gates: 'none' } });
  const id = await answering(engine);
  await engine.command(id, remark('The password is Tr0ub4dor&3x.', 'said')).answered;
  await engine.command(id, { type: 'finish_answering', by: 'ana', skip: false }).answered;
  await eventsUntil(engine, id, isEnd);
  await engine.settled(id);
  await does(engine, id, accepts('Ana', 'Change Tr0ub4dor&3x first.'));
  expect(read(id, ADDENDUM.adr)).toContain('Change Tr0ub4dor');
  await does(engine, id, { type: 'redact_reply', replyId: 'said', words: '', by: 'operator' });
  for (const name of NAMES) expect(read(id, name), name).not.toContain('Tr0ub4dor');
  expect(read(id, ADDENDUM.adr)).toContain('- Status: accepted by Ana on ');
  expect(await verified(id)).toMatchObject({ verdict: 'verified' });
  await expectSound(id);
  expect(addendumOf(await allEvents(workshop.store, id)).map(({ text }) => text)).toEqual(bytesOf(id, NAMES));
});
