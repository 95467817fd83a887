import { REDACTED } from '../../foundation/redaction.ts';
import type { NotHere } from '../../ports/repository.ts';
import { refuseReading } from './not-here.ts';

const SECRET_NAMES: readonly RegExp[] = [
  /^\.env(?:\..+)?$/,
  /\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk)$/,
  /^id_(?:rsa|dsa|ecdsa|ed25519)$/,
  /^(?:\.netrc|_netrc|\.pgpass|\.htpasswd|\.git-credentials|\.dockercfg)$/,
];
const SECRET_PATHS = /(?:^|\/)(?:\.aws\/credentials|\.docker\/config\.json|\.kube\/config)$/;
const SHOWN = /^\.env\.(?:example|sample|template|dist|defaults?)$/;

/** `true` if the content must not reach the model or the thread. */
export function isSecretFile(path: string): boolean {
  const whole = path.toLowerCase();
  const name = whole.slice(whole.lastIndexOf('/') + 1);
  if (SHOWN.test(name)) return false;
  return SECRET_PATHS.test(whole) || SECRET_NAMES.some((each) => each.test(name));
}

export function withhold(shown: string): NotHere {
  return refuseReading(
    `${shown} is withheld: its name says that it holds keys or passwords, which are not for a model. Go on without it; people can be asked what it sets.`,
  );
}

/**
 * A line of a private key as it is in a file: 60 to 80 letters of base64 and nothing else, perhaps
 * in quotes.
 */
const KEY_LINE = /^[\s"'`]{0,40}([A-Za-z0-9+/]{60,80}={0,2})(?:\\n)?[\s"'`,;+]{0,40}$/;
const FEWEST_DIGITS = 3;

/**
 * Replaces a line that looks like part of a private key, since lines from its middle do not show
 * where they belong. Keeps hexadecimal hashes and paths.
 */
export function hideKey(line: string): string {
  const word = KEY_LINE.exec(line)?.[1];
  if (word === undefined || !/[a-z]/.test(word) || !/[A-Z]/.test(word)) return line;
  return word.replaceAll(/[^0-9]/g, '').length < FEWEST_DIGITS ? line : REDACTED;
}
