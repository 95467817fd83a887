import type { KnownBlock } from '@slack/types';
import type { Design } from '../../../core/design.ts';
import { cutWords } from '../../../core/text.ts';
import type { Document, NamedFile } from '../../../runtime/message/document.ts';
import { oneLine } from '../../../runtime/message/plain.ts';
import { documentOf, type WordsPost } from '../../../runtime/message/post.ts';
import { clickableBlocks } from './controls.ts';
import { notificationText } from './escaping.ts';
import { fitted, LIMITS } from './limits.ts';
import { richText } from './rich-text.ts';

/** A message as it is to stand in Slack, as plain JSON: equal when nothing visible has changed. */
export interface Drawing {
  /** What a notification shows; never empty, and escaped. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  /** Nothing that a model wrote is fetched or previewed: the poster turns unfurling of links and media off. */
  readonly unfurl: false;
  readonly files: readonly NamedFile[];
}

/** What a message says, drawn with Block Kit. */
export function draw({ notification, sections, clickable, files }: Document): Drawing {
  const shown = cutWords(oneLine(notification), LIMITS.notification);
  const buttons = clickableBlocks(clickable);
  return {
    text: notificationText(shown === '' ? '…' : shown),
    blocks: fitted((most) => [...sections(most).map(richText), ...buttons]),
    unfurl: false,
    files,
  };
}

/** A post as Slack is to show it while the design is as it is now. */
export function drawPost(post: WordsPost, design: Design): Drawing {
  return draw(documentOf(post, design));
}
