import { Publisher } from '../runtime/publishing/publisher.ts';
import type { Configuration } from './config.ts';

/** Publishes to the forge that the settings name; `null` for none. What speaks to it is loaded where there is one. */
export async function openPublisher({ forge }: Pick<Configuration, 'forge'>): Promise<Publisher | null> {
  if (forge === null) return null;
  const { createGithub } = await import('../adapters/github/forge.ts');
  return new Publisher(createGithub(forge));
}
