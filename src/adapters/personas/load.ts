import * as z from 'zod';
import { FACILITATOR_ROLES, Profile } from '../../core/vocabulary/event-parts.ts';
import type { Kept } from '../../foundation/checked-before.ts';
import { parseYaml } from '../../foundation/checked-yaml.ts';
import { Fault } from '../../foundation/fault.ts';
import { No } from '../../foundation/no.ts';
import type { Persona } from '../../turns/prompt/persona.ts';
import { createBodyCheck } from './checked-body.ts';
import { frontMatterOf } from './front-matter.ts';
import { type PersonaProblem, sortProblems } from './problem.ts';
import { type Front, frontOf, type ModelProblem } from './profile.ts';
import { type PersonaFile, readPersonaFiles } from './read-files.ts';

/**
 * Personas and facilitators, ordered by id. Throws `Fault('bad_persona')` with the problems in
 * every file, one `file:line reason` to a line. `kept`: results of earlier starts.
 */
export async function loadParticipants(
  folder: string,
  modelProblem: ModelProblem = () => null,
  kept: Kept = new Map(),
): Promise<Persona[]> {
  const { files, problems: unreadable } = await readPersonaFiles(folder);
  const check = { modelProblem, kept, checkBody: createBodyCheck(kept) };
  const results = await Promise.all(files.map((file) => checkFile(file, check)));
  const entries = results.flatMap(({ entry }) => entry ?? []);
  const problems = sortProblems([
    ...unreadable,
    ...results.flatMap((each) => each.problems),
    ...findTaken(entries, 'title'),
    ...findTaken(entries, 'reads'),
    // An invalid file may be the missing one.
    ...checkRoles(folder, entries, entries.length < results.length + unreadable.length),
  ]);
  if (problems.length === 0) return entries.map(personaOf);
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  const list = problems.map(({ file, line, reason }) => `  ${file}:${line} ${reason}`).join('\n');
  throw new Fault('bad_persona', `The persona files have ${count}:\n${list}`);
}

/** A file with valid front matter. */
interface Entry {
  readonly file: string;
  readonly front: Front;
  readonly sections: Persona['sections'];
  readonly lineOf: (field: keyof Front) => number;
}

const WithRole = z.object({ role: Profile.shape.role });

interface Check {
  readonly modelProblem: ModelProblem;
  readonly kept: Kept;
  readonly checkBody: ReturnType<typeof createBodyCheck>;
}

async function checkFile(
  { file, stem, text }: PersonaFile,
  { modelProblem, kept, checkBody }: Check,
): Promise<{ readonly entry: Entry | null; readonly problems: readonly PersonaProblem[] }> {
  const parts = frontMatterOf(text);
  if (parts instanceof No) return { entry: null, problems: [{ file, ...parts.why }] };
  const {
    data: front,
    given,
    problems,
    lineOf,
  } = parseYaml(parts.yaml, frontOf(stem, modelProblem), { firstLine: 2, kept });
  const { sections, problems: inBody } = await checkBody(
    parts,
    WithRole.safeParse(given).data?.role,
  );
  return {
    entry: front === undefined ? null : { file, front, sections, lineOf },
    problems: [...problems, ...inBody].map((each) => ({ file, ...each })),
  };
}

function personaOf({ front, sections }: Entry): Persona {
  const { name: id, reads = [], model = null, effort = null, ...profile } = front;
  return { profile: { id, ...profile, model, effort }, reads, sections };
}

/**
 * Values that two files share. Titles show who signs and who dissents, so they must differ for a
 * reader. Personas that read the same places would be interchangeable.
 */
function findTaken(entries: readonly Entry[], field: 'title' | 'reads'): PersonaProblem[] {
  const first = new Map<string, string>();
  return entries.flatMap(({ file, front, lineOf }) =>
    [front[field] ?? []].flat().flatMap((value) => {
      const other = first.get(bare(value));
      first.set(bare(value), other ?? file);
      if (other === undefined) return [];
      const reason = `the ${field === 'reads' ? 'entry of reads' : field} "${value}" is already used by ${other}`;
      return [{ file, line: lineOf(field), reason }];
    }),
  );
}

function bare(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f\p{Cf}]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .toLowerCase();
}

function checkRoles(
  folder: string,
  entries: readonly Entry[],
  someUnknown: boolean,
): PersonaProblem[] {
  const missing = (reason: string): PersonaProblem[] =>
    someUnknown ? [] : [{ file: folder, line: 1, reason }];
  const having = (role: Front['role']) => entries.filter(({ front }) => front.role === role);
  const facilitators = FACILITATOR_ROLES.flatMap((role) => {
    const [first, ...others] = having(role);
    if (first === undefined)
      return missing(`there is no ${role}: one file must have "role: ${role}"`);
    const reason = `there must be only one ${role}, which is ${first.file}`;
    return others.map(({ file, lineOf }) => ({ file, line: lineOf('role'), reason }));
  });
  const isNone = having('persona').length === 0;
  return [
    ...(isNone ? missing('there is no persona: no file has "role: persona"') : []),
    ...facilitators,
  ];
}
