import * as z from 'zod';
import { readInlineMarkdown } from '../../src/acts/drawing/markdown.ts';
import { checkModels, MODELS_FILE_BYTES } from '../../src/adapters/model-list/load.ts';
import { FRONT_MATTER_CHARACTERS } from '../../src/adapters/personas/front-matter.ts';
import { frontOf } from '../../src/adapters/personas/profile.ts';
import { PERSONA_FILE_BYTES } from '../../src/adapters/personas/read-files.ts';
import { checkBody } from '../../src/adapters/personas/sections.ts';
import { collectVocabulary } from '../../src/adapters/personas/vocabulary.ts';
import { readReply } from '../../src/core/questions/replies/reply.ts';
import { parseYaml } from '../../src/foundation/checked-yaml.ts';
import { createRedactor } from '../../src/foundation/redaction.ts';
import { parseEvents } from '../../src/record/contents.ts';
import { readMarkdown } from '../../src/surfaces/discord/incoming/marks.ts';
import { readMrkdwn } from '../../src/surfaces/slack/incoming/marks.ts';
import { readLooseJson } from '../../src/turns/models/loose-json.ts';
import { parseWithRepairs } from '../../src/turns/models/repair.ts';
import { findTextCall } from '../../src/turns/models/text-calls.ts';

/**
 * A parser of what others wrote, with the longest text that is let in, at most a megabyte, and what
 * its texts are made of.
 */
export interface Parser {
  readonly name: string;
  readonly characters: number;
  readonly parse: (text: string) => unknown;
  readonly parts: readonly Part[];
}
/** A part is repeated, or is written anew for each place, counted from 0. */
type Part = string | ((at: number) => string);

const MEGABYTE = 1_000_000;
/** Slack's longest message; Discord's are a tenth of it. */
const MESSAGE_CHARACTERS = 40_000;

const MARKDOWN = [
  ...[
    '*a',
    '**a',
    '*a_',
    '_a_ ',
    '*a**b',
    '[',
    '![',
    '[a](',
    '[a][b]',
    '](',
    '[^a]',
    '[a]: b\n',
    '<',
    '<a',
    '&',
    '\\',
    '`',
    '```',
    '~~~\n',
  ],
  ...[
    '> ',
    '>',
    '>a\n',
    '- ',
    '* a\n',
    '1. ',
    '- [ ] ',
    '|a',
    '# a\n',
    'a\n',
    ' ',
    '\t',
    'www.',
    'a@b.',
    'http://a.',
  ],
];
const YAML = [
  ...[
    'a: 1\n',
    '- a\n',
    '[',
    '{a: ',
    '[a,',
    '- &a b\n',
    '- *a\n',
    'a',
    '"\\x',
    '#\n',
    '---\n',
    '! ',
    '? ',
    ' b\n',
    'a:\n ',
  ],
  (at: number) => `f${at}: 1\n`,
  (at: number) => `${at === 0 ? 'models:\n' : ''}  m${at}: {}\n`,
];
const JSON_PARTS = ['{', '{"a":', '[', '"', '\\', '{"a":1}', '{"a":"', '},', '{a:', '\n', ' '];
const CALLS = [
  '<function=',
  '<parameter=',
  '</think>',
  '<|tool',
  '[TOOL_CALLS]',
  '```',
  '{"name":"a","input":{}} ',
];
const TOKENS = [
  'a',
  'xoxb-',
  '://a:',
  '@',
  'sk-ant-',
  'sk-ant-aaaaaaaa ',
  'a_KEY=',
  ' ',
  '\u200b',
  '*',
  'correct-horse-',
  'eyJ',
];

/** As strict as all that a model submits. */
const CLAIM = z.strictObject({
  field: z.string(),
  claims: z.array(z.strictObject({ text: z.string() })),
});

const vocabulary = collectVocabulary();
const redact = createRedactor(['correct-horse-battery-staple']);
const QUESTIONS = Array.from({ length: 12 }, (_, index) => {
  return { id: `Q${index + 1}` as const, text: `How many jobs of kind ${index + 1} may be lost?` };
});

export const PARSERS: readonly Parser[] = [
  {
    name: 'YAML of settings',
    characters: MODELS_FILE_BYTES,
    parse: (text) => checkModels(text, 'https://api.example.com'),
    parts: YAML,
  },
  {
    name: 'YAML of a persona',
    characters: FRONT_MATTER_CHARACTERS,
    parse: (text) =>
      parseYaml(
        text,
        frontOf('tester', () => null),
      ),
    parts: YAML,
  },
  {
    name: 'Markdown of a persona',
    characters: PERSONA_FILE_BYTES,
    parse: (body) => checkBody({ yaml: '', body, bodyLine: 1 }, 'persona', vocabulary),
    parts: MARKDOWN,
  },
  {
    name: 'Markdown of a model',
    characters: MEGABYTE,
    parse: (text) => readInlineMarkdown(text, MEGABYTE),
    parts: MARKDOWN,
  },
  {
    name: 'message on Discord',
    characters: MESSAGE_CHARACTERS,
    parse: (text) => readReply(readMarkdown(text), QUESTIONS),
    parts: MARKDOWN,
  },
  {
    name: 'message on Slack',
    characters: MESSAGE_CHARACTERS,
    parse: (text) => readReply(readMrkdwn(text), QUESTIONS),
    parts: [...MARKDOWN, '<a|', '&gt;', '&lt;', 'Q1: a\n'],
  },
  { name: 'JSON of a model', characters: MEGABYTE, parse: readLooseJson, parts: JSON_PARTS },
  {
    name: 'call in text',
    characters: MEGABYTE,
    parse: (text) => findTextCall([{ type: 'text', text }], []),
    parts: [...JSON_PARTS, ...CALLS],
  },
  {
    name: 'record of a stranger',
    characters: MEGABYTE,
    parse: (text) => parseEvents(Buffer.from(text)),
    parts: [...JSON_PARTS, '{"seq":1,"event":{},"hash":""}\n', 'a\n'],
  },
  {
    name: 'fields that a model names',
    characters: MEGABYTE,
    parse: (text) =>
      parseWithRepairs(CLAIM, JSON.parse(`{${text.slice(0, text.lastIndexOf(','))}}`)),
    parts: [(at) => `"field${at}": 1, `, (at) => `"f_${at}": {"g": [1]}, `],
  },
  { name: 'secrets in any text', characters: MEGABYTE, parse: redact, parts: TOKENS },
];

/** So many characters of a part, over and over. */
export function writeText(part: Part, characters: number): string {
  if (typeof part === 'string')
    return part.repeat(Math.ceil(characters / part.length)).slice(0, characters);
  const parts: string[] = [];
  for (let at = 0, length = 0; length < characters; at += 1) {
    const next = part(at);
    parts.push(next);
    length += next.length;
  }
  return parts.join('').slice(0, characters);
}

export const namePart = (part: Part): string =>
  JSON.stringify(typeof part === 'string' ? part : part(0));
