import { FORGE_WORDS } from '../core/presentation/format/forge.ts';
import { type Refusal, refuse } from '../core/vocabulary/commands.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { Publication } from '../core/vocabulary/event-parts.ts';
import type { DesignId } from '../core/vocabulary/ids.ts';
import type { Forge } from '../engine/ports/forge.ts';
import type { InboxAnswer } from '../engine/ports/store.ts';
import { type PublishingPlan, planPublication, publish } from './publish.ts';

/** `repository`: `null` for the one it was published to before, else the first listed. */
export interface PublicationRequest {
  readonly id: DesignId;
  readonly repository: string | null;
  readonly signal: AbortSignal;
}

interface Published {
  readonly plan: PublishingPlan;
  readonly publication: Publication;
}

type Load = (id: DesignId) => Promise<Design | null>;

/** Marks a design as publishable if a forge is set up. */
export function withForge(design: Design, publisher: Publisher | null | undefined): Design {
  return publisher == null ? design : { ...design, hasForge: true };
}

/** Publishes this process's decisions one at a time: two concurrent publications would both find nothing published. */
export class Publisher {
  readonly #forge: Forge;
  #underWay: Promise<unknown> = Promise.resolve();

  constructor(forge: Forge) {
    this.#forge = forge;
  }

  /** Plans, and changes nothing. Rejects with `Fault('forge_refused')`, like `publish`. */
  plan(load: Load, request: PublicationRequest): Promise<PublishingPlan | Refusal> {
    return this.#next(async () => {
      const planned = await this.#planned(load, request);
      return 'code' in planned ? planned : planned.plan;
    });
  }

  /** Publishes the missing parts and records the publication. Repeating it creates nothing new. */
  publish(
    load: Load,
    request: PublicationRequest,
    record: (publication: Publication) => Promise<InboxAnswer>,
  ): Promise<Published | Refusal> {
    return this.#next(async () => {
      const planned = await this.#planned(load, request);
      if ('code' in planned) return planned;
      const { plan } = planned;
      const publication = await publish(this.#forge, plan, request.signal);
      const answer = await record(publication);
      return answer.accepted ? { plan, publication } : answer.refusal;
    });
  }

  async #planned(load: Load, { id, repository, signal }: PublicationRequest) {
    const design = await load(id);
    if (design === null) return refuse('not_open', FORGE_WORDS.noDecision);
    const plan = await planPublication({ forge: this.#forge, design: load }, design, repository, signal);
    return 'code' in plan ? plan : { design, plan };
  }

  #next<Result>(work: () => Promise<Result>): Promise<Result> {
    const working = this.#underWay.then(work, work);
    this.#underWay = working;
    return working;
  }
}
