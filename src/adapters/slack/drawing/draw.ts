import type { ActionsBlock, Button, KnownBlock, StaticSelect } from '@slack/types';
import type { Design } from '../../../core/design.ts';
import { cutWords } from '../../../core/text.ts';
import {
  ACTIONS,
  type ButtonElement,
  elementsOf,
  type MenuElement,
} from '../../../runtime/gateway/actions.ts';
import {
  type Clickable,
  type Document,
  fitted as fittedTo,
  type NamedFile,
} from '../../../runtime/message/document.ts';
import { oneLine } from '../../../runtime/message/plain.ts';
import { documentOf, type WordsPost } from '../../../runtime/message/post.ts';
import { TEXTS } from '../../../runtime/message/texts.ts';
import { notificationText, richText } from './rich-text.ts';

/** A message as it is to stand in Slack, as plain JSON: equal when nothing visible has changed. */
export interface Drawing {
  /** What a notification shows; never empty, and escaped. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  readonly files: readonly NamedFile[];
}

/** What a message says, drawn with Block Kit. */
export function draw({ notification, sections, clickable, files }: Document): Drawing {
  const shown = cutWords(oneLine(notification), LIMITS.notification);
  const buttons = clickableBlocks(clickable);
  return {
    text: notificationText(shown === '' ? '…' : shown),
    blocks: fitted((most) => [...sections(most).map(richText), ...buttons]),
    files,
  };
}

/** A post as Slack is to show it while the design is as it is now. */
export function drawPost(post: WordsPost, design: Design): Drawing {
  return draw(documentOf(post, design));
}

/** What Slack takes; see docs/slack.md. Lengths in UTF-16 units, as Slack counts no less than these. */
export const LIMITS = {
  blocks: 50,
  /**
   * Of all text in one message's blocks. Not documented: `msg_blocks_too_long` was met by others from some 11,300
   * characters on, depending on the number of elements, which therefore count here as well.
   */
  messageCost: 9_000,
  elementCost: 16,
  notification: 300,
  buttonText: 75,
  buttonValue: 2_000,
  optionText: 75,
  optionValue: 150,
  /** Slack takes 100; no design has so many people, and no list so many designs. */
  options: 25,
  actions: 25,
} as const;

/** As much as one message takes. What is too long in any case loses its last blocks, but never what can be clicked. */
function fitted(draw: (most: number) => KnownBlock[]): KnownBlock[] {
  return fittedTo(draw, fits, (blocks) => {
    const controls = blocks.filter(({ type }) => type === 'actions');
    const texts = blocks.filter(({ type }) => type !== 'actions');
    return [...texts.filter((_, index) => fits([...texts.slice(0, index + 1), ...controls])), ...controls];
  });
}

function fits(blocks: readonly KnownBlock[]): boolean {
  return blocks.length <= LIMITS.blocks && costOf(blocks) <= LIMITS.messageCost;
}

/** Characters that are shown or linked, and something for each element that carries them. */
function costOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + costOf(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  let cost = 'type' in value ? LIMITS.elementCost : 0;
  for (const [key, field] of Object.entries(value)) {
    const isText = typeof field === 'string' && ['text', 'url', 'fallback'].includes(key);
    cost += isText ? field.length : costOf(field);
  }
  return cost;
}

/** What can be clicked, in a row; no block at all where there is nothing. A menu of designs says with its id what it is for. */
function clickableBlocks(clickable: Clickable | null): ActionsBlock[] {
  if (clickable === null) return [];
  const elements = elementsOf(clickable)
    .slice(0, LIMITS.actions)
    .map((element) => (element.kind === 'button' ? button(element) : menu(element)));
  const named = clickable.kind === 'choice' ? { block_id: clickable.of } : {};
  return [{ type: 'actions', ...named, elements }];
}

const CONFIRM_CANCEL = {
  title: plain(TEXTS.cancelTitle),
  text: plain(TEXTS.cancelText),
  confirm: plain(TEXTS.cancelYes),
  deny: plain(TEXTS.cancelNo),
  style: 'danger',
} as const;

function button({ action, label, value }: ButtonElement): Button {
  const text = plain(cutWords(label, LIMITS.buttonText));
  return {
    type: 'button',
    action_id: action,
    text,
    value,
    ...(action === ACTIONS.doneAnswering ? { style: 'primary' } : {}),
    ...(action === ACTIONS.cancel ? { confirm: CONFIRM_CANCEL } : {}),
  };
}

function menu({ action, placeholder, entries }: MenuElement): StaticSelect {
  return {
    type: 'static_select',
    action_id: action,
    placeholder: plain(placeholder),
    options: entries
      .slice(0, LIMITS.options)
      .map(({ label, value }) => ({ text: plain(cutWords(oneLine(label), LIMITS.optionText)), value })),
  };
}

/** Text without markup. */
export function plain(text: string) {
  return { type: 'plain_text', text, emoji: false } as const;
}
