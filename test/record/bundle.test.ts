import { describe, expect, it } from 'vitest';
import { claimsOf } from '../../src/core/proposals/labels.ts';
import { sha256Of } from '../../src/foundation/digest.ts';
import { CHARRETTE_VERSION } from '../../src/foundation/version.ts';
import { renderProposal } from '../../src/presentation/talk/proposals.ts';
import { BUNDLE_NAME, type BundleFile } from '../../src/record/manifest.ts';
import {
  bundleFiles,
  bundleOfWorld as filesOf,
  storeEvents,
} from '../support/designs/bundle-files.ts';
import { World } from '../support/designs/given.ts';
import { playToEnd, playToReveal } from '../support/designs/sample-design.ts';
import { turnRecordsOf } from '../support/designs/turn-records.ts';

const names = (story: World) => filesOf(story).map(({ name }) => name);

describe('a bundle', () => {
  it('a bundle holds everything, the manifest last, all under names that a bundle may have', () => {
    expect(names(playToEnd())).toEqual([
      'decision.md',
      'brief.md',
      'record.md',
      'transcript.md',
      'run.svg',
      'proposals/subtractor.md',
      'proposals/archaeologist.md',
      'proposals/failure-analyst.md',
      'proposals/contract-keeper.md',
      'proposals/migrationist.md',
      'claims.json',
      'turns.jsonl',
      'events.jsonl',
      'manifest.json',
    ]);
    for (const name of names(playToEnd())) expect(name).toMatch(BUNDLE_NAME);
  });

  it('P1: a bundle holds each proposal as, byte for byte, the text that was sealed', () => {
    const story = playToEnd({
      start: { rehearsal: true },
      proposals: { summary: '# odd\r\n<b>text</b> ```' },
    });
    const design = story.design;
    for (const { participant, proposal, citations, sha256: seal } of design.proposals) {
      const file = filesOf(story).find(({ name }) => name === `proposals/${participant}.md`);
      expect(sha256Of(file?.text ?? '')).toBe(seal);
      expect(sha256Of(renderProposal(design, { participant, proposal, citations }))).toBe(seal);
    }
  });

  it('J1: a bundle keeps a sealed proposal back as long as the design runs and nothing is revealed', () => {
    const { history } = playToReveal();
    const before = history.findIndex(({ type }) => type === 'proposals_revealed');
    const running = World.after(history.slice(0, before));
    expect(names(running)).toEqual([
      'brief.md',
      'record.md',
      'transcript.md',
      'run.svg',
      'turns.jsonl',
      'events.jsonl',
      'manifest.json',
    ]);
    const lines = (files: readonly BundleFile[]) =>
      (files.find(({ name }) => name === 'turns.jsonl')?.text ?? '').trimEnd().split('\n');
    const proposals = lines(filesOf(running)).filter((line) => line.includes('"kind":"proposals"'));
    expect(proposals.length).toBeGreaterThan(0);
    for (const line of proposals) expect(line).toContain('withheld until all proposals are shown');
    for (const line of lines(filesOf(playToEnd()))) expect(line).not.toContain('withheld');
  });

  it('a bundle is the same bytes each time, also when the events come with their fields in another order', () => {
    const story = playToEnd({ difference: 'conceded', assumed: true });
    const shuffled = storeEvents(story.history).map((each) => ({
      ...each,
      event: reversed(each.event),
    }));
    expect(bundleFiles(story.design, shuffled, turnRecordsOf(story.history))).toEqual(
      filesOf(story),
    );
  });

  it('P3: the manifest of a bundle lists every other file with its size and hash, and the chain’s head', () => {
    const story = playToEnd();
    const files = filesOf(story);
    const manifest = JSON.parse(files.at(-1)?.text ?? '');
    expect(manifest.files).toEqual(
      files.slice(0, -1).map(({ name, text }) => ({
        name,
        bytes: Buffer.byteLength(text),
        sha256: sha256Of(text),
      })),
    );
    const lines = files.at(-2)?.text.trimEnd().split('\n') ?? [];
    const last = JSON.parse(lines.at(-1) ?? '');
    expect(lines).toHaveLength(story.history.length + 1);
    expect(manifest.events).toEqual({ count: lines.length, head: last.hash });
    // Whatever people read hangs on the chain.
    expect(last.event).toMatchObject({ type: 'files_written', files: manifest.files.slice(0, -1) });
    expect(manifest).toMatchObject({
      formatVersion: 1,
      charretteVersion: CHARRETTE_VERSION,
      status: 'completed',
      rehearsal: false,
      madeAt: new Date(story.history.at(-1)?.at ?? 0).toISOString(),
    });
  });

  it('P8: a bundle holds every claim as data, with what the decision made of it', () => {
    const text = filesOf(playToEnd()).find(({ name }) => name === 'claims.json')?.text ?? '';
    const { claims } = JSON.parse(text);
    expect(claims.map(({ id }: { id: string }) => id)).toEqual(
      claimsOf(playToEnd().design).map(({ id }) => id),
    );
    expect(claims[0]).toMatchObject({
      letter: 'A',
      fate: 'adopted',
      participant: expect.any(String),
    });
  });

  it('a bundle says in every file for people that no model was called, if none was', () => {
    for (const { name, text } of filesOf(playToEnd({ start: { rehearsal: true } }))) {
      if (name.endsWith('.md')) {
        expect(text).toMatch(
          name === 'brief.md'
            ? /^---\n(?:[a-z-]+: ".*"\n){3}---\n\n> \*\*.+ No model took part\.\*\*\n/
            : /^> \*\*REHEARSAL: no model/,
        );
        expect(text.split('REHEARSAL: no model was called')).toHaveLength(2);
      }
      if (name === 'manifest.json') expect(text).toContain('"rehearsal": true');
    }
  });
});

function reversed<Value extends object>(value: Value): Value {
  return JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(value).toReversed())));
}
