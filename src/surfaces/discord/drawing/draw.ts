/**
 * Draws documents as messages of Discord, within its limits. The text of people and models becomes
 * harmless here.
 */

import {
  type APIComponentInContainer,
  type APIMessageTopLevelComponent,
  ComponentType,
  MessageFlags,
  SeparatorSpacingSize,
} from 'discord.js';
import type { Design } from '#core/vocabulary/design.ts';
import { statusOf } from '#core/vocabulary/status.ts';
import {
  type Document,
  fitInto,
  type Level,
  shortenSections,
} from '#presentation/format/document.ts';
import { documentOf, type PostView } from '#presentation/thread/post.ts';
import { viewOf } from '#presentation/view/view.ts';
import { buttonRowsOf, LIMITS, showButton } from './controls.ts';
import { discordMarkdownOf } from './markdown.ts';

/** A message in Discord, as plain JSON: equal drawings look the same. */
export interface Drawing {
  readonly flags: number;
  readonly components: readonly APIMessageTopLevelComponent[];
}

/** Colours of the edge of a message about the whole design. Its words say the same. */
const ACCENTS: Record<Level | 'running' | 'awaiting_input', number> = {
  running: 0x5865f2,
  awaiting_input: 0xf0b232,
  success: 0x23a559,
  warning: 0xe67e22,
  info: 0x80848e,
  error: 0xda373c,
};
const HAS_ACCENT: Record<PostView['kind'], boolean> = {
  card: true,
  gate: true,
  outcome: true,
  list: false,
  differ: false,
  reminder: false,
  caveats: false,
  answer: false,
  instead: false,
};

export function draw(document: Document): Drawing {
  return message([textDisplay(joinTexts(textsOf(document))), ...buttonRowsOf(document.clickable)]);
}

export function drawPost(post: PostView, design: Design, files: readonly string[] = []): Drawing {
  const document = documentOf(post, viewOf(design));
  const { folded, early } = document;
  const [head = '', ...others] = textsOf(document);
  const drawText = (text: string) => (text.trim() === '' ? [] : [textDisplay(text)]);
  const components: APIComponentInContainer[] = [
    textDisplay(head),
    ...(joinTexts(others) === '' ? [] : [SEPARATOR]),
    ...others.flatMap((text, at) => [
      ...drawText(text),
      ...buttonRowsOf(early[at]?.clickable ?? null),
    ]),
    ...(folded === null
      ? []
      : [
          {
            type: ComponentType.Section as const,
            components: [
              textDisplay(discordMarkdownOf([[{ kind: 'small', words: folded.title }]])),
            ],
            accessory: showButton(folded),
          },
        ]),
    ...files.map((name) => ({
      type: ComponentType.File as const,
      file: { url: `attachment://${name}` },
    })),
    ...buttonRowsOf(document.clickable),
  ];
  const accent = HAS_ACCENT[post.kind] ? { accent_color: accentOf(design) } : {};
  return message([{ type: ComponentType.Container, ...accent, components }]);
}

function accentOf(design: Design): number {
  const status = statusOf(design);
  if (status === 'running' || status === 'awaiting_input') return ACCENTS[status];
  return ACCENTS[viewOf(design).banner.level];
}

const SEPARATOR: APIComponentInContainer = {
  type: ComponentType.Separator,
  divider: true,
  spacing: SeparatorSpacingSize.Small,
};

/**
 * The first section, then the sections up to each place with controls, then the rest. Texts are cut
 * to fit; if that is not enough, the last sections go.
 */
function textsOf({ sections, folded, early }: Document): string[] {
  const room = LIMITS.messageCharacters - (folded?.title.length ?? 0) * 2;
  const places = [0, 1, ...early.map(({ after }) => Math.max(1, after))];
  const text = (all: Document['sections']) =>
    places.map((from, at) => discordMarkdownOf(all.slice(from, places[at + 1])));
  const fits = (texts: readonly string[]) => joinTexts(texts).length <= room;
  const fitting = fitInto(
    (most) => shortenSections(sections, most),
    (all) => fits(text(all)),
    (all) => all.slice(0, all.findLastIndex((_, last) => fits(text(all.slice(0, last + 1)))) + 1),
  );
  return text(fitting);
}

function joinTexts(texts: readonly string[]): string {
  return texts.filter((each) => each.trim() !== '').join('\n\n');
}

function textDisplay(content: string) {
  return {
    type: ComponentType.TextDisplay,
    content: content.trim() === '' ? '…' : content,
  } as const;
}

function message(components: APIMessageTopLevelComponent[]): Drawing {
  return { flags: MessageFlags.IsComponentsV2, components };
}
