import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadParticipants } from '#adapters/personas/load.ts';
import { Fault } from '#foundation/fault.ts';
import { PERSONA_SECTIONS } from '#turns/prompt/persona.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';
import { eachWithFolder, folder, participant, problems, write } from './persona-folder.ts';

eachWithFolder();

describe('a folder without problems', () => {
  it('A9: a folder of personas gives the participants in order, with the facts of their files', async () => {
    await write(
      'tester',
      participant('tester').replace('emoji: 🧪', 'emoji: 🧪\nmodel: some-model\neffort: high'),
    );
    const [auditor, synthesizer, tester] = await loadParticipants(folder, () => null);
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
    expect(tester?.sections[3]?.items).toEqual(['What is it?']);
    expect(tester?.sections[0]?.markdown.startsWith('## Read first')).toBe(true);
    expect([auditor?.profile.model, auditor?.reads]).toEqual([null, []]);
  });

  it('a persona is read through a link, with Windows line ends or a byte order mark; hidden files are not', async () => {
    const elsewhere = temporaryFolder();
    await writeFile(
      join(elsewhere, 'x'),
      `\ufeff${participant('tester').replaceAll('\n', '\r\n')}`,
    );
    await symlink(join(elsewhere, 'x'), join(folder, 'tester.md'));
    await writeFile(join(folder, '.draft.md'), 'not yet');
    await writeFile(join(folder, 'notes.txt'), 'not a persona');
    expect(await problems()).toEqual([]);
  });
});

describe('files that do not go together', () => {
  it.each(['The Auditor', 'The auditor', 'Thé  audi\u200btör', 'ＴＨＥ auditor'])(
    'A9: a title that reads like another’s is refused: %s',
    async (title) => {
      await write(
        'checker',
        participant('checker').replace('title: The checker', `title: ${title}`),
      );
      expect(await problems()).toEqual([
        `checker.md:3 the title "${title}" is already used by auditor.md`,
      ]);
    },
  );

  it('A9: two personas that read first the same place are refused', async () => {
    await write('other', participant('other', 'persona', 'commit history, what users see'));
    await write('tester', participant('tester', 'persona', 'limits, What  users see'));
    expect(await problems()).toEqual([
      'tester.md:7 the entry of reads "What  users see" is already used by other.md',
    ]);
  });

  it('A9: a folder of participants must have a persona, a synthesizer and an auditor', async () => {
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
    expect(await problems()).toEqual([
      'checker.md:5 there must be only one auditor, which is auditor.md',
    ]);
  });

  it('a broken facilitator’s file is not reported as missing', async () => {
    await write('other', participant('other'));
    await write('auditor', 'Be strict.');
    expect(await problems()).toEqual([
      'auditor.md:1 has no front-matter: the first line must be ---, followed by fields',
    ]);
  });

  it('A9: more files than a design has places are refused before they are read', async () => {
    for (let number = 10; number < 29; number += 1)
      await write(`p${number}`, participant(`p${number}`));
    expect(await problems()).toEqual([
      '.:1 holds 21 persona files; a design has at most 20 participants',
    ]);
  });
});

describe('an odd folder', () => {
  it('reports everything unreadable: a folder, a link to nothing, no folder at all', async () => {
    await write('other', participant('other'));
    await mkdir(join(folder, 'deep.md'));
    await symlink(join(folder, 'nothing'), join(folder, 'gone.md'));
    expect(await problems()).toEqual([
      'deep.md:1 cannot be read: it is not a file',
      'gone.md:1 is a link to a missing file',
    ]);
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
  expect(
    fault?.message.split('\n').map((line) => line.replace(`${folder}/`, '').slice(0, 26)),
  ).toEqual([
    'The persona files have 3 p',
    '  one.md:5 unknown field "',
    '  one.md:6 unknown field "',
    '  two.md:5 role: must be o',
  ]);
});
