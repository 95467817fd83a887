import { extname, join } from 'node:path';
import * as z from 'zod';
import type { Role } from '../../core/vocabulary/event-parts.ts';
import { type Kept, keyOf } from '../../foundation/checked-before.ts';
import { PERSONA_SECTIONS } from '../../turns/prompt/persona.ts';
import type { FrontMatter } from './front-matter.ts';
import type { checkBody } from './sections.ts';
import { collectVocabulary } from './vocabulary.ts';

const CHECK = join(import.meta.dirname, `sections${extname(import.meta.filename)}`);

const Sections = z.array(
  z.strictObject({
    heading: z.enum(Object.values(PERSONA_SECTIONS).flat()),
    items: z.array(z.string()),
    markdown: z.string(),
  }),
);

/**
 * Checks bodies as `checkBody` does, and keeps the sections of those without a problem, since the
 * parser of Markdown takes most of the time of a start.
 */
export function createBodyCheck(kept: Kept) {
  const vocabulary = collectVocabulary();
  const rules = [[...vocabulary.tools], [...vocabulary.words], PERSONA_SECTIONS];
  return async (
    parts: FrontMatter,
    role: Role | undefined,
  ): Promise<ReturnType<typeof checkBody>> => {
    const key = keyOf(CHECK, rules, role, parts.body);
    const { data } = Sections.safeParse(kept.get(key));
    if (data !== undefined) return { sections: data, problems: [] };
    const sections = await import('./sections.ts');
    const checked = sections.checkBody(parts, role, vocabulary);
    if (checked.problems.length === 0) kept.set(key, checked.sections);
    return checked;
  };
}
