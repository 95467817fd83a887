import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadParticipants } from '../../src/adapters/personas/load.ts';
import { frontOf } from '../../src/adapters/personas/profile.ts';
import { collectVocabulary } from '../../src/adapters/personas/vocabulary.ts';
import { ROUNDS } from '../../src/core/vocabulary/round.ts';
import { TERMINAL_TOOLS } from '../../src/core/vocabulary/submission.ts';
import { REPOSITORY_TOOLS } from '../../src/ports/repository.ts';
import type { Persona } from '../../src/turns/prompt/persona.ts';

const folder = join(import.meta.dirname, '../../personas');
const byRole = (all: readonly Persona[], role: string) =>
  all.filter(({ profile }) => profile.role === role);

it('A9: the persona files that ship have no problem', async () => {
  await expect(loadParticipants(folder)).resolves.toHaveLength(8);
});

it('six personas and two facilitators ship, each with a face of its own', async () => {
  const all = await loadParticipants(folder);
  expect(byRole(all, 'persona').map(({ profile }) => profile.id)).toEqual([
    'archaeologist',
    'contract-keeper',
    'failure-analyst',
    'migrationist',
    'outsider',
    'subtractor',
  ]);
  expect(byRole(all, 'synthesizer').map(({ profile }) => profile.id)).toEqual(['synthesizer']);
  expect(byRole(all, 'auditor').map(({ profile }) => profile.id)).toEqual(['auditor']);
  expect(new Set(all.map(({ profile }) => profile.emoji)).size).toBe(all.length);
});

it('any personas that are picked differ in what they read: no entry of one holds another’s', async () => {
  const small = new Set([
    'a',
    'an',
    'and',
    'at',
    'by',
    'for',
    'in',
    'of',
    'on',
    'or',
    'the',
    'to',
    'with',
  ]);
  const wordsOf = (entry: string) =>
    entry
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => !small.has(word));
  const all = (await loadParticipants(folder)).flatMap(({ profile, reads }) =>
    reads.map((entry) => ({ id: profile.id, entry, words: new Set(wordsOf(entry)) })),
  );
  const contained = all.flatMap((one) =>
    all
      .filter((other) => other.id !== one.id && one.words.isSubsetOf(other.words))
      .map((other) => `${one.id}: ${one.entry}, ${other.id}: ${other.entry}`),
  );
  expect(contained).toEqual([]);
});

it('A9: the names that prompts may use are those of the schemas: every tool, field and word', () => {
  const { tools, words } = collectVocabulary();
  expect([...tools].sort()).toEqual([...TERMINAL_TOOLS, ...REPOSITORY_TOOLS].sort());
  for (const word of ['citation', 'changedBy', 'blind_spot', 'fromLine'])
    expect(words).toContain(word);
});

it('A9: each participant’s prompt names the tool that carries its work', async () => {
  const all = await loadParticipants(folder);
  const names = (persona: Persona, tool: string) =>
    persona.sections.some(({ markdown }) => markdown.includes(`\`${tool}\``));
  for (const persona of byRole(all, 'persona'))
    expect(names(persona, 'submit_proposal')).toBe(true);
  for (const { asked, tools } of Object.values(ROUNDS)) {
    for (const persona of asked === 'personas' ? [] : byRole(all, asked)) {
      expect(tools.filter((tool) => !names(persona, tool))).toEqual([]);
    }
  }
});

it('the page about personas names every section and field that the linter knows', async () => {
  const page = await readFile(join(import.meta.dirname, '../../docs/personas.md'), 'utf8');
  const all = await loadParticipants(folder);
  const headings = new Set(
    all.flatMap((persona) => persona.sections.map((section) => section.heading)),
  );
  for (const word of [
    ...headings,
    ...Object.keys(frontOf('', () => null).shape).map((name) => `| \`${name}\` |`),
  ])
    expect(page).toContain(word);
});
