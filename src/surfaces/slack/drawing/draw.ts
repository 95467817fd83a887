/**
 * Draws documents as messages of Slack, within its limits. The text of people and models becomes
 * harmless here.
 */

import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContainerBlock,
  KnownBlock,
  StaticSelect,
} from '@slack/types';
import { notificationOf } from '#acts/drawing/markdown.ts';
import {
  type ButtonElement,
  controlId,
  elementsOf,
  entryLabelOf,
  type MenuElement,
} from '#acts/gateway/verbs/presses.ts';
import type { Design } from '#core/vocabulary/design.ts';
import { cutWords } from '#foundation/cut-text.ts';
import { isObject } from '#foundation/is-object.ts';
import type { ControlQuestion } from '#presentation/format/control.ts';
import {
  type Clickable,
  type Document,
  type Folded,
  fitInto as fittedTo,
  type NamedFile,
  shortenSections,
} from '#presentation/format/document.ts';
import { foldToOneLine } from '#presentation/format/plain.ts';
import { documentOf, type PostView } from '#presentation/thread/post.ts';
import { viewOf } from '#presentation/view/view.ts';
import { TEXTS } from '#presentation/words/texts.ts';
import { type DrawingForm, drawPlain, drawSection, notificationTextOf } from './rich-text.ts';

/** A message in Slack, as plain JSON: equal drawings look the same. */
export interface Drawing {
  /** Escaped text of the notification; never empty. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  readonly files: readonly NamedFile[];
}

/**
 * The plain form works on every endpoint. Use the structured one only for a message that can be
 * sent again when it is refused.
 */
export function draw(document: Document, form: DrawingForm = 'plain'): Drawing {
  const { sections, folded, clickable, early, files } = document;
  const words = cutWords(foldToOneLine(notificationOf(document)), LIMITS.notification);
  const isFolded = folded !== null && form === 'structured';
  const buttons = clickableBlocks(clickable, isFolded ? null : folded);
  const blocks = fitBlocks((most) => [
    ...shortenSections(sections, most).flatMap((each, at) => [
      ...drawSection(each, form),
      ...early
        .filter(({ after }) => after === at + 1)
        .flatMap((each) => clickableBlocks(each.clickable, null)),
    ]),
    ...(isFolded ? [container(folded, most)] : []),
    ...buttons,
  ]);
  return { text: notificationTextOf(words === '' ? '…' : words), blocks, files };
}

/** Collapsed by default. Its text is the first to be cut. */
function container({ title, sections }: Folded, most: number): ContainerBlock {
  const inside = shortenSections(sections, Math.min(most, LIMITS.foldedText)).flatMap((each) =>
    drawSection(each, 'plain'),
  );
  const texts = inside.flatMap((each) => (each.type === 'rich_text' ? each.elements : []));
  return {
    type: 'container',
    title: drawPlain(title),
    is_collapsible: true,
    default_collapsed: true,
    child_blocks: [{ type: 'rich_text', elements: texts }],
  };
}

export function drawPost(
  post: PostView,
  design: Design,
  form: DrawingForm = 'structured',
): Drawing {
  return draw(documentOf(post, viewOf(design)), form);
}

/**
 * Limits of Slack; see docs/slack.md. Lengths are in UTF-16 units, and Slack counts no more than
 * these.
 */
export const LIMITS = {
  blocks: 50,
  /**
   * Limit for all text in one message's blocks. Undocumented: others met `msg_blocks_too_long` from
   * some 11,300 characters on. The number of elements mattered, so each costs something here.
   */
  messageCost: 9_000,
  elementCost: 16,
  foldedText: 600,
  notification: 300,
  buttonText: 75,
  optionText: 75,
  /** Slack takes 100; no design has so many people, and no list so many designs. */
  options: 25,
  actions: 25,
} as const;

/** If the blocks cannot fit, drops the last texts, but never the controls. */
function fitBlocks(draw: (most: number) => KnownBlock[]): KnownBlock[] {
  return fittedTo(draw, fits, (blocks) => {
    const controls = blocks.filter(({ type }) => type === 'actions');
    const texts = blocks.filter(({ type }) => type !== 'actions');
    return [
      ...texts.filter((_, index) => fits([...texts.slice(0, index + 1), ...controls])),
      ...controls,
    ];
  });
}

function fits(blocks: readonly KnownBlock[]): boolean {
  return blocks.length <= LIMITS.blocks && costOf(blocks) <= LIMITS.messageCost;
}

/** Characters shown or linked, plus a constant for each element. */
function costOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + costOf(item), 0);
  if (!isObject(value)) return 0;
  let cost = 'type' in value ? LIMITS.elementCost : 0;
  for (const [key, field] of Object.entries(value)) {
    const isText = typeof field === 'string' && ['text', 'title', 'url', 'fallback'].includes(key);
    cost += isText ? field.length : costOf(field);
  }
  return cost;
}

function clickableBlocks(clickable: Clickable | null, folded: Folded | null): ActionsBlock[] {
  const elements = elementsOf(clickable, folded)
    .slice(0, LIMITS.actions)
    .map((element) => (element.kind === 'button' ? button(element) : menu(element)));
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}

function button({ label, value, action, mark, look, question }: ButtonElement): Button {
  const text = drawPlain(cutWords(foldToOneLine(label), LIMITS.buttonText));
  return {
    type: 'button',
    action_id: controlId(action, mark),
    text,
    value,
    ...(look === 'plain' ? {} : { style: look }),
    ...(question === null ? {} : { confirm: dialog(question) }),
  };
}

function dialog({ title, text, yes, isDanger }: ControlQuestion): ConfirmationDialog {
  const texts = {
    title: drawPlain(title),
    text: drawPlain(text),
    confirm: drawPlain(yes),
    deny: drawPlain(TEXTS.notYet),
  };
  return isDanger ? { ...texts, style: 'danger' } : texts;
}

function menu({ action, placeholder, entries }: MenuElement): StaticSelect {
  return {
    type: 'static_select',
    action_id: controlId(action),
    placeholder: drawPlain(placeholder),
    options: entries.slice(0, LIMITS.options).map((entry) => ({
      text: drawPlain(entryLabelOf(entry.label, LIMITS.optionText)),
      value: entry.value,
    })),
  };
}
