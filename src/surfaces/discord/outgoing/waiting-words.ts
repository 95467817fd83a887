import * as z from 'zod';
import type { ChatPlace } from '#acts/gateway/gateway-context.ts';
import { sha256Of } from '#foundation/digest.ts';
import { decrypt, encrypt } from '#foundation/encryption.ts';
import { isObject } from '#foundation/is-object.ts';
import type { SharedStore } from '#ports/store.ts';
import { type Document, joinDocuments } from '#presentation/format/document.ts';

/** More than a person reads at once. */
const MAX_TOGETHER = 5;

type WaitingStore = Pick<SharedStore, 'rememberResponse' | 'recallResponse' | 'list'>;

const KeptDocument = z.custom<Document>(
  (value) => isObject(value) && 'sections' in value && Array.isArray(value.sections),
);

/**
 * Words that wait for one person until a button is pressed, at any daemon. They can be about any
 * design, also one that is forgotten meanwhile, so they are stored encrypted: `secret` stands in
 * the button alone.
 */
export function createWaitingWords(store: WaitingStore) {
  const keyOf = (secret: string, part: number | 'taken') =>
    `discord waiting ${sha256Of(secret)} ${part}`;
  const keep = async (key: string, { channel, thread }: ChatPlace, body: string): Promise<void> => {
    const [design] =
      thread === null ? [] : await store.list({ platform: 'discord', channel, thread, limit: 1 });
    await store.rememberResponse(key, design?.id ?? null, { status: 200, body });
  };
  return {
    /** Adds words to those of this button; `false` if it takes no more. */
    add: async (
      secret: string,
      part: number,
      place: ChatPlace,
      words: Document,
    ): Promise<boolean> => {
      if (part >= MAX_TOGETHER) return false;
      // What it unfolds to is asked of the design, which may be forgotten.
      const kept: Document = { ...words, folded: null };
      await keep(keyOf(secret, part), place, encrypt(secret, JSON.stringify(kept)));
      return (await store.recallResponse(keyOf(secret, 'taken'))) === null;
    },
    /** `null` if none are left. */
    take: async (secret: string, place: ChatPlace): Promise<Document | null> => {
      await keep(keyOf(secret, 'taken'), place, '');
      const documents: Document[] = [];
      for (let part = 0; part < MAX_TOGETHER; part += 1) {
        const kept = await store.recallResponse(keyOf(secret, part));
        if (kept === null) break;
        documents.push(KeptDocument.parse(JSON.parse(decrypt(secret, kept.body))));
      }
      return documents.length === 0 ? null : documents.reduce(joinDocuments);
    },
  };
}
