import type { DesignId } from '../../core/ids.ts';
import { ChatFault } from '../ports/chat.ts';
import type { NamedFile } from './document.ts';

/** A file of a design's bundle; `null` when there is none of this name. */
export type ReadFile = (designId: DesignId, name: string) => Promise<Uint8Array | null>;

/** What is to be uploaded. An empty file, and half of what belongs together, is posted by nobody: throws `ChatFault`. */
export async function contentOf(
  { name, text }: NamedFile,
  designId: DesignId,
  readFile: ReadFile,
): Promise<Buffer> {
  const content = text ?? (await readFile(designId, name));
  if (content === null || content.length === 0) {
    throw new ChatFault(`There is nothing in ${name} that could be uploaded.`, 'refused');
  }
  return Buffer.from(content);
}
