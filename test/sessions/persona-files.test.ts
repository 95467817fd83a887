import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadPersonas } from '#sessions/persona-files.ts';
import { temporaryFolder } from './child-sessions.ts';

const front = (name: string, changes: Record<string, string> = {}) => ({
  name,
  title: name,
  emoji: '🔭',
  role: 'persona',
  summary: 'Looks first at something else.',
  ...changes,
});

function textOf(fields: Record<string, string>, body = '## Read first\n\nRead.\n'): string {
  const lines = Object.entries(fields).map(([field, value]) => `${field}: ${value}`);
  return ['---', ...lines, '---', body].join('\n');
}

/** A valid folder, but for these files; `null`: without it. */
function folderWith(changes: Record<string, string | null> = {}): string {
  const folder = temporaryFolder();
  const files: Record<string, string | null> = {
    'ada.md': textOf(front('ada')),
    'bob.md': textOf(front('bob', { model: 'claude' })),
    'auditor.md': textOf(front('auditor', { role: 'auditor' })),
    'synthesizer.md': textOf(front('synthesizer', { role: 'synthesizer' })),
    'README.txt': 'no persona',
    ...changes,
  };
  for (const [name, text] of Object.entries(files))
    if (text !== null) writeFileSync(join(folder, name), text);
  return folder;
}

test('A9: persona files are read in the order of their names, with the sections of their bodies', async () => {
  const body =
    ' ## Read first \n\nCount **before** you judge.\n\n### More\n\n## Concede when\n- never';
  const folder = folderWith({ 'ada.md': textOf(front('ada'), body).replaceAll('\n', '\r\n') });
  const personas = await loadPersonas(folder);
  expect(personas.map(({ id, role, model }) => [id, role, model])).toEqual([
    ['ada', 'persona', null],
    ['auditor', 'auditor', null],
    ['bob', 'persona', 'claude'],
    ['synthesizer', 'synthesizer', null],
  ]);
  expect(personas[0]?.sections).toEqual([
    { heading: 'Read first', text: 'Count **before** you judge.\n\n### More' },
    { heading: 'Concede when', text: '- never' },
  ]);
});

test('A9: the shipped personas are six, and two facilitators', async () => {
  const personas = await loadPersonas(fileURLToPath(new URL('../../personas', import.meta.url)));
  const roles = personas.map(({ role }) => role).sort();
  expect(roles).toEqual(['auditor', ...Array.from({ length: 6 }, () => 'persona'), 'synthesizer']);
});

describe('A9: the start stops with file, line and reason', () => {
  test.each([
    ['no front matter', 'Ada', 1, 'must begin with front matter'],
    ['front matter without an end', '---\nname: ada\n', 1, 'must begin with front matter'],
    ['no YAML', '---\nname: ada\ntitle: [\n---\n', 3, 'is not valid YAML'],
    ['a wrong role', textOf(front('ada', { role: 'boss' })), 5, 'role: Invalid option'],
    ['a missing field', textOf({ name: 'ada', title: 'Ada' }), 1, 'emoji: Invalid input'],
    ['an unknown field', textOf(front('ada', { effort: 'high' })), 7, 'effort: Unrecognized key'],
    ['an id that is none', textOf(front('Ada')), 2, 'name: Invalid string'],
    ['the id of another file', textOf(front('bob')), 2, "name: bob is not the file's name"],
    [
      'a title of two lines',
      textOf(front('ada', { title: '"A\\nda"' })),
      3,
      'title: must be one line',
    ],
    ['a body without sections', textOf(front('ada'), ''), 7, 'has no section'],
    [
      'words before the first section',
      textOf(front('ada'), '\nHello\n## Read'),
      9,
      'stands before',
    ],
    ['too many bytes', textOf(front('ada'), `## Read\n${'x'.repeat(20_000)}`), 1, 'is larger than'],
  ])('for %s', async (_what, text, line, reason) => {
    const folder = folderWith({ 'ada.md': text });
    await expect(loadPersonas(folder)).rejects.toMatchObject({
      code: 'bad_file',
      message: expect.stringContaining(`${join(folder, 'ada.md')}:${line} ${reason}`),
    });
  });

  test.each([
    [
      'two auditors',
      { 'carl.md': textOf(front('carl', { role: 'auditor' })) },
      '2 files with "role: auditor", not exactly one',
    ],
    [
      'no synthesizer',
      { 'synthesizer.md': null },
      '0 files with "role: synthesizer", not exactly one',
    ],
    ['one persona', { 'bob.md': null }, '1 files with "role: persona", not 2 to 26'],
  ])('for a roster with %s', async (_what, changes, reason) => {
    const folder = folderWith(changes);
    await expect(loadPersonas(folder)).rejects.toMatchObject({
      code: 'bad_file',
      message: `${folder} has ${reason}`,
    });
  });

  test('for a folder that is not there, and a file that cannot be read', async () => {
    const folder = folderWith();
    mkdirSync(join(folder, 'folder.md'));
    for (const each of [folder, '/nowhere/personas'])
      await expect(loadPersonas(each)).rejects.toMatchObject({ code: 'bad_file' });
  });
});
