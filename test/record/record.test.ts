/** A design's folder: written, read back, and verified offline. */

import { readdirSync, writeFileSync } from 'node:fs';
import {
  chmod,
  type FileHandle,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Design } from '#design/state.ts';
import { type ChainedEvent, chainEvents, checkChain } from '#record/chain.ts';
import { filesOf } from '#record/files.ts';
import { Manifest, type RecordFile } from '#record/manifest.ts';
import { verifyFolder } from '#record/verify.ts';
import { folderOf, removeFolder, writeDurably, writeFiles } from '#record/write.ts';
import { Fault } from '#support/fault.ts';
import { canonicalJson, sha256Of } from '#support/hash.ts';
import { DESIGN_ID } from '#test/support/design-world.ts';
import { renderDecisionFile, signedTextOf } from '#words/decision-file.ts';
import { atGate, type Scene } from '../words/scenes.ts';

const FAILURES = [{ name: 'failures/outsider-0000000a.log', text: 'heap out of memory\n' }];

let dataDir = '';
let folder = '';
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'charrette-record-'));
  folder = folderOf(dataDir, DESIGN_ID);
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

describe('the files of a design', () => {
  it('P1: are made of its events and nothing else', () => {
    const { design, events } = accepted();
    const files = filesOf(design, events, 'store-1', FAILURES);
    expect(files.map(({ name }) => name)).toEqual([
      'decision.md',
      'record.md',
      'events.jsonl',
      'failures/outsider-0000000a.log',
      'manifest.json',
    ]);
    expect(filesOf(design, events, 'store-1', FAILURES)).toEqual(files);
    expect(textOf(files, 'decision.md')).toBe(renderDecisionFile(design));
    const lines = textOf(files, 'events.jsonl').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(JSON.parse(canonicalJson(events)));
  });

  it('P3: stand in the manifest with their hashes, beside the store that wrote them', () => {
    const { design, events } = accepted();
    const files = filesOf(design, events, 'store-1', FAILURES);
    const manifest = Manifest.parse(JSON.parse(textOf(files, 'manifest.json')));
    expect(manifest.store).toBe('store-1');
    expect(manifest.files).toEqual(
      files.slice(0, -1).map(({ name, text }) => ({
        name,
        bytes: Buffer.byteLength(text),
        sha256: sha256Of(text),
      })),
    );
    expect(manifest.head).toEqual({ seq: events.length, hash: events.at(-1)?.hash });
    expect(manifest.decision?.signatures).toHaveLength(5);
  });

  it('P3: are written whole, read back, and leave nothing else behind', async () => {
    const files = filesOf(...written(accepted()), 'store-1', FAILURES);
    const done = await writeFiles(folder, files);
    expect(done).toEqual(
      files.map(({ name, text }) => ({
        name,
        bytes: Buffer.byteLength(text),
        sha256: sha256Of(text),
      })),
    );
    for (const { name, text } of files)
      expect(await readFile(join(folder, name), 'utf8')).toBe(text);
    expect((await readdir(folder)).sort()).toEqual([
      'decision.md',
      'events.jsonl',
      'failures',
      'manifest.json',
      'record.md',
    ]);
    // Once more, as after a takeover.
    expect(await writeFiles(folder, files)).toEqual(done);
  });

  it('P3 P8: take the place of what a killed attempt has left', async () => {
    const files = filesOf(...written(accepted()), 'store-1', FAILURES);
    await writeFiles(folder, files);
    for (const name of ['record.md.tmp', 'failures/outsider-0000000a.log.tmp', 'old.md'])
      await writeFile(join(folder, name), 'half a te');
    await writeFiles(folder, files);
    expect(await verifyFolder(folder)).toMatchObject({ ok: true });
    await rm(folder, { recursive: true });
    const refuse = () => AbortSignal.abort().throwIfAborted();
    await expect(writeFiles(folder, files, refuse)).rejects.toThrow('aborted');
    await expect(readdir(folder)).rejects.toThrow('ENOENT');
  });

  it('P3: are flushed under another name, and then take theirs in a folder that is flushed', async () => {
    await using file = await open(dataDir);
    const flush = vi.spyOn(Object.getPrototypeOf(file) as FileHandle, 'sync');
    onTestFinished(() => flush.mockRestore());
    const before: unknown[] = [];
    const look = () => before.push([flush.mock.calls.length, ...readdirSync(folder)]);
    await writeDurably(folder, 'record.md', 'x', look);
    expect(before).toEqual([[1, expect.stringMatching(/^record\.md\..+\.tmp$/)]]);
    expect([flush.mock.calls.length, ...readdirSync(folder)]).toEqual([2, 'record.md']);
  });

  it('P3: are not said to be written where they read back otherwise', async () => {
    const spoil = () => writeFileSync(join(folder, readdirSync(folder)[0] ?? ''), 'half a te');
    await expect(writeDurably(folder, 'record.md', 'half a text', spoil)).rejects.toMatchObject({
      code: 'write_failed',
    });
  });

  it('P3: are not said to be written where they cannot be', async () => {
    await writeFile(join(dataDir, 'designs'), 'a file in the place of the folder');
    const error = await writeFiles(folder, [{ name: 'record.md', text: 'x' }]).catch(
      (fault: unknown) => fault,
    );
    expect(error).toBeInstanceOf(Fault);
    expect(error).toMatchObject({ code: 'write_failed' });
    expect(String(error)).toContain('(record.md)');
  });

  it('are removed with their folder', async () => {
    await writeFiles(folder, filesOf(...written(accepted()), 'store-1'));
    await removeFolder(folder);
    await removeFolder(folder);
    expect(await readdir(join(dataDir, 'designs'))).toEqual([]);
  });
});

describe('the chain of events', () => {
  it('P11: holds for what was chained, in parts too', () => {
    const { events } = accepted();
    const plain = events.map(({ event }) => event);
    const half = chainEvents(null, plain.slice(0, 40));
    const rest = chainEvents(half.at(-1) ?? null, plain.slice(40));
    expect([...half, ...rest]).toEqual(events);
    expect(checkChain(events)).toBeNull();
  });

  it('P11: breaks at an event that was changed, left out, put in or moved', () => {
    const { events } = accepted();
    const at = 10;
    const [event, next] = [events[at], events[at + 1]];
    if (event === undefined || next === undefined) throw new Error('too few events');
    const changed = { ...event, event: { ...event.event, at: event.event.at + 1 } };
    expect(checkChain(events.with(at, changed))).toBe(at + 1);
    expect(checkChain(events.toSpliced(at, 1))).toBe(at + 1);
    expect(checkChain(events.toSpliced(at, 0, event))).toBe(at + 2);
    expect(checkChain(events.with(at, next).with(at + 1, event))).toBe(at + 1);
    const numbered = events.toSpliced(at, 1).map((each, index) => ({ ...each, seq: index + 1 }));
    expect(checkChain(numbered)).toBe(at + 1);
    expect(checkChain(events.map((each) => ({ ...each, seq: each.seq + 1 })))).toBe(1);
  });
});

describe('verify', () => {
  it('P8: says that a folder matches', async () => {
    await writeFiles(folder, filesOf(...written(accepted()), 'store-1', FAILURES));
    const { ok, lines } = await verifyFolder(folder);
    expect(lines).toEqual([
      `${DESIGN_ID}: everything matches.`,
      expect.stringMatching(/^4 files, \d+ events in an unbroken chain, 6 seals\.$/),
      expect.stringMatching(/^The decision [0-9a-f]{8} has 5 signatures under this very text\.$/),
    ]);
    expect(ok).toBe(true);
  });

  it('P8: holds for a design that ended before there was a decision', async () => {
    const { design, events } = chained(atGateless());
    await writeFiles(folder, filesOf(design, events, 'store-1'));
    expect(await verifyFolder(folder)).toMatchObject({ ok: true });
    expect(await readdir(folder)).not.toContain('decision.md');
  });

  it.each<[name: string, change: () => Promise<void>, problem: RegExp]>([
    [
      'a changed file',
      () => edit('record.md', 'Ana', 'Eva'),
      /^record\.md is not what the manifest says/,
    ],
    ['a missing file', () => rm(join(folder, 'record.md')), /^record\.md cannot be read/],
    [
      'a file that nobody wrote',
      () => writeFile(join(folder, 'failures', 'x.log'), ''),
      /^failures.x\.log is not in the manifest/,
    ],
    [
      'no manifest',
      () => rm(join(folder, 'manifest.json')),
      /^manifest\.json is missing or cannot be read/,
    ],
    [
      'a manifest of a file elsewhere',
      () => edit('manifest.json', '"record.md"', '"../record.md"'),
      /^manifest\.json is missing or cannot be read/,
    ],
    [
      'a changed event',
      () => change('events.jsonl', '"depth":"standard"', '"depth":"quick"'),
      /^The chain of events breaks at event 1/,
    ],
    [
      'a cut end',
      () => change('events.jsonl', /\n[^\n]*\n$/, '\n'),
      /^The chain of events does not end where/,
    ],
    [
      'another signed text',
      () => change('decision.md', 'The team runs two kinds', 'The team runs three kinds'),
      /^decision\.md does not hold the text that was signed/,
    ],
    [
      'a signature that nobody gave',
      () => edit('manifest.json', '"dissents"', '"signs"'),
      /^The signatures in the manifest are not/,
    ],
    [
      'another seal',
      () => edit('manifest.json', /(seals[\s\S]*?sha256": ")[0-9a-f]{64}/, `$1${'0'.repeat(64)}`),
      /^The seals in the manifest are not/,
    ],
    [
      'another decision',
      () =>
        edit(
          'manifest.json',
          /("decision": \{[\s\S]*?sha256": ")[0-9a-f]{64}/,
          `$1${'0'.repeat(64)}`,
        ),
      /^The decision in the manifest is not/,
    ],
  ])('P8: finds %s', async (_name, spoil, problem) => {
    await writeFiles(folder, filesOf(...written(accepted()), 'store-1', FAILURES));
    await spoil();
    const { ok, lines } = await verifyFolder(folder);
    expect(ok).toBe(false);
    expect(
      lines.some((line) => problem.test(line)),
      lines.join('\n'),
    ).toBe(true);
  });

  it('P8: finds a proposal other than the one that was sealed, in an unbroken chain', async () => {
    const { design, events } = accepted();
    const forged = events.map(({ event }) =>
      event.type === 'proposal_sealed'
        ? { ...event, proposal: { ...event.proposal, headline: 'Keep everything.' } }
        : event,
    );
    await writeFiles(folder, filesOf(design, chainEvents(null, forged), 'store-1'));
    const { lines } = await verifyFolder(folder);
    expect(lines).toContain('The proposal of subtractor is not the one that was sealed.');
  });

  it('P8: finds a signature under another text, in an unbroken chain', async () => {
    const { design, events } = accepted();
    const forged = events.map(({ event }) =>
      event.type === 'signature_given' ? { ...event, sha256: '0'.repeat(64) } : event,
    );
    await writeFiles(folder, filesOf(design, chainEvents(null, forged), 'store-1'));
    const { lines } = await verifyFolder(folder);
    expect(lines).toContain('The signature of subtractor is under another text.');
  });

  it('A15: reads no manifest of more than a megabyte', async () => {
    await writeFiles(folder, filesOf(...written(accepted()), 'store-1'));
    await writeFile(join(folder, 'manifest.json'), ' '.repeat(1_000_001));
    expect(await verifyFolder(folder)).toEqual({
      ok: false,
      lines: [expect.stringContaining('it has 1000001 bytes, and at most 1000000 are read')],
    });
  });

  it('P8: lets anybody recompute the signed text from decision.md alone', () => {
    const { design, events } = accepted();
    const text = signedTextOf(textOf(filesOf(design, events, 'store-1'), 'decision.md'));
    expect(sha256Of(text ?? '')).toBe(design.decisions.at(-1)?.sha256);
  });
});

/** Changes a file. */
async function edit(name: string, from: string | RegExp, to: string): Promise<void> {
  const path = join(folder, name);
  const before = await readFile(path, 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  await chmod(path, 0o600);
  await writeFile(path, after);
}

/** Changes a file, and its hash in the manifest, as somebody would who knows how. */
async function change(name: string, from: string | RegExp, to: string): Promise<void> {
  const before = await readFile(join(folder, name), 'utf8');
  await edit(name, from, to);
  const after = await readFile(join(folder, name), 'utf8');
  await edit('manifest.json', sha256Of(before), sha256Of(after));
  await edit(
    'manifest.json',
    `"bytes": ${Buffer.byteLength(before)},\n      "sha256": "${sha256Of(after)}"`,
    `"bytes": ${Buffer.byteLength(after)},\n      "sha256": "${sha256Of(after)}"`,
  ).catch((error: unknown) => {
    if (Buffer.byteLength(before) !== Buffer.byteLength(after)) throw error;
  });
}

interface Written {
  readonly design: Design;
  readonly events: readonly ChainedEvent[];
}

function accepted(): Written {
  return chained(atGate().decide('accept').runTo('writing'));
}

function atGateless(): Scene {
  return atGate().decide('stop', 'We buy a queue.').runTo('writing');
}

function chained({ design, events }: Scene): Written {
  return { design, events: chainEvents(null, events) };
}

function written({ design, events }: Written): [Design, readonly ChainedEvent[]] {
  return [design, events];
}

function textOf(files: readonly RecordFile[], name: string): string {
  return files.find((file) => file.name === name)?.text ?? '';
}
