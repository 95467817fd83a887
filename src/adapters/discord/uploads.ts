import { type APIMessageTopLevelComponent, ComponentType, MessageFlags, type RawFile } from 'discord.js';
import type { Design } from '../../core/design.ts';
import type { Post } from '../../core/effects.ts';
import type { DesignId } from '../../core/ids.ts';
import { filesOf, type TitledFile } from '../../runtime/message/post.ts';
import { ChatFault } from '../../runtime/ports/chat.ts';
import type { Drawing } from './drawing/draw.ts';
import { LIMITS } from './drawing/limits.ts';

export type FilesPost = Extract<Post, { readonly kind: 'files' }>;

/** A file of a design's bundle; `null` when there is none of this name. */
export type ReadFile = (designId: DesignId, name: string) => Promise<Uint8Array | null>;

export interface Upload extends Drawing {
  readonly files: RawFile[];
}

/** Files as messages that hold nothing else, in as many as it takes. */
export async function uploadsOf(post: FilesPost, design: Design, readFile: ReadFile): Promise<Upload[]> {
  const all = await Promise.all(filesOf(post, design).map((file) => contentOf(file, design.id, readFile)));
  const count = Math.ceil(all.length / LIMITS.filesInMessage);
  return Array.from({ length: count }, (_, at) =>
    upload(all.slice(at * LIMITS.filesInMessage, (at + 1) * LIMITS.filesInMessage)),
  );
}

function upload(files: RawFile[]): Upload {
  const components = files.map(
    ({ name }): APIMessageTopLevelComponent => ({
      type: ComponentType.File,
      file: { url: `attachment://${name}` },
    }),
  );
  return { flags: MessageFlags.IsComponentsV2, components, files };
}

/** An empty file, and half of what belongs together, is posted by nobody. */
async function contentOf(
  { name, text }: TitledFile,
  designId: DesignId,
  readFile: ReadFile,
): Promise<RawFile> {
  const content = text ?? (await readFile(designId, name));
  if (content === null || content.length === 0) {
    throw new ChatFault(`There is nothing in ${name} that could be uploaded.`, 'refused');
  }
  return { name, data: Buffer.from(content) };
}
