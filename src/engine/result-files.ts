/** Writes a design's files: first as rows, so that every daemon serves them, then the folder (P3). */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Report } from '#design/commands.ts';
import { shortId } from '#design/ids.ts';
import { filesOf } from '#record/files.ts';
import { folderOf, writeFiles } from '#record/write.ts';
import type { Store } from '#store/store.ts';
import { Fault, isFault, messageOf } from '#support/fault.ts';
import type { ChatFile } from './chat.ts';
import type { Parts } from './engine-parts.ts';
import { loadDesign } from './loaded.ts';
import type { Running } from './running.ts';
import { ATTACHED } from './thread-tasks.ts';

/** Waits before each attempt to write the folder. */
const ATTEMPTS_MS = [0, 500, 2_000, 5_000];

/** Returns what came of it; throws if the rows cannot be written. */
export async function writeResultFiles(
  { lease, signal, retryUntilAborted }: Running,
  { store, settings, log }: Parts,
): Promise<Report> {
  const { designId, epoch } = lease;
  const { design, events } = await retryUntilAborted(() => loadDesign(store, designId));
  if (design === null) throw new Error('broken invariant: files of a design without events');
  const failures: { name: string; text: string }[] = [];
  for (const { name } of await retryUntilAborted(() => store.files(designId))) {
    if (!name.startsWith('failures/')) continue;
    const bytes = await retryUntilAborted(() => store.file(designId, name));
    if (bytes !== null) failures.push({ name, text: new TextDecoder().decode(bytes) });
  }
  const files = filesOf(design, events, store.id, failures);
  for (const { name, text } of files)
    await retryUntilAborted(() =>
      store.putFile(designId, epoch, name, new TextEncoder().encode(text)),
    );
  // After a takeover the next owner writes the same folder.
  const check = () => {
    signal.throwIfAborted();
    if (!lease.isHeld) throw new Fault('lease_lost', 'Its files may be another process’s by now.');
  };
  let reason: unknown;
  for (const waitMs of ATTEMPTS_MS) {
    if (waitMs > 0) await sleep(waitMs, undefined, { signal });
    try {
      const written = await writeFiles(folderOf(settings.dataDir, designId), files, check);
      return { type: 'report_files', files: written };
    } catch (error) {
      if (!isFault(error, 'write_failed')) throw error;
      reason = error;
      log.warn('files_not_written', { designId, error });
    }
  }
  return { type: 'report_files_failed', detail: messageOf(reason).slice(0, 2_000) };
}

/** Reads the files that are attached to the thread, and names them so that designs can be told apart. */
export async function readAttached(
  { lease: { designId }, retryUntilAborted }: Running,
  store: Store,
): Promise<ChatFile[]> {
  const files: ChatFile[] = [];
  for (const name of ATTACHED) {
    const bytes = await retryUntilAborted(() => store.file(designId, name));
    const [stem] = name.split('.');
    if (bytes !== null) files.push({ name: `${stem}-${shortId(designId)}.md`, bytes });
  }
  return files;
}
