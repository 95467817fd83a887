import { TEXTS } from '../../core/presentation/run/texts.ts';
import type { ContextItem } from '../../core/vocabulary/events.ts';
import { type AttachedFile, readAttachments, remarkOnUnread } from './attachments.ts';
import type { Interaction } from './interaction.ts';

/**
 * Reads the files that came with a form, as context of a new design. Returns in words what is wrong with one of them: whoever
 * attached it counts on its being read, so nothing starts without it.
 */
export async function readFormFiles(
  { context, fetchFile }: Pick<Interaction, 'context' | 'fetchFile'>,
  files: readonly AttachedFile[],
): Promise<{ readonly items: ContextItem[] } | { readonly problem: string }> {
  if (files.length === 0 || fetchFile === undefined) return { items: [] };
  const found = await readAttachments(files, fetchFile, context.log);
  const unread = remarkOnUnread(found, context.texts.platform);
  if (unread !== '') return { problem: TEXTS.filesNotTaken(unread) };
  return {
    items: found.flatMap(({ name, content }) => ('text' in content ? [{ name, text: content.text }] : [])),
  };
}
