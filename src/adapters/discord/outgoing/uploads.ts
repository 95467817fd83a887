import { type APIMessageTopLevelComponent, ComponentType, MessageFlags, type RawFile } from 'discord.js';
import type { Design } from '../../../core/design.ts';
import type { Post } from '../../../core/effects.ts';
import { contentOf, type ReadFile } from '../../../runtime/message/file-content.ts';
import { filesOf } from '../../../runtime/message/post.ts';
import type { Drawing } from '../drawing/draw.ts';
import { LIMITS } from '../drawing/limits.ts';

export type FilesPost = Extract<Post, { readonly kind: 'files' }>;

export interface Upload extends Drawing {
  readonly files: RawFile[];
}

/** Files as messages that hold nothing else, in as many as it takes. */
export async function uploadsOf(post: FilesPost, design: Design, readFile: ReadFile): Promise<Upload[]> {
  const files = filesOf(post, design).map(async (file): Promise<RawFile> => {
    return { name: file.name, data: await contentOf(file, design.id, readFile) };
  });
  const all = await Promise.all(files);
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
