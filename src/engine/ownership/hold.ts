import type { DesignId } from '../../core/vocabulary/ids.ts';
import { type LeadsTo, Mode } from '../../foundation/mode.ts';
import type { DesignActor } from './design-actor.ts';

type HoldMode =
  | { readonly kind: 'claiming' }
  | { readonly kind: 'owned'; readonly actor: DesignActor }
  | { readonly kind: 'releasing'; readonly actor: DesignActor; readonly released: Promise<void> }
  | { readonly kind: 'kept_back' }
  | { readonly kind: 'away' };

const LEADS_TO: LeadsTo<HoldMode['kind']> = {
  claiming: ['owned', 'kept_back', 'away'],
  owned: ['releasing', 'kept_back', 'away'],
  releasing: ['kept_back', 'away'],
  kept_back: ['away'],
  away: [],
};

/**
 * One claim of this process on a design, from the question to the store to its end. Modes:
 *
 * - *claiming*: the store is asked, and the design is loaded. To *owned* once it is loaded, to
 *   *away* if another daemon owns it.
 * - *owned*: its actor works. To *releasing* when nothing is left to do here, when its writes show
 *   that the store or its owner is another, when it hangs, or when this process was evicted; to
 *   *away* at once if it was set aside as broken.
 * - *releasing*: its last work ends. To *away* once its release is stored; it is due again if
 *   something is left to do. `fleet.claimDue` may grant the design anew before that, if it was
 *   given up.
 * - *kept back*: it could not be adopted, or its failure could not be recorded. It stays claimed
 *   for a while, without an actor; then it is released, and *away*.
 */
export class Hold {
  readonly designId: DesignId;
  /** Resolves once the design goes on here; to `null` if another daemon owns it. */
  readonly opening: Promise<DesignActor | null>;
  readonly #mode = new Mode<HoldMode>('a claim', LEADS_TO, { kind: 'claiming' });

  constructor(designId: DesignId, open: (hold: Hold) => Promise<DesignActor | null>) {
    this.designId = designId;
    this.opening = open(this);
  }

  get mode(): HoldMode {
    return this.#mode.now;
  }

  get owner(): DesignActor | null {
    return this.mode.kind === 'owned' ? this.mode.actor : null;
  }

  /** True until it begins to end. */
  get isOpen(): boolean {
    return this.mode.kind === 'claiming' || this.mode.kind === 'owned';
  }

  become(mode: HoldMode): void {
    this.#mode.become(mode);
  }
}
