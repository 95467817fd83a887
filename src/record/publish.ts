import pLimit from 'p-limit';
import { publicationOf } from '../core/follow-up/decision-status.ts';
import { type Refusal, refuse } from '../core/vocabulary/commands.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { Publication } from '../core/vocabulary/event-parts.ts';
import type { DesignId } from '../core/vocabulary/ids.ts';
import { compact } from '../foundation/compact.ts';
import { No } from '../foundation/no.ts';
import type { Forge, ForgeItem, ForgeProposal } from '../ports/forge.ts';
import type { InboxAnswer } from '../ports/store.ts';
import {
  readMarkedNumbers,
  sayRecord,
  writePublishedRecord,
  writePullRequest,
  writeSuperseded,
} from '../presentation/decision/published-record.ts';
import { FORGE_WORDS, findPublishable } from '../presentation/format/forge.ts';
import { findNextRecord } from './next-record.ts';

/** The pull request of a decision, and the one that exists already. */
interface PublishingPlan {
  readonly repository: string;
  readonly number: string;
  readonly path: string;
  readonly proposal: ForgeProposal;
  readonly there: ForgeItem | null;
}

/** `repository`: `null` for the one it was published to before, else the first listed. */
interface PublicationRequest {
  readonly id: DesignId;
  readonly repository: string | null;
  readonly signal: AbortSignal;
}

type Load = (id: DesignId) => Promise<Design | null>;

/** Marks a design as publishable if a forge is set up. */
export function markPublishable(design: Design, publisher: Publisher | null | undefined): Design {
  return publisher == null ? design : { ...design, hasForge: true };
}

/**
 * Publishes this process's decisions one at a time: two concurrent publications would both find
 * nothing published.
 */
export class Publisher {
  readonly #forge: Forge;
  readonly #oneAfterTheOther = pLimit(1);

  constructor(forge: Forge) {
    this.#forge = forge;
  }

  /**
   * Plans from the present state of the repository, and changes nothing. Refuses a design without a
   * decision, and a repository that is not listed. Rejects with `Fault('forge_refused')`, like
   * `publish`.
   */
  async plan(
    load: Load,
    { id, repository: given, signal }: PublicationRequest,
  ): Promise<PublishingPlan | No<Refusal>> {
    const forge = this.#forge;
    const design = await load(id);
    const decision = design === null ? null : findPublishable(design);
    if (design === null || decision === null)
      return new No(refuse('not_open', FORGE_WORDS.noDecision));
    if (decision instanceof No) return decision;
    const repository = given ?? publicationOf(design)?.repository ?? forge.repositories[0] ?? '';
    if (!forge.repositories.includes(repository))
      return new No(
        refuse('invalid', FORGE_WORDS.unlisted(repository, forge.repositories), 'repository'),
      );
    const branch = `charrette/${id}`;
    const [records, [there = null], open] = await Promise.all([
      forge.files(repository, signal),
      forge.pulls(repository, branch, signal),
      forge.pulls(repository, null, signal),
    ]);
    const own = readMarkedNumbers(there?.body ?? '').find((mark) => mark.id === id);
    const taken = open.flatMap(({ body }) => readMarkedNumbers(body)).map((mark) => mark.number);
    const place = findNextRecord(records.paths, records.folder, taken);
    const number = own?.number ?? place.number;
    const earlier =
      design.supersedes === true && design.followUpOf !== undefined
        ? await load(design.followUpOf)
        : null;
    const path = publicationOf(design, repository)?.path ?? place.pathOf(number, sayRecord(design));
    const superseded =
      earlier === null ? null : await readRecordOf(earlier, repository, forge, signal);
    const marked = superseded === null ? null : writeSuperseded(superseded.text, number);
    const files = compact(
      { path, text: writePublishedRecord(design, number, superseded) },
      superseded !== null &&
        marked !== null &&
        marked !== superseded.text && { path: superseded.path, text: marked },
    );
    const unmarked = marked === null ? (superseded?.path ?? null) : null;
    return {
      repository,
      number,
      path,
      proposal: { branch, files, ...writePullRequest(design, decision, number, unmarked) },
      there,
    };
  }

  /** Publishes what is missing and records it. After a fault, the next call finds what was done. */
  publish(
    load: Load,
    request: PublicationRequest,
    record: (publication: Publication) => Promise<InboxAnswer>,
  ): Promise<Publication | No<Refusal>> {
    return this.#oneAfterTheOther(async () => {
      const plan = await this.plan(load, request);
      if (plan instanceof No) return plan;
      const { repository, number, path, proposal, there } = plan;
      const pull = there ?? (await this.#forge.propose(repository, proposal, request.signal));
      const publication = { repository, number, path, pull: pull.number, url: pull.url };
      const answer = await record(publication);
      return answer.accepted ? publication : new No(answer.refusal);
    });
  }
}

/** The record of a decision in a repository, with its text; `null` if it is not there. */
async function readRecordOf(design: Design, repository: string, forge: Forge, signal: AbortSignal) {
  const publication = publicationOf(design, repository);
  const text = publication === null ? null : await forge.read(repository, publication.path, signal);
  return publication === null || text === null ? null : { ...publication, text };
}
