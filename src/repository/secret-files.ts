/** Files whose names say that they hold keys or passwords: their contents are for no model. */

import { NotRead } from './git.ts';

const SECRET_NAMES: readonly RegExp[] = [
  /^\.env(?:\..+)?$/,
  /\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk)$/,
  /^id_(?:rsa|dsa|ecdsa|ed25519)$/,
  /^(?:\.netrc|_netrc|\.pgpass|\.htpasswd|\.git-credentials|\.dockercfg)$/,
];
const SECRET_PATHS = /(?:^|\/)(?:\.aws\/credentials|\.docker\/config\.json|\.kube\/config)$/;
const SHOWN = /^\.env\.(?:example|sample|template|dist|defaults?)$/;

export function isSecretFile(path: string): boolean {
  const whole = path.toLowerCase();
  const name = whole.slice(whole.lastIndexOf('/') + 1);
  if (SHOWN.test(name)) return false;
  return SECRET_PATHS.test(whole) || SECRET_NAMES.some((each) => each.test(name));
}

/** @throws {NotRead} */
export function refuseSecretFile(path: string): void {
  if (!isSecretFile(path)) return;
  throw new NotRead(
    `${path} is withheld: its name says that it holds keys or passwords. Go on without it; people can be asked what it sets.`,
  );
}
