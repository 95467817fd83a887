/**
 * What both ends of a session's channel must agree on before a message can be read. It imports nothing, because a
 * child says `ready` before it has loaded the protocol's schemas.
 */

export const PROTOCOL_VERSION = 1;

/** Bytes of JSON beyond which a message is refused before it is parsed. Prompts with context and files fit. */
export const MESSAGE_BYTES = 8 * 1024 * 1024;

/** What a child exits with after a message that breaks the protocol: EX_PROTOCOL of sysexits.h. */
export const PROTOCOL_EXIT_CODE = 76;

/**
 * The bytes of a message as it travels: JSON in one string, so that its size can be looked at before it is parsed.
 * @param {string} raw
 */
export function sizeBytes(raw) {
  return Buffer.byteLength(raw, 'utf8');
}
