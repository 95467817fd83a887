import { type APIMessageTopLevelComponent, ComponentType, MessageFlags } from 'discord.js';
import type { Design } from '../../../core/design.ts';
import type { Status } from '../../../core/events.ts';
import type { DesignId } from '../../../core/ids.ts';
import { statusOf } from '../../../core/status.ts';
import { type Document, fitted } from '../../../runtime/message/document.ts';
import { textDocument } from '../../../runtime/message/markdown.ts';
import { documentOf, type WordsPost } from '../../../runtime/message/post.ts';
import { TEXTS } from '../../../runtime/message/texts.ts';
import { confirmRow, LIMITS, type Row, rowsOf } from './controls.ts';
import { markdownOf } from './markdown.ts';
import { split } from './split.ts';

/** One message as it is to stand in Discord, as plain JSON: equal when nothing visible has changed. */
export interface Drawing {
  readonly flags: number;
  readonly components: readonly APIMessageTopLevelComponent[];
}

/** The edge of the card, by where the design stands. */
const ACCENTS: Record<Status, number> = {
  running: 0x5865f2,
  awaiting_input: 0xf0b232,
  completed: 0x23a559,
  needs_review: 0xe67e22,
  cancelled: 0x80848e,
  failed: 0xda373c,
};

/** What a message says, as one message: for private answers. */
export function draw(document: Document): Drawing {
  const [text = ''] = texts(document, 1);
  return message([textDisplay(text), ...rowsOf(document.clickable)]);
}

/**
 * A post as Discord is to show it while the design is as it is now: in as many messages as it takes, at most `most`. What can
 * be clicked is under the last. The card hangs a thread, and is one.
 */
export function drawPost(post: WordsPost, design: Design, most: number = LIMITS.messages): Drawing[] {
  const document = documentOf(post, design);
  const rows = rowsOf(document.clickable, post.kind === 'questions');
  if (post.kind === 'card') {
    const [text = ''] = texts(document, 1);
    const accent_color = ACCENTS[statusOf(design)];
    return [
      message([{ type: ComponentType.Container, accent_color, components: [textDisplay(text), ...rows] }]),
    ];
  }
  const parts = texts(document, most);
  return parts.map((text, at) => message([textDisplay(text), ...(at === parts.length - 1 ? rows : [])]));
}

/** Shows as much of each text as there is room for; a text that is too long in any case is cut. */
function texts({ sections }: Document, most: number): string[] {
  const parts = fitted(
    (size) => split(markdownOf(sections(size)), LIMITS.messageCharacters),
    (drawn) => drawn.length <= most,
    (drawn) => drawn.slice(0, most),
  );
  return parts.map((part) => (part.trim() === '' ? '…' : part));
}

function textDisplay(content: string) {
  return { type: ComponentType.TextDisplay, content } as const;
}

function message(components: (APIMessageTopLevelComponent | Row)[]): Drawing {
  return { flags: MessageFlags.IsComponentsV2, components };
}

/** Asks once more before a design is cancelled. */
export function drawConfirm(designId: DesignId): Drawing {
  const { flags, components } = draw(textDocument(`**${TEXTS.cancelTitle}**\n\n${TEXTS.cancelText}`));
  return { flags, components: [...components, confirmRow(designId)] };
}
