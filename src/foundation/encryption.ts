import { createCipheriv, createDecipheriv } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const TAG_BYTES = 16;
/** A secret encrypts one text, so this never has to differ. */
const NONCE = Buffer.alloc(12);

/** `secret`: 256 bits in base64url, used once. Returns base64url. */
export function encrypt(secret: string, text: string): string {
  const cipher = createCipheriv(ALGORITHM, Buffer.from(secret, 'base64url'), NONCE);
  const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([cipher.getAuthTag(), encrypted]).toString('base64url');
}

/** Throws for a text that was not encrypted with this secret. */
export function decrypt(secret: string, encrypted: string): string {
  const bytes = Buffer.from(encrypted, 'base64url');
  const decipher = createDecipheriv(ALGORITHM, Buffer.from(secret, 'base64url'), NONCE);
  decipher.setAuthTag(bytes.subarray(0, TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(TAG_BYTES)), decipher.final()]).toString(
    'utf8',
  );
}
