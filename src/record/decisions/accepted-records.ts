import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import type { AcceptedRecord } from '../../core/vocabulary/event-parts.ts';
import { rank } from '../../core/vocabulary/ranked.ts';
import type { PinnedRepository } from '../../ports/repository.ts';
import { FOLDER_FILE, findRecordFolder } from '../record-place.ts';
import { readRecord } from './read-record.ts';

/** Records read of one repository: the latest by their names. */
const MOST_READ = 2_000;
const MARKDOWN = /\.(?:md|markdown)$/i;

/** Accepted records of a repository's decision folder that share words with a topic, best match first. */
export async function readAcceptedRecords(
  repository: Pick<PinnedRepository, 'readTexts'>,
  topic: string,
  signal: AbortSignal,
): Promise<AcceptedRecord[]> {
  const folderFile = await repository.readTexts(() => [FOLDER_FILE], signal);
  const texts = await repository.readTexts(
    (paths) => listRecordPaths(paths, folderFile.get(FOLDER_FILE) ?? null).slice(0, MOST_READ),
    signal,
  );
  const records = [...texts].flatMap(([path, text]) => {
    const record = readRecord(path, text);
    if ('why' in record || record.status !== 'accepted' || isTooLong(record.path)) return [];
    const { number, title, sentence } = record;
    return [{ number: number ?? '', path, title, sentence }];
  });
  return rank(topic, records, ({ title, sentence }) => `${title}\n${sentence}`).slice(0, BOUNDS.records);
}

/** The documents of the decision folder, the latest first. */
function listRecordPaths(paths: readonly string[], namedFolder: string | null): string[] {
  const folder = findRecordFolder(paths, namedFolder);
  return paths
    .filter((path) => path.startsWith(`${folder}/`) && MARKDOWN.test(path))
    .toSorted()
    .toReversed();
}

/** A prompt names it by this path, and an event holds it. */
function isTooLong(path: string): boolean {
  return path.length > 300 || /[\p{Cc}\p{Cf}<>"]/u.test(path);
}
