import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DesignView } from '../../src/core/telling/design-view.ts';
import { calledHere } from '../entry/cli.ts';
import type { EventFeed } from '../entry/event-feed.ts';
import { type InProcess, PACE } from '../entry/in-process.ts';
import { fastClock } from '../entry/pace.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { expectVerified } from './expected.ts';
import { killEveryoneHere, startHere } from './here.ts';
import { say } from './people.ts';
import { World } from './world.ts';

/**
 * An export of 0.2.0, with two designs of the scripted model that were killed: one whose text had just been audited, and one that
 * waited at a gate over a text that all had signed. Bundles had format 4 then, a revision was the whole text, and nobody confirmed it.
 */
const EXPORT = fileURLToPath(new URL('begun-with-0.2.jsonl.gz', import.meta.url));

let world: World;
let daemon: InProcess;
let dataDir: string;
let begun: { readonly audited: string; readonly atGate: string };

beforeAll(async () => {
  world = await World.open();
  const options = await world.daemon(null);
  ({ dataDir } = options);
  const file = join(temporaryFolder(), 'export.jsonl');
  const exported = gunzipSync(await readFile(EXPORT));
  await writeFile(file, exported);
  const imported = await calledHere(dataDir, ['import', file]);
  expect(imported, imported.stderr).toMatchObject({ code: 0 });
  // Their deadlines are those of then.
  const moments = [...exported.toString().matchAll(/"at":(\d{13})/g)].map(([, at]) => Number(at));
  const clock = fastClock(PACE, Math.max(...moments));
  daemon = await startHere({ ...options, chatUrl: world.chat.url }, undefined, clock);
  const { designs } = await daemon.get<{ designs: DesignView[] }>('/designs');
  const idOf = (word: string) => designs.find(({ topic }) => topic.includes(word))?.id ?? '';
  begun = { audited: idOf('audit'), atGate: idOf('gate') };
});
afterAll(async () => {
  await killEveryoneHere();
  await world.close();
});

/** The hash of the text that people read, which is that of the one that was recorded last and signed. */
async function expectOneText(id: string, feed: EventFeed): Promise<void> {
  const text = await readFile(join(dataDir, 'designs', id, 'decision.md'));
  const sha256 = createHash('sha256').update(text).digest('hex');
  const texts = feed.seen.filter(({ type }) => ['composite_submitted', 'revision_submitted'].includes(type));
  expect(texts.at(-1)).toMatchObject({ sha256 });
  expect(feed.of('signature_given').slice(-2)).toMatchObject([{ sha256 }, { sha256 }]);
  await expectVerified(dataDir, id);
}

describe('a design that was begun with 0.2', () => {
  test('P6, J12: is revised by changes and confirmed, and people sign what its layout makes of that', async () => {
    const feed = daemon.events(begun.audited);
    await feed.until('the gate', ({ type }) => type === 'gate_opened');
    await say(daemon, begun.audited, 'gates/gate-1', { choice: 'accept', author: 'ana' });
    expect(await daemon.untilEnded(begun.audited)).toMatchObject({ status: 'completed' });
    expect(feed.of('composite_submitted')).toEqual([expect.not.objectContaining({ layout: 5 })]);
    expect(feed.of('revision_confirmed')).toHaveLength(1);
    await expectOneText(begun.audited, feed);
  });

  test('P6, J9: keeps what was signed in it, and revises it by changes where somebody sends it back', async () => {
    const feed = daemon.events(begun.atGate);
    await feed.until('the gate', ({ type }) => type === 'gate_opened');
    await say(daemon, begun.atGate, 'gates/gate-1', {
      choice: 'send_back',
      note: 'Say what it costs.',
      author: 'ana',
    });
    await feed.until('another gate', ({ type, gateId }) => type === 'gate_opened' && gateId === 'gate-2');
    await say(daemon, begun.atGate, 'gates/gate-2', { choice: 'accept', author: 'ana' });
    expect(await daemon.untilEnded(begun.atGate)).toMatchObject({ status: 'completed' });
    expect(feed.of('revision_submitted')).toHaveLength(2);
    await expectOneText(begun.atGate, feed);
  });
});
