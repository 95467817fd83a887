import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach } from 'vitest';
import { loadParticipants } from '#adapters/personas/load.ts';
import type { Role } from '#core/vocabulary/event-parts.ts';
import { PERSONA_SECTIONS } from '#turns/prompt/persona.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';

/** That of the test that runs. */
export let folder: string;

/**
 * Gives each test of a file a folder with two facilitators in it and nobody else. To be called
 * once, at its top.
 */
export function eachWithFolder(): void {
  beforeEach(async () => {
    folder = temporaryFolder();
    await write('synthesizer', participant('synthesizer', 'synthesizer'));
    await write('auditor', participant('auditor', 'auditor'));
  });
}

export const write = (stem: string, text: string | Uint8Array) =>
  writeFile(join(folder, `${stem}.md`), text);

/**
 * A valid file: the front-matter's last line is in line 8 for a persona and in line 7 for a
 * facilitator.
 */
export function participant(
  name: string,
  role: Role = 'persona',
  reads = `first of ${name}, second of ${name}`,
): string {
  const fields = [
    `name: ${name}`,
    `title: The ${name}`,
    'emoji: 🧪',
    `role: ${role}`,
    'summary: Looks.',
  ];
  if (role === 'persona') fields.push(`reads: [${reads}]`);
  const sections = PERSONA_SECTIONS[role].map((heading) => {
    const content = heading === 'Always ask' ? '- What is it?' : `What to do about ${heading}.`;
    return `## ${heading}\n\n${content}\n`;
  });
  return `---\n${fields.join('\n')}\n---\n${sections.join('\n')}`;
}

/** The problems as `file:line reason`, with the folder left out. */
export async function problems(modelProblem?: (model: string) => string | null): Promise<string[]> {
  const said = await loadParticipants(folder, modelProblem).then(
    () => '',
    (error: Error) => error.message,
  );
  return said
    .split('\n')
    .slice(1)
    .map((line) => line.trim().replaceAll(`${folder}/`, '').replace(`${folder}:`, '.:'));
}
