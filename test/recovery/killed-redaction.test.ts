import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openBundleFolder } from '../../src/adapters/files/bundle-folder.ts';
import { verifyBundle } from '../../src/runtime/bundle/verify.ts';
import { Daemon } from '../entry/daemon.ts';
import { killEveryDaemon, launchDaemon, startDaemon } from '../support/daemon-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from './world.ts';

const PASSWORD = 'Tr0ub4dor&3x';

afterAll(async () => {
  await killEveryDaemon();
});

/** Every file below a folder that has the password in its bytes. */
function filesWith(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesWith(path);
    return readFileSync(path).includes(PASSWORD) ? [path] : [];
  });
}

/** A design that has ended, with the password in what was said; and one more word after the end. */
async function ended(dataDir: string) {
  const daemon = await startDaemon({ dataDir });
  const { id } = await daemon.startDesign({ topic: 'Where do the logs go?', personas: ['archaeologist'] });
  const feed = daemon.events(id);
  await feed.until('it asks', () => feed.of('answering_opened').length > 0);
  await daemon.insist(`/designs/${id}/replies`, {
    text: `To the disk. ${PASSWORD} opens it.`,
    author: 'Ben',
  });
  await daemon.insist(`/designs/${id}/answered`, { author: 'Ben' });
  await daemon.untilEnded(id);
  const { events } = await daemon.get<{ events: { type: string; id: string }[] }>(`/designs/${id}/events`);
  const replyId = events.find(({ type }) => type === 'reply_recorded')?.id ?? '';
  await daemon.stop();
  return { id, path: `/designs/${id}/replies/${encodeURIComponent(replyId)}/redaction` };
}

test.each([
  'removals.replace:before',
  'removals.replace:after',
  'files.rename(transcript.md):before',
  'files.rename(manifest.json):before',
])(
  'P12: a redaction that is killed at %s is carried out by the next daemon, store and files',
  async (killPoint) => {
    const dataDir = temporaryFolder();
    const { id, path } = await ended(dataDir);
    expect(filesWith(dataDir).length).toBeGreaterThan(1);
    const running = launchDaemon({ dataDir, killPoint });
    const doomed = await Daemon.ready(running);
    void doomed.post(path, {}).catch(() => undefined);
    expect(await doomed.ended()).toMatchObject({ signal: 'SIGKILL' });
    const next = await startDaemon({ dataDir });
    const look = async () => verifyBundle(await openBundleFolder(join(dataDir, 'designs', id)));
    await until('the words are gone', async () => {
      return filesWith(dataDir).length === 0 && (await look()).verdict === 'verified';
    });
    await next.stop();
    const checked = await look();
    expect(checked.redacted).toBeGreaterThan(0);
  },
);
