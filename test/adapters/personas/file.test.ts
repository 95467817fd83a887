import { describe, expect, it } from 'vitest';
import { FILE_BYTES } from '../../../src/adapters/personas/read-files.ts';
import { participant, problems, write } from './persona-folder.ts';

async function problemsOf(text: string | Uint8Array): Promise<string[]> {
  await write('tester', text);
  return problems();
}

describe('a file that is broken', () => {
  const cases: [broken: string, text: string | Uint8Array, expected: string[]][] = [
    [
      'has no front-matter',
      'Be bold.',
      ['tester.md:1 has no front-matter: the first line must be --- and fields must follow'],
    ],
    ['is empty', '', ['tester.md:1 has no front-matter: the first line must be --- and fields must follow']],
    [
      'has front-matter without an end',
      '---\nname: tester\n',
      ['tester.md:1 the front-matter that begins here is never closed by a line with ---'],
    ],
    [
      'has front-matter that is not YAML',
      participant('tester').replace('title: The tester', 'title: [The tester'),
      [
        'tester.md:4 the front-matter is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
      ],
    ],
    [
      'has a field twice',
      participant('tester').replace('role: persona', 'role: persona\nrole: persona'),
      ['tester.md:6 the front-matter is not valid YAML: Map keys must be unique'],
    ],
    [
      'has front-matter that is not a list of fields',
      '---\n- tester\n---\n',
      ['tester.md:2 the front-matter must be a list of fields, one `name: value` a line'],
    ],
    [
      'has an alias in its front-matter',
      participant('tester').replace('title: The tester', 'title: &a The tester').replace('Looks.', '*a'),
      ['tester.md:6 write the value out: * and & are not used here'],
    ],
    [
      'has an unknown field',
      participant('tester').replace('emoji: 🧪', 'emoji: 🧪\ntone: gruff'),
      ['tester.md:5 unknown field "tone"; known are name, title, emoji, role, summary, reads, model, effort'],
    ],
    [
      'lacks a field',
      participant('tester').replace('summary: Looks.\n', ''),
      ['tester.md:1 the field "summary" is missing'],
    ],
    [
      'lacks its reading',
      participant('tester').replace(/reads: .*\n/, ''),
      ['tester.md:1 the field "reads" is missing'],
    ],
    [
      'has an empty field',
      participant('tester').replace('title: The tester', 'title:'),
      ['tester.md:3 title: must be text'],
    ],
    [
      'has a name that is not an id',
      participant('tester').replace('name: tester', 'name: The Tester'),
      [
        'tester.md:2 name: a persona id is 2–31 characters: lower-case letters, digits, hyphens, a letter first',
      ],
    ],
    [
      'has a name that is not its file name',
      participant('tester').replace('name: tester', 'name: taster'),
      ['tester.md:2 name is "taster" but the file is tester.md; they must be the same'],
    ],
    [
      'has the name of another file',
      participant('auditor').replace('title: The auditor', 'title: The tester'),
      [
        'tester.md:2 name is "auditor" but the file is tester.md; they must be the same',
        'tester.md:2 the name "auditor" is taken by auditor.md',
      ],
    ],
    [
      'has an unknown role',
      participant('tester').replace('role: persona', 'role: jester'),
      ['tester.md:5 role: must be one of persona, synthesizer, auditor'],
    ],
    [
      'has an unknown effort',
      participant('tester').replace('role: persona', 'role: persona\neffort: heroic'),
      ['tester.md:6 effort: must be one of low, medium, high, xhigh, max'],
    ],
    [
      'has words for an emoji',
      participant('tester').replace('🧪', 'bold'),
      ['tester.md:4 emoji: must be a single emoji'],
    ],
    [
      'lacks a section',
      participant('tester').replace(/## First move\n\n.*\n\n/, ''),
      ['tester.md:9 the section "## First move" is missing'],
    ],
    [
      'has an empty section',
      participant('tester').replace('What to do about First move.', '<!-- later -->'),
      ['tester.md:17 the section "First move" is empty'],
    ],
    [
      'has an unknown section',
      `${participant('tester')}\n## Tone of voice\n\nGruff.\n`,
      [
        'tester.md:37 unknown section "Tone of voice"; the role persona has: Read first, Always ask, First move, What moves you, Distrust in yourself, Concede when, Form of the proposal',
      ],
    ],
    [
      'has a section twice',
      `${participant('tester')}\n## First move\n\nAgain.\n`,
      ['tester.md:37 the section "First move" is there twice'],
    ],
    [
      'asks no questions',
      participant('tester').replace('- What is it?', 'Ask well.'),
      ['tester.md:13 the section "Always ask" must be a list of questions'],
    ],
    [
      'has text before its first section',
      participant('tester').replace('## Read first', 'You are bold.\n\n## Read first'),
      ['tester.md:9 this stands before the first section; give it a place in one'],
    ],
    [
      'names an unknown tool',
      participant('tester').replace('What to do about First move.', 'Call\n`drop_tables` first.'),
      [
        'tester.md:20 unknown tool `drop_tables`; backticks around one word are kept for tools and their fields',
      ],
    ],
    [
      'names an unknown field of a tool',
      participant('tester').replace('What to do about First move.', 'Fill in `footnote`.'),
      [
        'tester.md:19 unknown tool or field `footnote`; backticks around one word are kept for tools and their fields',
      ],
    ],
    [
      'names a tool outside backticks',
      participant('tester').replace('What to do about First move.', 'Then submit_proposal.'),
      ['tester.md:19 write the tool in backticks: `submit_proposal`'],
    ],
    [
      'is too large',
      participant('tester') + 'x'.repeat(FILE_BYTES),
      [`tester.md:1 is larger than ${FILE_BYTES} bytes`],
    ],
    [
      'is not UTF-8',
      Buffer.from(participant('tester').replace('Looks.', 'Scha\u00fct.'), 'latin1'),
      ['tester.md:4 is not UTF-8'],
    ],
    [
      'is not UTF-8 in one place',
      Buffer.concat([Buffer.from(participant('tester')), Buffer.from([0x41, 0xff])]),
      ['tester.md:36 is not UTF-8'],
    ],
    [
      'is binary',
      participant('tester').replace('Looks.', 'Lo\u0000ks.'),
      ['tester.md:6 contains a control character'],
    ],
  ];
  it.each(cases)(
    'A9: a file that %s is refused with file, line and reason',
    async (_broken, text, expected) => {
      await write('other', participant('other'));
      expect(await problemsOf(text)).toEqual(expected);
    },
  );

  it('A9: a deeply nested front-matter is refused, not a crash', async () => {
    const found = await problemsOf(participant('tester').replace('Looks.', '['.repeat(3_900)));
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((problem) => problem.startsWith('tester.md:'))).toBe(true);
  });

  it('A9: an unknown model is refused', async () => {
    await write('tester', participant('tester').replace('role: persona', 'role: persona\nmodel: oracle-9'));
    expect(await problems((model) => model === 'oracle-8')).toEqual(['tester.md:6 unknown model "oracle-9"']);
  });

  it('A9: a facilitator that wants to read the repository is refused', async () => {
    await write('other', participant('other'));
    await write(
      'auditor',
      participant('auditor', 'auditor').replace('role: auditor', 'role: auditor\nreads: [a, b]'),
    );
    expect(await problems()).toEqual([
      'auditor.md:6 a facilitator reads the proposals and not the repository; remove "reads"',
    ]);
  });
});
