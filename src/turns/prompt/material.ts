import type { Design } from '../../core/vocabulary/design.ts';
import { cutText } from '../../foundation/cut-text.ts';
import { sha256Of } from '../../foundation/digest.ts';
import type { Assignment } from '../../sessions/child/protocol.mjs';
import { shortenMaterial, wrapMaterial } from './material-text.ts';
import type { LeftOut } from './prompt-parts.ts';
import { COMMON_RULES, omitRepository } from './texts.ts';
import { listTranscriptSections, PROPOSALS_HEADING } from './transcript.ts';

/** Most characters of all context in a prompt; single items are bounded at the start. */
const CONTEXT_CHARACTERS = 600_000;
/** Most blocks of an assignment: an endpoint looks back over as many for a cached prefix. */
const BLOCKS = 20;

type SharedBlock = Assignment['shared'][number];

/**
 * Shared prefix of every prompt: at each point of a design the same bytes for all participants.
 * Where possible it grows only at its end, so that endpoints can cache it. Marks at most three
 * blocks as ends of a cacheable prefix, which leaves one of the endpoint's four marks for the
 * conversation.
 */
export function makeSharedMaterial(design: Design): SharedBlock[] {
  return MATERIAL_OF.getOrInsertComputed(design, assemble);
}

/** A design's state never changes, and participants asked at once share one. */
const MATERIAL_OF = new WeakMap<Design, SharedBlock[]>();

function assemble(design: Design): SharedBlock[] {
  const fixedBlocks = [
    makeRulesBlock(design),
    makeTopicBlock(design),
    ...makeContextBlock(design),
    ...makeRepositoryBlock(design),
  ];
  const transcript = [...makeFrameBlock(design), ...listTranscriptSections(design)];
  const texts = limitBlocks([...fixedBlocks, ...transcript]);
  const proposalsAt = texts.findIndex((text) => text.startsWith(PROPOSALS_HEADING));
  const cacheMarks = new Set([fixedBlocks.length - 1, proposalsAt, texts.length - 1]);
  return texts.map((text, index) => ({ type: 'text', text, cache: cacheMarks.has(index) }));
}

/** Keeps one block for each text up to `BLOCKS`; the last block holds all further texts. */
export function limitBlocks(texts: readonly string[]): string[] {
  if (texts.length <= BLOCKS) return [...texts];
  return [...texts.slice(0, BLOCKS - 1), texts.slice(BLOCKS - 1).join('\n\n')];
}

export function makeRulesBlock({ repository }: Design, rules = COMMON_RULES): string {
  return repository === null ? omitRepository(rules) : rules;
}

export function makeTopicBlock({ topic }: Design): string {
  return `# The topic\n\n${wrapMaterial('topic', topic)}`;
}

/** The framed question; empty before framing, or if that failed. */
export function makeFrameBlock({ frame }: Pick<Design, 'frame'>): string[] {
  if (frame === null || !frame.isDesignQuestion) return [];
  const quotes = frame.decided.map((quote) =>
    wrapMaterial('what the asker calls decided, forbidden or given', quote),
  );
  const parts = [wrapMaterial('the question restated', frame.restated), ...quotes];
  return [['# The question', ...parts].join('\n\n')];
}

export function makeContextBlock({ context }: Pick<Design, 'context'>): string[] {
  if (context.length === 0) return [];
  const items = withRoom(context).map(({ name, text, room }) =>
    wrapMaterial(`context: ${name}`, shortenMaterial(text, room)),
  );
  return [`# Context that came with the topic\n\n${items.join('\n\n')}`];
}

/** Parts of context items that prompts leave out for lack of room. */
export function listContextLeftOut({ context }: Pick<Design, 'context'>): LeftOut[] {
  return withRoom(context).flatMap(({ name, text, room }) => {
    const rest = text.slice(cutText(text, room).length);
    if (rest === '') return [];
    return [{ name, bytes: Buffer.byteLength(rest), sha256: sha256Of(rest) }];
  });
}

/** Each item with the characters left for it after those before. */
function withRoom(context: Design['context']) {
  let remainingCharacters = CONTEXT_CHARACTERS;
  return context.map((item) => {
    const room = Math.max(0, remainingCharacters);
    remainingCharacters -= item.text.length;
    return { ...item, room };
  });
}

/** Exported for `eval`, which gives a model alone the same block. */
export function makeRepositoryBlock({ repository }: Design): string[] {
  if (repository === null) return [];
  const { name, commit, digest } = repository;
  return [
    `# The repository\n\nThe repository tools read ${JSON.stringify(name)} at commit ${commit}. An overview:\n\n${wrapMaterial('repository', digest)}`,
  ];
}
