import { describe, expect, it } from 'vitest';
import { PERSONA_FILE_BYTES } from '#adapters/personas/read-files.ts';
import { eachWithFolder, participant, problems, write } from './persona-folder.ts';

eachWithFolder();

async function problemsOf(text: string | Uint8Array): Promise<string[]> {
  await write('tester', text);
  return problems();
}

const edited = (search: string | RegExp, replace: string) =>
  participant('tester').replace(search, replace);

describe('a file that is broken', () => {
  const cases: Record<string, [text: string | Uint8Array, ...expected: string[]]> = {
    'has no front-matter': [
      'Be bold.',
      '1 has no front-matter: the first line must be ---, followed by fields',
    ],
    'is empty': ['', '1 has no front-matter: the first line must be ---, followed by fields'],
    'has front-matter without an end': [
      '---\nname: tester\n',
      '1 the front-matter that begins here is never closed by a line with ---',
    ],
    'has front-matter that is not YAML': [
      edited('title: The tester', 'title: [The tester'),
      '4 is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    'has a field twice': [
      edited('role: persona', 'role: persona\nrole: persona'),
      '6 this name occurs twice',
    ],
    'has front-matter that is not a list of fields': [
      '---\n- tester\n---\n',
      '2 must be a list of fields, one `name: value` per line',
    ],
    'has an alias in its front-matter': [
      edited('title: The tester', 'title: &a The tester').replace('Looks.', '*a'),
      '6 aliases (* and &) are not supported: write the value out',
    ],
    'has an unknown field': [
      edited('emoji: 🧪', 'emoji: 🧪\ntone: gruff'),
      '5 unknown field "tone"; known are name, title, emoji, role, summary, reads, model, effort',
    ],
    'lacks a field': [edited('summary: Looks.\n', ''), '2 summary: is missing, must be text'],
    'lacks its reading': [edited(/reads: .*\n/, ''), '2 reads: is missing, must be a list'],
    'has an empty field': [edited('title: The tester', 'title:'), '3 title: must be text'],
    'has a name that is not an id': [
      edited('name: tester', 'name: The Tester'),
      '2 name: "The Tester" is not the name of the file, tester.md; they must be the same',
      '2 name: a persona id is 2–31 characters: lower-case letters, digits, hyphens, a letter first',
    ],
    'has a name that is not its file name': [
      edited('name: tester', 'name: taster'),
      '2 name: "taster" is not the name of the file, tester.md; they must be the same',
    ],
    'has the name of another file': [
      participant('auditor').replace('title: The auditor', 'title: The tester'),
      '2 name: "auditor" is not the name of the file, tester.md; they must be the same',
    ],
    'has an unknown role': [
      edited('role: persona', 'role: jester'),
      '5 role: must be one of persona, synthesizer, auditor',
    ],
    'has an unknown effort': [
      edited('role: persona', 'role: persona\neffort: heroic'),
      '6 effort: must be one of low, medium, high, xhigh, max',
    ],
    'has a title that commands a terminal': [
      edited('title: The tester', 'title: "The \\u001b[2J\\u009b31mtester"'),
      '3 title: has characters that control a terminal',
    ],
    'has words for an emoji': [edited('🧪', 'bold'), '4 emoji: must be a single emoji'],
    'lacks a section': [
      edited(/## Proposing\n\n.*\n\n/, ''),
      '9 the section "## Proposing" is missing',
    ],
    'has an empty section': [
      edited('What to do about Proposing.', '<!-- later -->'),
      '25 the section "Proposing" is empty',
    ],
    'has an unknown section': [
      `${participant('tester')}\n## Tone of voice\n\nGruff.\n`,
      '41 unknown section "Tone of voice"; the role persona has: Read first, In a repository, From words alone, Always ask, Proposing, What moves you, Concede when, Before you sign',
    ],
    'has a section twice': [
      `${participant('tester')}\n## Proposing\n\nAgain.\n`,
      '41 the section "Proposing" occurs twice',
    ],
    'asks no questions': [
      edited('- What is it?', 'Ask well.'),
      '21 the section "Always ask" must be a list of questions',
    ],
    'has text before its first section': [
      edited('## Read first', 'You are bold.\n\n## Read first'),
      '9 this is before the first section; move it into one',
    ],
    'names an unknown tool': [
      edited('What to do about Proposing.', 'Call\n`drop_tables` first.'),
      '28 unknown tool `drop_tables`; backticks around one word are only for tools and their fields',
    ],
    'names an unknown field of a tool': [
      edited('What to do about Proposing.', 'Fill in `footnote`.'),
      '27 unknown tool or field `footnote`; backticks around one word are only for tools and their fields',
    ],
    'names a tool outside backticks': [
      edited('What to do about Proposing.', 'Then submit_proposal.'),
      '27 write the tool in backticks: `submit_proposal`',
    ],
    'is too large': [
      participant('tester') + 'x'.repeat(PERSONA_FILE_BYTES),
      `1 is larger than ${PERSONA_FILE_BYTES} bytes`,
    ],
    'is not UTF-8': [
      Buffer.from(edited('Looks.', 'Scha@t.')).map((byte) => (byte === 64 ? 0xfc : byte)),
      '6 is not UTF-8; save the file as UTF-8',
    ],
    'is UTF-16': [
      Buffer.from(`\ufeff${participant('tester')}`, 'utf16le'),
      '1 is not UTF-8; save the file as UTF-8',
    ],
    'is binary': [edited('Looks.', 'Lo\u0000ks.'), '6 contains a control character'],
  };
  it.each(Object.entries(cases))(
    'A9: a file that %s is refused with file, line and reason',
    async (_broken, [text, ...expected]) => {
      await write('other', participant('other'));
      expect(await problemsOf(text)).toEqual(expected.map((problem) => `tester.md:${problem}`));
    },
  );

  it('A9: a deeply nested front-matter is refused, not a crash', async () => {
    const found = await problemsOf(participant('tester').replace('Looks.', '['.repeat(3_900)));
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((problem) => problem.startsWith('tester.md:'))).toBe(true);
  });

  it('A9: an unknown model is refused', async () => {
    await write(
      'tester',
      participant('tester').replace('role: persona', 'role: persona\nmodel: oracle-9'),
    );
    expect(
      await problems((model) => (model === 'oracle-8' ? null : 'is not in models.yaml')),
    ).toEqual(['tester.md:6 model: oracle-9 is not in models.yaml']);
  });

  it('A9: a facilitator that wants to read the repository is refused', async () => {
    await write('other', participant('other'));
    await write(
      'auditor',
      participant('auditor', 'auditor').replace('role: auditor', 'role: auditor\nreads: [a, b]'),
    );
    expect(await problems()).toEqual([
      'auditor.md:6 reads: a facilitator reads the proposals, not the repository; remove it',
    ]);
  });
});
