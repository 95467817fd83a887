import type { Forge } from '../runtime/ports/forge.ts';
import type { Configuration } from './config.ts';

/** The forge that the settings name; `null` for none. What speaks to it is loaded where there is one. */
export async function openForge({ forge }: Pick<Configuration, 'forge'>): Promise<Forge | null> {
  if (forge === null) return null;
  const { createGithub } = await import('../adapters/github/forge.ts');
  return createGithub(forge);
}
