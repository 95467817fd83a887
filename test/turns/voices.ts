import type { Voice } from '../../src/turns/prompt/assignment.ts';
import { PERSONA_SECTIONS } from '../../src/turns/prompt/persona.ts';

/** What a file of this name would say: each section a sentence with the name in it. */
export function voice(name: string, effort = 'high'): Voice {
  const headings = [...new Set(Object.values(PERSONA_SECTIONS).flat())];
  return {
    summary: `Looks where ${name} looks.`,
    reads: [`first of ${name}`],
    sections: headings.map((heading) => ({
      heading,
      markdown: `## ${heading}\n\n${name}: ${heading}.`,
    })),
    effort,
  };
}
