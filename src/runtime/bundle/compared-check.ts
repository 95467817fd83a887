import type { DesignId } from '../../core/vocabulary/ids.ts';
import { isSignedBy, type PublicKey } from '../signing.ts';
import { type Check, notVerified, shown, skipped, verdict } from './check.ts';
import type { Chain } from './contents.ts';
import type { HeadSignature, Manifest } from './manifest.ts';

/** Things outside a bundle that it is compared with (P11). */
export interface Outside {
  /** The design that the bundle has to be of, as its folder or the command says. */
  readonly designId?: DesignId | undefined;
  /** Returns every head that is on record for a design; empty where it is not known. */
  readonly headsOf?: (id: DesignId) => Promise<readonly string[]>;
  /** Returns the events of a design after those of its bundle, in order; `null` where they are not known. */
  readonly laterOf?: (id: DesignId) => Promise<readonly LaterEvent[] | null>;
  /** Keys of the operator. */
  readonly keys?: readonly PublicKey[];
  /** The keys were given by the person who checks, who wants one of them to have signed. */
  readonly isKeyWanted?: boolean;
}

export interface LaterEvent {
  readonly hash: string;
  /** It is something that people did with the decision (J14). */
  readonly isAfterwards: boolean;
}

/** Compares the chain's end with the heads on record, without being asked; `null` where the design is not known there. */
export async function storeCheck(
  chain: Chain | null,
  manifest: Manifest | null,
  addendum: { readonly head: string } | null,
  { designId, headsOf = async () => [], laterOf = async () => null }: Outside,
): Promise<Check | null> {
  const own = chain?.design.id ?? manifest?.designId;
  if (designId !== undefined && own !== undefined && own !== designId)
    return verdict('store', [`the bundle is of ${shown(own)}, and not of ${designId}`], '');
  const id = designId ?? chain?.design.id;
  const heads = id === undefined ? [] : await headsOf(id);
  if (heads.length === 0) return null;
  if (chain === null) return notVerified('store', 'without readable events there is no head to compare');
  const problems = heads.includes(chain.head)
    ? []
    : [`the chain of events ends in ${chain.head}, and the store has another end of this design`];
  const same = 'the store has the same end of the chain on record';
  const later = id === undefined ? null : await laterOf(id);
  if (later === null) return verdict('store', problems, same);
  const end = later.findIndex(({ hash }) => hash === addendum?.head);
  if (addendum !== null && end === -1)
    problems.push(`the addendum ends in ${addendum.head}, and the store has no such event of this design`);
  const isBehind = later.slice(end + 1).some(({ isAfterwards }) => isAfterwards);
  const both = addendum === null ? same : `${same}, and that of the addendum`;
  return verdict('store', problems, isBehind ? `${both}; later entries are in the store` : both);
}

/** Checks the operator's signature of the head with the keys that are known. */
export function signatureCheck(chain: Chain | null, manifest: Manifest | null, outside: Outside): Check {
  const signed = manifest?.formatVersion === 5 ? manifest.headSignature : undefined;
  if (signed !== undefined && chain === null)
    return notVerified('signature', 'without readable events there is no head to check it over');
  return signedCheck(chain?.head ?? '', signed, outside);
}

/** Checks a signature over a head. */
export function signedCheck(
  head: string,
  signed: HeadSignature | undefined,
  { keys = [], isKeyWanted = false }: Outside,
): Check {
  const unknown = isKeyWanted ? notVerified : skipped;
  if (signed === undefined) return unknown('signature', 'the head is not signed');
  const key = keys.find(({ id }) => id === signed.keyId);
  if (key === undefined)
    return unknown('signature', `signed by another key, ${shown(signed.keyId)}, which is not known here`);
  const problems = isSignedBy(key, head, signed.signature)
    ? []
    : [`the signature by the key ${key.id} is not one of this head`];
  return verdict('signature', problems, `the head is signed by the key ${key.id}`);
}
