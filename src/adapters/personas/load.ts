import { FACILITATOR_ROLES } from '../../core/vocabulary/event-parts.ts';
import type { Persona } from '../../engine/ports/persona.ts';
import { Fault } from '../../foundation/fault.ts';
import { parseFrontMatter } from './front-matter.ts';
import { inReadingOrder, type Problem } from './problem.ts';
import { checkProfile, type ModelProblem, type ProfileDraft } from './profile.ts';
import { type PersonaFile, readPersonaFiles } from './read-files.ts';
import { checkBody } from './sections.ts';
import { promptVocabulary, type Vocabulary } from './vocabulary.ts';

/**
 * Personas and facilitators, ordered by id. Throws `Fault('bad_persona')` with every problem in every file, one `file:line
 * reason` to a line (A9).
 */
export async function loadParticipants(
  folder: string,
  modelProblem: ModelProblem = () => null,
): Promise<Persona[]> {
  const { files, problems: unreadable } = await readPersonaFiles(folder);
  const vocabulary = promptVocabulary();
  const checked = files.map((file) => checkFile(file, modelProblem, vocabulary));
  const roster: RosterEntry[] = [...unreadable.map(({ file }) => ({ file, draft: undefined })), ...checked];
  const problems = inReadingOrder([
    ...unreadable,
    ...checked.flatMap((each) => each.problems),
    ...checkRoster(folder, roster),
  ]);
  if (problems.length === 0) return checked.flatMap(({ persona }) => persona ?? []);
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  const list = problems.map(({ file, line, reason }) => `  ${file}:${line} ${reason}`).join('\n');
  throw new Fault('bad_persona', `The persona files have ${count}:\n${list}`);
}

interface CheckedFile extends RosterEntry {
  /** `null` if the file has a problem. */
  readonly persona: Persona | null;
  readonly problems: readonly Problem[];
}

function checkFile(file: PersonaFile, modelProblem: ModelProblem, vocabulary: Vocabulary): CheckedFile {
  const parsed = parseFrontMatter(file);
  if ('problems' in parsed) {
    return { file: file.file, draft: undefined, persona: null, problems: parsed.problems };
  }
  const { frontMatter } = parsed;
  const { draft, problems: inProfile } = checkProfile(file, frontMatter, modelProblem);
  const { sections, problems: inBody } = checkBody(file.file, frontMatter, draft.role, vocabulary);
  const problems = [...inProfile, ...inBody];
  const persona = problems.length === 0 ? assemble(draft, sections) : null;
  return { file: file.file, draft, persona, problems };
}

function assemble(
  { name, title, emoji, role, summary, reads, model, effort }: ProfileDraft,
  sections: Persona['sections'],
): Persona {
  if (
    name === undefined ||
    title === undefined ||
    emoji === undefined ||
    role === undefined ||
    summary === undefined
  ) {
    throw new Error('broken invariant: a profile without a problem lacks a field');
  }
  return {
    profile: { id: name, title, emoji, role, summary, model, effort },
    reads,
    sections,
  };
}

interface RosterEntry {
  readonly file: string;
  /** `undefined` if even the front matter is unreadable. */
  readonly draft: ProfileDraft | undefined;
}

function checkRoster(folder: string, entries: readonly RosterEntry[]): Problem[] {
  return [
    ...taken(entries, 'name'),
    ...taken(entries, 'title'),
    ...taken(entries, 'reads'),
    ...roles(folder, entries),
  ];
}

/**
 * Values that two files share. A name is an id. Titles show who signs and who dissents, so they must differ for a reader.
 * Personas that read the same places would be interchangeable.
 */
function taken(entries: readonly RosterEntry[], field: 'name' | 'title' | 'reads'): Problem[] {
  const first = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { file, draft } of entries) {
    for (const value of [draft?.[field] ?? []].flat()) {
      const other = first.get(bare(value));
      first.set(bare(value), other ?? file);
      if (other === undefined) continue;
      const reason = `the ${field === 'reads' ? 'entry of reads' : field} "${value}" is already used by ${other}`;
      problems.push({ file, line: draft?.lineOf(field) ?? 1, reason });
    }
  }
  return problems;
}

function bare(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f\p{Cf}]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .toLowerCase();
}

function roles(folder: string, entries: readonly RosterEntry[]): Problem[] {
  // A file with an unreadable role may be the missing one, and has a problem already.
  const someUnknown = entries.some(({ draft }) => draft?.role === undefined);
  const problems: Problem[] = [];
  const missing = (reason: string): void => {
    if (!someUnknown) problems.push({ file: folder, line: 1, reason });
  };
  if (!entries.some(({ draft }) => draft?.role === 'persona'))
    missing('there is no persona: no file has "role: persona"');
  for (const role of FACILITATOR_ROLES) {
    const [first, ...others] = entries.filter(({ draft }) => draft?.role === role);
    if (first === undefined) missing(`there is no ${role}: one file must have "role: ${role}"`);
    for (const { file, draft } of others) {
      const reason = `there must be only one ${role}, which is ${first?.file}`;
      problems.push({ file, line: draft?.lineOf('role') ?? 1, reason });
    }
  }
  return problems;
}
