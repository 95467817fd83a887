import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lintPersonas, loadParticipants } from '../../../src/adapters/personas/load.ts';
import { FILE_BYTES } from '../../../src/adapters/personas/read-files.ts';
import type { Role } from '../../../src/core/events.ts';
import { Fault } from '../../../src/runtime/fault.ts';
import { PERSONA_SECTIONS } from '../../../src/runtime/persona.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'personas-'));
  await write('synthesizer', participant('synthesizer', 'synthesizer'));
  await write('auditor', participant('auditor', 'auditor'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (stem: string, text: string | Uint8Array) => writeFile(join(folder, `${stem}.md`), text);

/** A valid file: the front-matter's last line is in line 8 for a persona and in line 7 for a facilitator. */
function participant(
  name: string,
  role: Role = 'persona',
  reads = `first of ${name}, second of ${name}`,
): string {
  const fields = [`name: ${name}`, `title: The ${name}`, 'emoji: 🧪', `role: ${role}`, 'summary: Looks.'];
  if (role === 'persona') fields.push(`reads: [${reads}]`);
  const sections = PERSONA_SECTIONS[role].map((heading) => {
    const content = heading === 'Always ask' ? '- What is it?' : `What to do about ${heading}.`;
    return `## ${heading}\n\n${content}\n`;
  });
  return `---\n${fields.join('\n')}\n---\n${sections.join('\n')}`;
}

/** The problems as `file:line reason`, with the folder left out. */
async function problems(knownModels?: (model: string) => boolean): Promise<string[]> {
  const found = await lintPersonas(folder, knownModels === undefined ? {} : { knownModels });
  return found.map(({ file, line, reason }) => {
    const place = file === folder ? '.' : file.slice(folder.length + 1);
    return `${place}:${line} ${reason.replaceAll(`${folder}/`, '')}`;
  });
}

async function problemsOf(text: string | Uint8Array): Promise<string[]> {
  await write('tester', text);
  return problems();
}

describe('a folder without a problem', () => {
  it('A9: gives the participants in order, with what their files say', async () => {
    await write(
      'tester',
      participant('tester').replace('emoji: 🧪', 'emoji: 🧪\nmodel: some-model\neffort: high'),
    );
    const [auditor, synthesizer, tester] = await loadParticipants(folder, { knownModels: () => true });
    expect([auditor?.profile.role, synthesizer?.profile.role]).toEqual(['auditor', 'synthesizer']);
    expect(tester?.profile).toEqual({
      id: 'tester',
      title: 'The tester',
      emoji: '🧪',
      role: 'persona',
      summary: 'Looks.',
      model: 'some-model',
      effort: 'high',
    });
    expect(tester?.reads).toEqual(['first of tester', 'second of tester']);
    expect(tester?.sections.map((section) => section.heading)).toEqual(PERSONA_SECTIONS.persona);
    expect(tester?.sections[1]?.items).toEqual(['What is it?']);
    expect(tester?.body.startsWith('## Read first')).toBe(true);
    expect([auditor?.profile.model, auditor?.reads]).toEqual([null, []]);
  });

  it('reads a file through a link, with Windows line ends and a byte order mark, and leaves hidden files alone', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'elsewhere-'));
    await writeFile(join(elsewhere, 'x'), `\ufeff${participant('tester').replaceAll('\n', '\r\n')}`);
    await symlink(join(elsewhere, 'x'), join(folder, 'tester.md'));
    await writeFile(join(folder, '.draft.md'), 'not yet');
    await writeFile(join(folder, 'notes.txt'), 'not a persona');
    expect(await problems()).toEqual([]);
    await rm(elsewhere, { recursive: true });
  });
});

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

describe('files that do not go together', () => {
  it.each([
    ['the same', 'timeouts and retries, logs', 'Retries, timeouts; colours'],
    ['contained in another', 'error paths, logs', 'the error paths of callers; colours'],
  ])('A9: reading that is %s is refused', async (_how, one, other) => {
    await write('first', participant('first', 'persona', one));
    const entries = other.split('; ').map((entry) => `"${entry}"`);
    await write('second', participant('second', 'persona', entries.join(', ')));
    const [problem, ...more] = await problems();
    expect(problem).toContain('second.md:7 reads "');
    expect(problem).toContain('overlaps with');
    expect(problem).toContain('of first.md; each looks elsewhere');
    expect(more).toEqual([]);
  });

  it('A9: there must be a persona, a synthesizer and an auditor', async () => {
    await rm(join(folder, 'auditor.md'));
    await rm(join(folder, 'synthesizer.md'));
    expect(await problems()).toEqual([
      '.:1 there is no auditor: one file must have "role: auditor"',
      '.:1 there is no persona: no file has "role: persona"',
      '.:1 there is no synthesizer: one file must have "role: synthesizer"',
    ]);
  });

  it('A9: a second auditor is refused', async () => {
    await write('other', participant('other'));
    await write('checker', participant('checker', 'auditor'));
    expect(await problems()).toEqual(['checker.md:5 there must be one auditor, and auditor.md is it']);
  });

  it('does not miss a facilitator whose file is there and broken', async () => {
    await write('other', participant('other'));
    await write('auditor', 'Be strict.');
    expect(await problems()).toEqual([
      'auditor.md:1 has no front-matter: the first line must be --- and fields must follow',
    ]);
  });

  it('A9: more files than a design has places are refused before they are read', async () => {
    for (let number = 10; number < 29; number += 1) await write(`p${number}`, participant(`p${number}`));
    expect(await problems()).toEqual(['.:1 holds 21 persona files; a design has at most 20 participants']);
  });
});

describe('a folder that is odd', () => {
  it('says what cannot be read: a folder, a link to nothing, no folder at all', async () => {
    await write('other', participant('other'));
    await mkdir(join(folder, 'deep.md'));
    await symlink(join(folder, 'nothing'), join(folder, 'gone.md'));
    expect(await problems()).toEqual(['deep.md:1 is not a file', 'gone.md:1 is a link to nothing']);
    await rm(folder, { recursive: true });
    expect((await problems())[0]).toContain('.:1 there is no such folder');
  });
});

it('A9: loading refuses with every problem of every file at once', async () => {
  await write('one', participant('one').replace('emoji: 🧪', 'emoji: 🧪\ntone: gruff\nmood: dark'));
  await write('two', participant('two').replace('role: persona', 'role: jester'));
  const failure = await loadParticipants(folder).then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(failure).toBeInstanceOf(Fault);
  const fault = failure instanceof Fault ? failure : null;
  expect(fault?.code).toBe('bad_persona');
  expect(fault?.message.split('\n').map((line) => line.replace(`${folder}/`, '').slice(0, 26))).toEqual([
    'The persona files have 3 p',
    '  one.md:5 unknown field "',
    '  one.md:6 unknown field "',
    '  two.md:5 role: must be o',
  ]);
});
