import { Fault } from '../../runtime/fault.ts';
import type { Persona } from '../../runtime/persona.ts';
import { parseFrontMatter } from './front-matter.ts';
import { describeProblem, inReadingOrder, type Problem } from './problem.ts';
import { checkProfile, type ProfileDraft } from './profile.ts';
import { type PersonaFile, readPersonaFiles } from './read-files.ts';
import { checkRoster, type RosterEntry } from './roster.ts';
import { checkBody } from './sections.ts';
import { promptVocabulary, type Vocabulary } from './vocabulary.ts';

interface LoadOptions {
  /** Whether a model that a file names can be used; without this any name is accepted. */
  readonly knownModels?: (model: string) => boolean;
}

/**
 * The participants described in `folder`, personas and facilitators, in order of their ids. Throws
 * `Fault('bad_persona')` with every problem in every file, one `file:line reason` to a line (A9).
 */
export async function loadParticipants(folder: string, options: LoadOptions = {}): Promise<Persona[]> {
  const { personas, problems } = await check(folder, options);
  if (problems.length === 0) return personas;
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  const list = problems.map((problem) => `  ${describeProblem(problem)}`).join('\n');
  throw new Fault('bad_persona', `The persona files have ${count}:\n${list}`);
}

/** The same check, for showing: every problem in reading order, none if the folder can be loaded. Never throws. */
export async function lintPersonas(folder: string, options: LoadOptions = {}): Promise<Problem[]> {
  return (await check(folder, options)).problems;
}

async function check(
  folder: string,
  options: LoadOptions,
): Promise<{ personas: Persona[]; problems: Problem[] }> {
  const { files, problems: unreadable } = await readPersonaFiles(folder);
  const vocabulary = promptVocabulary();
  const checked = files.map((file) => checkFile(file, options, vocabulary));
  const roster: RosterEntry[] = [...unreadable.map(({ file }) => ({ file, draft: undefined })), ...checked];
  const problems = [
    ...unreadable,
    ...checked.flatMap((each) => each.problems),
    ...checkRoster(folder, roster),
  ];
  const personas = checked.flatMap(({ persona }) => (persona === null ? [] : [persona]));
  return { personas, problems: inReadingOrder(problems) };
}

interface CheckedFile extends RosterEntry {
  /** `null` unless the file by itself is without a problem. */
  readonly persona: Persona | null;
  readonly problems: readonly Problem[];
}

function checkFile(file: PersonaFile, options: LoadOptions, vocabulary: Vocabulary): CheckedFile {
  const parsed = parseFrontMatter(file);
  if ('problems' in parsed) {
    return { file: file.file, draft: undefined, persona: null, problems: parsed.problems };
  }
  const { frontMatter } = parsed;
  const { draft, problems: inProfile } = checkProfile(file, frontMatter, options.knownModels);
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
