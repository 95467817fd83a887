import type { Persona } from '../../engine/ports/persona.ts';
import { Fault } from '../../foundation/fault.ts';
import { parseFrontMatter } from './front-matter.ts';
import { inReadingOrder, type Problem } from './problem.ts';
import { checkProfile, type ModelProblem, type ProfileDraft } from './profile.ts';
import { type PersonaFile, readPersonaFiles } from './read-files.ts';
import { checkRoster, type RosterEntry } from './roster.ts';
import { checkBody } from './sections.ts';
import { promptVocabulary, type Vocabulary } from './vocabulary.ts';

/**
 * Loads the participants described in `folder`, personas and facilitators, ordered by id. Throws `Fault('bad_persona')` with
 * every problem in every file, one `file:line reason` to a line (A9).
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
  /** `null` unless the file by itself is free of problems. */
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
