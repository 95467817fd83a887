import { type Finding, note, ok } from '../../runtime/finding.ts';
import type { Configuration } from '../config.ts';
import { readSigningKey, signingKeyPath } from '../signing-key.ts';

/** The key that heads are signed with, and the public one for those who check. Looking makes none. */
export async function signingKeyLine(configuration: Configuration): Promise<Finding> {
  const path = signingKeyPath(configuration);
  if (path === null)
    return note('none, so heads are not signed: name one in CHARRETTE_SIGNING_KEY (docs/verify.md)');
  const key = await readSigningKey(configuration);
  if (key === null) return note(`made in ${path} at first need`);
  const [, ...lines] = key.publicKey.trim().split('\n');
  return ok(`${key.id} in ${path}; its public key: ${lines.slice(0, -1).join('')}`);
}
