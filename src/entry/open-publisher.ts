import { Publisher } from '../record/publisher.ts';
import type { Configuration } from './config.ts';

/** Publishes to the forge that the settings name; `null` for none, and in rehearsal (A23). What speaks to it is loaded where there is one. */
export async function openPublisher({
  forge,
  rehearsal,
}: Pick<Configuration, 'forge' | 'rehearsal'>): Promise<Publisher | null> {
  if (forge === null || rehearsal) return null;
  const { createGithub } = await import('../adapters/github/forge.ts');
  return new Publisher(createGithub(forge));
}
