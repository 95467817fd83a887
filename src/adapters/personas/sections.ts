import type { Heading, Nodes, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Role } from '../../core/vocabulary/event-parts.ts';
import type { LineProblem } from '../../foundation/checked-yaml.ts';
import {
  PERSONA_SECTIONS,
  type PersonaSection,
  type SectionHeading,
} from '../../turns/prompt/persona.ts';
import type { FrontMatter } from './front-matter.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * One lower-case word in backticks is a name from a schema. Paths, patterns and other names look
 * different.
 */
const NAME = /^[a-z][A-Za-z0-9_]*$/;
const SNAKE_WORDS = /[a-z]+(?:_[a-z]+)+/g;

interface Block {
  readonly heading: Heading;
  readonly content: RootContent[];
  /** From its heading to the next, as written. */
  readonly markdown: string;
}
type Report = (node: Nodes, reason: string) => void;

/** Emphasis and links say nothing here, and reading many of them takes quadratic time. */
const UNREAD = {
  disable: { null: ['attention', 'labelStartLink', 'labelStartImage', 'labelEnd'] },
};
/**
 * Nine quotations and lists within one another at the start of a line, which take quadratic time as
 * well.
 */
const NESTED = /^(?:[ \t]{0,8}(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))){9}/m;

/** Without a valid `role`, only the words are checked. */
export function checkBody(
  { body, bodyLine }: FrontMatter,
  role: Role | undefined,
  vocabulary: Vocabulary,
): { readonly sections: readonly PersonaSection[]; readonly problems: readonly LineProblem[] } {
  const nested = NESTED.exec(body);
  if (nested !== null) {
    const line = bodyLine + body.slice(0, nested.index).split('\n').length - 1;
    return {
      sections: [],
      problems: [{ line, reason: 'nests more than eight quotations and lists' }],
    };
  }
  const problems: LineProblem[] = [];
  const root = fromMarkdown(body, { extensions: [UNREAD] });
  const report: Report = (node, reason) => {
    problems.push({ line: bodyLine - 1 + (node.position?.start.line ?? 1), reason });
  };
  checkNames(root, vocabulary, report);
  if (role === undefined) return { sections: [], problems };

  const blocks = blocksOf(root.children, body, report);
  const sections = sectionsOf(blocks, role, report);
  const present = new Set(blocks.map((block) => plainText(block.heading)));
  for (const heading of PERSONA_SECTIONS[role]) {
    if (!present.has(heading))
      problems.push({ line: bodyLine, reason: `the section "## ${heading}" is missing` });
  }
  return { sections, problems };
}

function blocksOf(nodes: readonly RootContent[], body: string, report: Report): Block[] {
  const blocks: { heading: Heading; content: RootContent[] }[] = [];
  for (const node of nodes) {
    if (node.type === 'heading' && node.depth === 2) blocks.push({ heading: node, content: [] });
    else if (node.type === 'heading' && node.depth === 1) {
      report(node, 'sections need headings of the second level: ## instead of #');
    } else if (blocks.length > 0) blocks.at(-1)?.content.push(node);
    else report(node, 'this is before the first section; move it into one');
  }
  return blocks.map(({ heading, content }, index) => {
    const next = blocks[index + 1]?.heading.position?.start.offset;
    return { heading, content, markdown: body.slice(heading.position?.start.offset, next).trim() };
  });
}

function sectionsOf(blocks: readonly Block[], role: Role, report: Report): PersonaSection[] {
  const known: readonly SectionHeading[] = PERSONA_SECTIONS[role];
  const sections: PersonaSection[] = [];
  for (const { heading: node, content, markdown } of blocks) {
    const title = plainText(node);
    const heading = known.find((each) => each === title);
    if (heading === undefined) {
      report(node, `unknown section "${title}"; the role ${role} has: ${known.join(', ')}`);
      continue;
    }
    if (sections.some((section) => section.heading === heading)) {
      report(node, `the section "${heading}" occurs twice`);
      continue;
    }
    const entries = content.flatMap((block) => (block.type === 'list' ? block.children : []));
    const items = entries.map(plainText).filter((item) => item !== '');
    if (content.every((block) => plainText(block) === ''))
      report(node, `the section "${heading}" is empty`);
    else if (
      heading === 'Always ask' &&
      (items.length === 0 || !items.every((item) => item.includes('?')))
    ) {
      report(node, 'the section "Always ask" must be a list of questions');
    }
    sections.push({ heading, items, markdown });
  }
  return sections;
}

/** Requires tool names in backticks to exist, and existing ones to be in backticks. */
function checkNames(root: Nodes, { tools, words }: Vocabulary, report: Report): void {
  for (const node of nodesIn(root)) {
    if (node.type === 'inlineCode' && NAME.test(node.value) && !words.has(node.value)) {
      const kind = node.value.includes('_') ? 'tool' : 'tool or field';
      report(
        node,
        `unknown ${kind} \`${node.value}\`; backticks around one word are only for tools and their fields`,
      );
    } else if (node.type === 'text') {
      for (const [word] of node.value.matchAll(SNAKE_WORDS)) {
        if (tools.has(word)) report(node, `write the tool in backticks: \`${word}\``);
      }
    }
  }
}

/** In reading order. Without recursion, so that no nesting is too deep. */
function* nodesIn(root: Nodes): Generator<Nodes> {
  const waiting: Nodes[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    // One by one: a call takes no more than some 120,000 arguments.
    if ('children' in node) for (const child of node.children.toReversed()) waiting.push(child);
  }
}

function plainText(root: Nodes): string {
  let text = '';
  for (const node of nodesIn(root)) {
    if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'code')
      text += node.value;
    else if (node.type === 'break' || node.type === 'paragraph' || node.type === 'listItem')
      text += ' ';
  }
  return text.replaceAll(/\s+/g, ' ').trim();
}
