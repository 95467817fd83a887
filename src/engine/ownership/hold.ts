import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { DesignActor } from './design-actor.ts';

type Mode =
  | { readonly kind: 'claiming' }
  | { readonly kind: 'owned'; readonly actor: DesignActor }
  | { readonly kind: 'releasing'; readonly actor: DesignActor; readonly released: Promise<void> }
  | { readonly kind: 'kept_back' }
  | { readonly kind: 'away' };

/** The modes from which each is reached; each begins as *claiming*. */
const REACHED_FROM: Readonly<Record<Mode['kind'], readonly Mode['kind'][]>> = {
  claiming: [],
  owned: ['claiming'],
  releasing: ['owned'],
  kept_back: ['claiming', 'owned', 'releasing'],
  away: ['claiming', 'owned', 'releasing', 'kept_back'],
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
  #mode: Mode = { kind: 'claiming' };

  constructor(designId: DesignId, open: (hold: Hold) => Promise<DesignActor | null>) {
    this.designId = designId;
    this.opening = open(this);
  }

  get mode(): Mode {
    return this.#mode;
  }

  get owner(): DesignActor | null {
    return this.#mode.kind === 'owned' ? this.#mode.actor : null;
  }

  /** True until it begins to end. */
  get isOpen(): boolean {
    return this.#mode.kind === 'claiming' || this.#mode.kind === 'owned';
  }

  become(mode: Mode): void {
    const { kind } = this.#mode;
    if (!REACHED_FROM[mode.kind].includes(kind))
      throw new Error(`a claim that is ${kind} cannot become ${mode.kind}`);
    this.#mode = mode;
  }
}
