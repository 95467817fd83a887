/**
 * What is drawn alike wherever it is posted: the files of a post here, whom it calls, and the
 * Markdown of models.
 */

import type { Design } from '../../core/vocabulary/design.ts';
import type { FilesPost } from '../../core/vocabulary/effects.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { ChatFault } from '../../ports/chat.ts';
import type { NamedFile } from '../../presentation/format/document.ts';
import { foldToOneLine } from '../../presentation/format/plain.ts';
import { listProposalFiles } from '../../presentation/talk/proposals.ts';
import { documentOf } from '../../presentation/thread/post.ts';
import { viewOf } from '../../presentation/view/view.ts';

/** Discord's limit per message. */
const MAX_FILES = 10;

interface TitledFile extends NamedFile {
  /** Heading in the thread, read out in place of the file. */
  readonly title: string;
}

/** Files of a message as drawn now. Too many proposals become one file. */
export function postedFilesOf({ of }: FilesPost, design: Design): TitledFile[] {
  if (of === 'outcome')
    return documentOf({ kind: of }, viewOf(design)).files.map((file) => ({
      ...file,
      title: file.name,
    }));
  const files = listProposalFiles(viewOf(design)).map((file) => ({
    ...file,
    title: foldToOneLine(file.title),
  }));
  if (files.length <= MAX_FILES) return files;
  return [
    { name: 'proposals.md', title: 'Proposals', text: files.map(({ text }) => text).join('\n\n') },
  ];
}

/** Reads a file of a design's bundle; `null` if there is none of this name. */
export type ReadFile = (designId: DesignId, name: string) => Promise<Uint8Array | null>;

export interface Upload {
  readonly name: string;
  readonly title: string;
  readonly content: Buffer;
}

/** Throws `ChatFault` if a file is missing or empty. */
export function uploadsOf(post: FilesPost, design: Design, readFile: ReadFile): Promise<Upload[]> {
  const uploads = postedFilesOf(post, design).map(async ({ name, title, text }) => {
    const content = text ?? (await readFile(design.id, name));
    if (content === null || content.length === 0)
      throw new ChatFault(`${name} is missing or empty, so it cannot be uploaded.`, 'refused');
    return { name, title, content: Buffer.from(content) };
  });
  return Promise.all(uploads);
}
