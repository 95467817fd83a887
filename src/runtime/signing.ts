import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { Fault } from './fault.ts';
import type { Sign } from './ports/heads.ts';

/** The operator's key (P11), with which heads are signed. */
export interface SigningKey {
  readonly id: string;
  /** PEM, to be kept by those who check. */
  readonly publicKey: string;
  readonly sign: (text: string) => { readonly keyId: string; readonly signature: string };
}

/** A key that signatures are checked with. */
export interface PublicKey {
  readonly id: string;
  readonly key: KeyObject;
}

const ID_CHARACTERS = 16;

/** Reads a private key (PEM, PKCS#8). Throws `Fault('bad_configuration')`; `place` says where it was found. */
export function signingKey(pem: string, place: string): SigningKey {
  const key = parsed(() => createPrivateKey(pem), `${place} holds no private key`);
  const { id, key: shown } = publicKey(createPublicKey(key), place);
  return {
    id,
    publicKey: String(shown.export({ type: 'spki', format: 'pem' })),
    sign: (text) => ({ keyId: id, signature: sign(null, Buffer.from(text), key).toString('base64') }),
  };
}

/** Reads a public key (PEM). Throws `Fault('bad_configuration')`. */
export function publicKeyIn(pem: string, place: string): PublicKey {
  return publicKey(
    parsed(() => createPublicKey(pem), `${place} holds no public key`),
    place,
  );
}

/** The key that an operator's signatures are checked with; none where nothing is signed. */
export function keysOf(key: SigningKey | null): PublicKey[] {
  return key === null ? [] : [publicKeyIn(key.publicKey, 'The signing key')];
}

/** Makes a private key (PEM, PKCS#8). */
export function newSigningKey(): string {
  return String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
}

/** Checks a signature in base64 over a text. */
export function isSignedBy({ key }: PublicKey, text: string, signature: string): boolean {
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}

/** Signs with the key, where there is one. */
export function signWith(key: SigningKey | null): Sign {
  return (text) => key?.sign(text) ?? null;
}

/** The first 16 hex digits of SHA-256 over the SPKI DER name a public key. */
function publicKey(key: KeyObject, place: string): PublicKey {
  if (key.asymmetricKeyType !== 'ed25519') {
    const kind = key.asymmetricKeyType ?? 'unknown kind';
    throw new Fault('bad_configuration', `${place} holds a key of ${kind}; it takes one of Ed25519. ${HOW}`);
  }
  const id = hash('sha256', key.export({ type: 'spki', format: 'der' })).slice(0, ID_CHARACTERS);
  return { id, key };
}

const HOW = 'Make one with: openssl genpkey -algorithm ed25519 -out charrette-signing.pem';

function parsed(read: () => KeyObject, problem: string): KeyObject {
  try {
    return read();
  } catch (error) {
    throw new Fault('bad_configuration', `${problem} in PEM. ${HOW}`, error);
  }
}
