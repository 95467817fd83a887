import { hash } from 'node:crypto';
import type { Design } from '../../core/vocabulary/design.ts';
import { cutText } from '../../core/vocabulary/text.ts';
import type { Assignment } from '../../sessions/child/protocol.mjs';
import { material, shortened } from './material-text.ts';
import type { LeftOut } from './prompt-parts.ts';
import { COMMON_RULES, withoutRepository } from './texts.ts';
import { PROPOSALS_HEADING, transcriptSections } from './transcript.ts';

/** Context is bounded item by item when a design starts; together the items must still fit a prompt. */
const CONTEXT_CHARACTERS = 600_000;
/** The number of blocks that an assignment takes, and that the endpoint looks back over for a cached prefix. */
const BLOCKS = 20;

type SharedBlock = Assignment['shared'][number];

/**
 * The shared prefix of every prompt of a design: the same bytes for all participants at this point of it, growing at
 * its end only, as far as that can be, so that the endpoint's cache serves it. Three of its blocks at most are marked
 * as ends of a cacheable prefix, which leaves one of the endpoint's four for the conversation itself.
 */
export function sharedMaterial(design: Design): SharedBlock[] {
  return MATERIAL_OF.getOrInsertComputed(design, assembled);
}

/** A design's state never changes, and all who are asked at once are asked about the same one. */
const MATERIAL_OF = new WeakMap<Design, SharedBlock[]>();

function assembled(design: Design): SharedBlock[] {
  const fixed = [rulesBlock(design), topicBlock(design), ...contextBlock(design), ...repositoryBlock(design)];
  const transcript = [...frameBlock(design), ...transcriptSections(design)];
  const texts = bounded([...fixed, ...transcript]);
  const proposalsAt = texts.findIndex((text) => text.startsWith(PROPOSALS_HEADING));
  const marked = new Set([fixed.length - 1, proposalsAt, texts.length - 1]);
  return texts.map((text, index) => ({ type: 'text', text, cache: marked.has(index) }));
}

/** A block each, so that what grows is the list; only where there are too many does the last one grow. */
export function bounded(texts: readonly string[]): string[] {
  if (texts.length <= BLOCKS) return [...texts];
  return [...texts.slice(0, BLOCKS - 1), texts.slice(BLOCKS - 1).join('\n\n')];
}

export function rulesBlock({ repository }: Design, rules = COMMON_RULES): string {
  return repository === null ? withoutRepository(rules) : rules;
}

export function topicBlock({ topic }: Design): string {
  return `# The topic\n\n${material('topic', topic)}`;
}

/** The question as it was framed; nothing before that, and where nobody could. */
export function frameBlock({ frame }: Pick<Design, 'frame'>): string[] {
  if (frame === null || !frame.isDesignQuestion) return [];
  const decided = frame.decided.map((quote) => material('what the asker says is already decided', quote));
  return [['# The question', material('the question restated', frame.restated), ...decided].join('\n\n')];
}

export function contextBlock({ context }: Pick<Design, 'context'>): string[] {
  if (context.length === 0) return [];
  const shown = withRoom(context).map(({ name, text, room }) =>
    material(`context: ${name}`, shortened(text, room)),
  );
  return [`# Context that came with the topic\n\n${shown.join('\n\n')}`];
}

/** Returns what prompts leave out of the context because there is no room for it, by the item that is cut. */
export function contextLeftOut({ context }: Pick<Design, 'context'>): LeftOut[] {
  return withRoom(context).flatMap(({ name, text, room }) => {
    const rest = text.slice(cutText(text, room).length);
    if (rest === '') return [];
    return [{ name, bytes: Buffer.byteLength(rest), sha256: hash('sha256', rest) }];
  });
}

/** Each item with the characters that there are for it behind those before it. */
function withRoom(context: Design['context']) {
  let left = CONTEXT_CHARACTERS;
  return context.map((item) => {
    const room = Math.max(0, left);
    left -= item.text.length;
    return { ...item, room };
  });
}

/** A block of its own for `eval`, where a model alone is to be given what the personas are. */
export function repositoryBlock({ repository }: Design): string[] {
  if (repository === null) return [];
  const { name, commit, digest } = repository;
  return [
    `# The repository\n\nThe repository tools read ${JSON.stringify(name)} at commit ${commit}. An overview:\n\n${material('repository', digest)}`,
  ];
}
