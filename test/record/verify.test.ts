import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decidedOf } from '../../src/core/decision/decided.ts';
import { MANIFEST_NAME } from '../../src/core/outcome/file-names.ts';
import type { DesignEvent } from '../../src/core/vocabulary/events.ts';
import { canonicalJsonOf } from '../../src/foundation/canonical-json.ts';
import { sha256Of } from '../../src/foundation/digest.ts';
import { No } from '../../src/foundation/no.ts';
import { CHARRETTE_VERSION } from '../../src/foundation/version.ts';
import { writeDecision } from '../../src/presentation/decision/decision-document.ts';
import { openBundleFolder } from '../../src/record/bundle-folder.ts';
import { createBundles } from '../../src/record/bundles.ts';
import { chainEvent, GENESIS_HASH } from '../../src/record/chain.ts';
import type { StoredChain } from '../../src/record/compared-check.ts';
import type { BundleFile } from '../../src/record/manifest.ts';
import { type Verification, verifyBundle } from '../../src/record/verify.ts';
import { bundleOfWorld, storeEvents } from '../support/designs/bundle-files.ts';
import { disputed } from '../support/designs/disputed.ts';
import { given, of, World } from '../support/designs/given.ts';
import { DESIGN_ID, NOTHING_CARRIED } from '../support/designs/given-start.ts';
import { endWithFiles, write } from '../support/designs/lived.ts';
import { DRAWN, playToEnd, playToReveal } from '../support/designs/sample-design.ts';
import { silentLog } from '../support/runner/silent-log.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { IS_NIGHT } from '../support/runner/whole.ts';

const root = temporaryFolder();
let original = '';
let folder = '';

beforeAll(async () => {
  original = await written(
    playToEnd({ assumed: true, difference: 'unresolved', dissent: 'No.' }),
    'original',
  );
});
/** Each test spoils a copy of its own. */
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'copy-'));
  await cp(original, folder, { recursive: true });
});

async function written({ history }: World, name: string): Promise<string> {
  const bundles = createBundles({ dataDir: join(root, name), log: silentLog });
  await bundles.write(DESIGN_ID, bundleOfWorld(World.after(history)));
  return bundles.folder(DESIGN_ID);
}

const verified = async (path = folder): Promise<Verification> =>
  verifyBundle(await openBundleFolder(path));
const failed = ({ checks }: Verification) => checks.filter(({ result }) => result === 'failed');
const words = (verification: Verification) =>
  failed(verification)
    .map((check) => check.words)
    .join('\n');

/** While people decided. */
function cancelledLate(): World {
  const world = playToReveal({
    difference: 'unresolved',
    dissent: 'No.',
    dissenters: DRAWN.slice(0, 3),
  }).reach('deciding');
  world.cancels();
  return world;
}

function cancelledEarly(): World {
  const world = given().reach('proposing');
  world.contributes('subtractor');
  world.cancels();
  return world;
}

function draftOf({ design }: World): string {
  const decided = decidedOf(design);
  if (decided === null) throw new Error('the story has a text');
  return writeDecision(design, decided);
}

describe('P8: an untouched bundle', () => {
  it('P8: passes every check, by its folder and by its manifest', async () => {
    for (const path of [folder, join(folder, MANIFEST_NAME)]) {
      const verification = await verified(path);
      expect(failed(verification)).toEqual([]);
      expect(verification.verdict).toBe('verified');
      expect(verification.checks.map(({ name, result }) => `${name} ${result}`)).toEqual([
        'folder passed',
        'manifest passed',
        'files passed',
        'events passed',
        'seals passed',
        'decision passed',
        'outcome passed',
        'texts passed',
        'turns passed',
      ]);
    }
  });

  it('P8: passes with diagnostics beside it, which are not part of it', async () => {
    await mkdir(join(folder, 'failures'));
    await writeFile(join(folder, 'failures', 'subtractor-01938f00.log'), 'x');
    expect(await verified()).toMatchObject({ verdict: 'verified', hasDiagnostics: true });
    expect((await verified()).checks[0]?.words).toMatch(
      /^the folder holds \d+ files and failures\/, which is not checked$/,
    );
  });

  it('P8: passes for a design that was cancelled before the reveal', async () => {
    const path = await written(cancelledEarly(), 'cancelled');
    expect(await readdir(path)).not.toContain('decision.md');
    expect(await verified(path)).toMatchObject({ verdict: 'verified' });
  });

  it('P8: passes for a design that was cancelled while people decided: its text is a draft in the record', async () => {
    const story = cancelledLate();
    const path = await written(story, 'cancelled-late');
    expect(await readdir(path)).not.toContain('decision.md');
    const record = await readFile(join(path, 'record.md'), 'utf8');
    expect(record).toContain(draftOf(story).trim());
    expect(record).toContain('## A draft that never came into force');
    expect(record).not.toContain('decision.md');
    const verification = await verified(path);
    expect(verification.verdict).toBe('verified');
    expect(verification.checks).toContainEqual({
      name: 'decision',
      result: 'skipped',
      words: 'there is no decision in force, only a draft in record.md',
    });
  });

  it('P8: passes for a design in which a person gave way, and names who took whose word', async () => {
    const gives = (when: 'answering' | 'deciding') => {
      const world = disputed();
      if (when === 'deciding') world.reach(when);
      world.when({
        type: 'take_answer',
        questionId: 'Q1',
        answer: 'Ben',
        by: 'Cem',
        byId: 'U-cem',
      });
      return world.reachEnd();
    };
    for (const when of ['answering', 'deciding'] as const) {
      const path = await written(gives(when), `given way while ${when}`);
      expect(await verified(path)).toMatchObject({ verdict: 'verified' });
      expect(await readFile(join(path, 'transcript.md'), 'utf8')).toContain(
        'took **Ben**’s word on Q1',
      );
    }
    // The words that hold are those of the reply that is named.
    const other = gives('answering');
    const index = other.history.findIndex(
      (event) => event.type === 'reply_recorded' && event.takes !== undefined,
    );
    const event = other.history[index];
    if (event?.type !== 'reply_recorded') throw new Error('somebody gave way');
    const path = await written(other, 'given way to another');
    other.history[index] = { ...event, takes: 'm1' };
    const forged = bundleOfWorld(World.after(other.history)).find(
      ({ name }) => name === 'events.jsonl',
    );
    await writeFile(join(path, 'events.jsonl'), forged?.text ?? '');
    expect(words(await verified(path))).toContain(
      'transcript.md differs from the text that the events produce',
    );
  });

  it('P8: passes for a second run whose proposals were sealed in the first', async () => {
    const carriedFrom = JSON.parse('"dsn_01938f00-0000-7000-8000-00000000000f"');
    const [first, second] = of(playToEnd().history, 'proposal_sealed');
    if (first === undefined || second === undefined)
      throw new Error('somebody has proposed something');
    const { participant, proposal, citations } = first;
    const seals = [first.sha256, sha256Of('the text as it was in the first run')];
    for (const [index, seal] of seals.entries()) {
      const proposals = [{ participant, proposal, sha256: seal, citations }];
      const asked = { text: 'How many?', why: 'w', assumption: '500', status: 'open' as const };
      const questions = [{ id: 'Q1' as const, participant: second.participant, ...asked }];
      const carried = { ...NOTHING_CARRIED, questions, proposals };
      const story = playToEnd({ start: { successorOf: carriedFrom, carried } });
      const verification = await verified(await written(story, `carried-${index}`));
      expect(words(verification)).toBe('');
      const check = verification.checks.find(({ name }) => name === 'seals');
      if (index === 1)
        expect(check?.words).toContain(`1 were sealed in ${carriedFrom} and can be checked there`);
    }
  });
});

it('P8: a manifest has nothing that the events do not produce, like a signature by another method', async () => {
  const headSignature = { algorithm: 'rsa', keyId: 'team', signature: 'AAAA' };
  await rehashed({}, (text) => JSON.stringify({ ...JSON.parse(text), headSignature }));
  expect(words(await verified())).toBe(
    'manifest.json differs from the text that the events produce',
  );
});

describe('P8: a bundle that was changed', () => {
  it('P8: one changed byte is found, wherever it is, in any file', async () => {
    const names = (await readdir(folder, { recursive: true })).filter((name) => name.includes('.'));
    expect(names.length).toBe(14);
    for (const [index, name] of names.entries()) {
      const path = join(folder, name);
      const content = await readFile(path);
      const places = [0, Math.floor(content.length / 2), content.length - 1];
      // One of them in each file, another in the next; by night all.
      for (const place of IS_NIGHT ? places : places.slice(index % 3).slice(0, 1)) {
        const changed = Buffer.from(content);
        changed[place] = (changed[place] ?? 0) ^ 1;
        await writeFile(path, changed);
        expect({ name, place, verdict: (await verified()).verdict }).toEqual({
          name,
          place,
          verdict: 'changed',
        });
      }
      await writeFile(path, content);
    }
    expect((await verified()).verdict).toBe('verified');
  });

  it('P8: a check names changed, missing and foreign files', async () => {
    await writeFile(join(folder, 'brief.md'), 'forged');
    await rm(join(folder, 'record.md'));
    const transcript = await readFile(join(folder, 'transcript.md'), 'utf8');
    await writeFile(join(folder, 'transcript.md'), transcript.replace('e', 'E'));
    await writeFile(join(folder, 'proposals', 'stranger.md'), 'x');
    await writeFile(join(folder, 'notes.txt'), 'x');
    const told = words(await verified());
    expect(told).toMatch(/brief\.md has 6 bytes instead of \d+/);
    expect(told).toContain('record.md is missing');
    expect(told).toContain('transcript.md is not the file that the manifest names');
    expect(told).toContain('proposals/stranger.md is not among the files that the manifest names');
    expect(told).toContain('"notes.txt" does not belong to a bundle');
  });

  it('J9: a brief whose decision was rewritten, together with its hashes, is found', async () => {
    const brief = (await readFile(join(folder, 'brief.md'), 'utf8')).replaceAll(
      'in four steps',
      'at once',
    );
    await writeFile(join(folder, 'brief.md'), brief);
    await rehashed({ 'brief.md': brief });
    const verification = await verified();
    expect(failed(verification).map(({ name }) => name)).toEqual(['files', 'decision', 'texts']);
    expect(words(verification)).toContain('brief.md does not contain decision.md word for word');
  });

  it.each([
    ['before there was a text', cancelledEarly],
    ['while people decided about it', cancelledLate],
  ])(
    'J9: a decision in the folder of a design that was cancelled %s is found',
    async (when, story) => {
      const path = await written(story(), `cancelled ${when}`);
      await writeFile(join(path, 'decision.md'), draftOf(cancelledLate()));
      const verification = await verified(path);
      expect(failed(verification).map(({ name }) => name)).toEqual(['files', 'decision', 'texts']);
      expect(words(verification)).toContain('decision.md exists, but no decision is in force');
    },
  );

  it('J9: a signature over another hash is found, though everything else is made to fit it', async () => {
    const story = playToEnd({ dissent: 'No.' });
    const index = story.history.findIndex((event) => event.type === 'signature_given');
    const event = story.history[index];
    if (event?.type !== 'signature_given') throw new Error('the story has signatures');
    story.history[index] = { ...event, sha256: 'b'.repeat(64) };
    const verification = await verified(await written(story, 'other-hash'));
    expect(failed(verification).map(({ name }) => name)).toEqual(['decision']);
    expect(words(verification)).toContain('"Subtractor" signed a different text');
  });

  it('J9: a decision under another hash than its text has is found', async () => {
    const story = playToEnd({ dissent: 'No.' });
    const hash = 'c'.repeat(64);
    for (const [index, event] of story.history.entries()) {
      if (event.type === 'composite_submitted' || event.type === 'signature_given')
        story.history[index] = { ...event, sha256: hash };
    }
    const told = words(await verified(await written(story, 'no-hash')));
    expect(told).toContain('decision.md is not what was decided');
    expect(told).toContain('text 1 of the decision does not have its recorded hash');
  });

  it.each([
    ['charretteVersion', '"0.8.0"'],
    ['charretteVersion', '"91.0.0"'],
    ['formatVersion', '2'],
  ])('P8: a manifest that claims another %s than the events is failed: %s', async (field, lie) => {
    await rehashed({}, (text) =>
      text.replace(new RegExp(`"${field}": [^,]*`), `"${field}": ${lie}`),
    );
    expect(words(await verified())).toContain(
      `but the events were written by "${CHARRETTE_VERSION}" in format 1`,
    );
  });

  it('P8: an event that was changed, dropped or swapped breaks the chain at its place', async () => {
    const path = join(folder, 'events.jsonl');
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    const put = async (changed: readonly string[]) => {
      await writeFile(path, `${changed.join('\n')}\n`);
      return words(await verified());
    };
    expect(
      await put(lines.map((line) => line.replace('"startedBy":"Ana"', '"startedBy":"Bob"'))),
    ).toContain('chain');
    expect(await put(lines.toSpliced(7, 1))).toContain('event 8 is missing');
    expect(await put(lines.with(7, lines[8] ?? '').with(8, lines[7] ?? ''))).toContain(
      'event 8 is missing',
    );
    expect(await put(lines.with(3, `${lines[3]} `))).toContain(
      'line 4 of events.jsonl has been changed',
    );
    expect(await put(lines.with(3, '{"seq":4}'))).toContain(
      'line 4 of events.jsonl is not an event',
    );
  });

  it('P8: a proposal that is not the sealed one is found even when the chain was made again', async () => {
    const story = playToEnd();
    const index = story.history.findIndex(({ type }) => type === 'proposal_sealed');
    const event = story.history[index];
    if (event?.type !== 'proposal_sealed') throw new Error('the story has a seal');
    story.history[index] = {
      ...event,
      proposal: { ...event.proposal, headline: 'Something else' },
    };
    const verification = await verified(await written(story, 'resealed'));
    expect(failed(verification).map(({ name }) => name)).toEqual(['seals']);
    expect(words(verification)).toContain('proposals/subtractor.md is not what was sealed');
  });
});

const NO_BUNDLE = {
  name: 'folder',
  result: 'not verified',
  words: 'there is no bundle in it; it holds nothing else',
};

describe('P8: a bundle made with malice', () => {
  it('P8: links are refused and not followed', async () => {
    await rm(join(folder, 'brief.md'));
    await symlink('/etc/hostname', join(folder, 'brief.md'));
    await rm(join(folder, 'proposals'), { recursive: true });
    await symlink('/etc', join(folder, 'proposals'));
    const told = words(await verified());
    expect(told).toContain('"brief.md" is a link, which a bundle never contains');
    expect(told).toContain('"proposals" is a link');
  });

  it('P8: a manifest that names files elsewhere is no manifest', async () => {
    for (const name of ['../../secret.md', '/etc/passwd', 'proposals/../../x.md']) {
      await rehashed({}, (text) =>
        text.replace('"name": "brief.md"', `"name": ${JSON.stringify(name)}`),
      );
      expect(words(await verified())).toContain('manifest.json is not a manifest');
      await cp(join(original, MANIFEST_NAME), join(folder, MANIFEST_NAME));
    }
  });

  it('P8: a file that is not JSON, nested too deeply, or empty is reported as such', async () => {
    for (const content of [
      '',
      '{',
      'null',
      '[]',
      `${'['.repeat(100_000)}`,
      `{"outcome":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
      '\u00ff\ufffe',
    ]) {
      await writeFile(join(folder, MANIFEST_NAME), content);
      expect(words(await verified())).toContain('manifest.json is not a manifest');
    }
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    const whole = await readFile(join(original, MANIFEST_NAME), 'utf8');
    await writeFile(
      join(folder, MANIFEST_NAME),
      whole.replace(/"reasons": \[[^\]]*\]/, `"reasons": ${deep}`),
    );
    expect(words(await verified())).toContain('manifest.json has been changed');
    for (const content of ['', '\n', 'null\n', `${'['.repeat(100_000)}\n`]) {
      await writeFile(join(folder, 'events.jsonl'), content);
      expect((await verified()).verdict).toBe('changed');
    }
  });

  it('P8: files that are far too large are refused before they are read', async () => {
    await truncate(join(folder, 'events.jsonl'), 3 * 1024 ** 3);
    await truncate(join(folder, MANIFEST_NAME), 2 * 1024 ** 2);
    const told = words(await verified());
    expect(told).toContain('at most');
    expect((await verified()).verdict).toBe('changed');
  });

  it('P8: files that together are too large are refused before they are read', async () => {
    for (const name of ['proposals/one.md', 'proposals/two.md']) {
      await writeFile(join(folder, name), '');
      await truncate(join(folder, name), 40 * 1024 ** 2);
    }
    expect(words(await verified())).toMatch(
      /proposals\/two\.md has \d+ bytes; at most \d+ are read/,
    );
  });

  it.each([
    ['is nothing but brackets', '['.repeat(60_000)],
    ['nests them in an event', `{"event":${'{"a":'.repeat(100)}1${'}'.repeat(100)},"seq":1}`],
    ['is longer than any event', `"${' '.repeat(10 * 1024 ** 2)}"`],
  ])('P8: a line that %s is not parsed', async (_, line) => {
    await writeFile(join(folder, 'events.jsonl'), `${line}\n`);
    expect(words(await verified())).toContain(
      'line 1 of events.jsonl is longer or more deeply nested than any',
    );
  });

  it('P8: brackets in a text are no nesting', async () => {
    const topic = `"\\${'[{'.repeat(200)}`;
    const path = await written(playToEnd({ proposals: { summary: topic } }), 'brackets');
    expect((await verified(path)).verdict).toBe('verified');
  });

  it('P8: events that are an unbroken chain and yet no design are reported as such', async () => {
    const story = playToEnd();
    const stranger: DesignEvent = {
      type: 'facilitator_passed',
      at: 1,
      role: 'auditor',
      from: JSON.parse('"nobody"'),
      to: JSON.parse('"no-one"'),
    };
    const written: DesignEvent = {
      type: 'files_written',
      at: 1,
      files: [],
      charretteVersion: CHARRETTE_VERSION,
    };
    for (const told of [
      [stranger],
      [...story.history, stranger],
      [...story.history, ...story.history],
    ]) {
      const events = [...told, written];
      let hash = GENESIS_HASH;
      const lines = events.map((event, index) => {
        hash = chainEvent(hash, index + 1, event);
        return canonicalJsonOf({ event, hash, seq: index + 1 });
      });
      await writeFile(join(folder, 'events.jsonl'), `${lines.join('\n')}\n`);
      expect(words(await verified())).toMatch(/do not make up a design|contradict each other/);
    }
  });

  it('P8: a missing folder is a fault that says what to name', async () => {
    await expect(openBundleFolder(join(folder, 'nowhere'))).rejects.toMatchObject({
      code: 'bad_usage',
    });
    await expect(openBundleFolder(join(folder, 'brief.md'))).rejects.toThrow(
      'Name the folder of a design',
    );
    const empty = await mkdtemp(join(root, 'empty-'));
    expect((await verified(empty)).checks).toEqual([NO_BUNDLE]);
    await mkdir(join(empty, 'failures'));
    expect((await verified(empty)).checks).toEqual([
      { ...NO_BUNDLE, words: 'there is no bundle in it; it holds failures/, which is not checked' },
    ]);
    await writeFile(join(empty, 'brief.md'), 'x');
    expect(words(await verified(empty))).toContain('manifest.json is missing');
  });
});

/** Makes the manifest whole again after a forgery, as somebody would who knows how it is made. */
async function rehashed(
  changed: Readonly<Record<string, string>>,
  edit: (text: string) => string = (text) => text,
): Promise<void> {
  const manifest = JSON.parse(edit(await readFile(join(folder, MANIFEST_NAME), 'utf8')));
  for (const file of manifest.files) {
    const text = changed[file.name];
    if (text !== undefined)
      Object.assign(file, { bytes: Buffer.byteLength(text), sha256: sha256Of(text) });
  }
  manifest.manifestSha256 = '0'.repeat(64);
  manifest.manifestSha256 = sha256Of(`${JSON.stringify(manifest, null, 2)}\n`);
  await writeFile(join(folder, MANIFEST_NAME), `${JSON.stringify(manifest, null, 2)}\n`);
}

describe('verify beside the store', () => {
  const ACCEPTED = { type: 'judge_decision', verdict: 'accepted', note: '', by: 'Cem' } as const;

  /**
   * Accepted once, with its files; `later`: the files that tell of a second acceptance, which is
   * recorded without them.
   */
  async function acceptedTwice() {
    const { world } = endWithFiles();
    world.when(ACCEPTED);
    const before = write(world.later(60_000));
    world.when({ ...ACCEPTED, by: 'Ben' });
    const events = storeEvents(world.history);
    const bundles = createBundles({ dataDir: await mkdtemp(join(root, 'lives-')), log: silentLog });
    const put = (files: readonly BundleFile[]) => bundles.write(DESIGN_ID, files);
    await put(before);
    const compared = async (chain: StoredChain = events) => {
      const folder = await openBundleFolder(bundles.folder(DESIGN_ID));
      const { verdict, checks } = await verifyBundle(folder, { chainOf: async () => chain });
      return { verdict, store: checks.find(({ name }) => name === 'store')?.words };
    };
    return { world, events, before, later: bundleOfWorld(world), put, compared, bundles };
  }
  const WRITING = expect.stringContaining('the files are being written, or were');
  const ANOTHER = expect.stringContaining('in the store is different');

  it('P8: files that a crash left ending in an event that was not recorded are not called forged', async () => {
    const { events, later, put, compared, before } = await acceptedTwice();
    expect(await compared()).toEqual({
      verdict: 'verified',
      store: expect.stringMatching(
        /^the store has this chain; \d+ events? followed after these files were written$/,
      ),
    });
    await put(later);
    expect(await compared()).toEqual({ verdict: 'not verified', store: WRITING });
    // Half of one writing and half of the other.
    const half = later.map(
      (file) => before.find(({ name }) => name === file.name && name === 'events.jsonl') ?? file,
    );
    await put(half);
    expect(await compared()).toEqual({ verdict: 'not verified', store: WRITING });
    // By a store that has all of its files, or another past, it is another chain.
    await put(later);
    const written = events.slice(
      0,
      events.findLastIndex(({ event }) => event.type === 'files_written') + 1,
    );
    expect(await compared(written)).toEqual({ verdict: 'changed', store: ANOTHER });
    const renamed = events.map((each, index) =>
      index < 3 ? each : { ...each, hash: 'a'.repeat(64) },
    );
    expect(await compared(renamed)).toEqual({ verdict: 'changed', store: ANOTHER });
  });

  it('P8: files that are changed while all are written are called forged', async () => {
    const { world, put, compared, bundles } = await acceptedTwice();
    await put(write(world));
    const events = storeEvents(world.history);
    expect(await compared(events)).toMatchObject({ verdict: 'verified' });
    await writeFile(join(bundles.folder(DESIGN_ID), 'brief.md'), 'Nothing was decided.');
    expect(await compared(events)).toMatchObject({ verdict: 'changed' });
  });

  it('P11: a chain that does not hold in the store fails the comparison with it', async () => {
    const { compared } = await acceptedTwice();
    expect(await compared(new No('event 1 is not the one that was recorded'))).toEqual({
      verdict: 'changed',
      store: 'event 1 is not the one that was recorded',
    });
  });
});
