import { citedPlacesOf } from '../core/follow-up/cited-places.ts';
import { publicationOf } from '../core/follow-up/decision-status.ts';
import { type Refusal, refuse } from '../core/vocabulary/commands.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { Publication } from '../core/vocabulary/event-parts.ts';
import { utcDayOf } from '../core/vocabulary/figures.ts';
import type { DesignId } from '../core/vocabulary/ids.ts';
import { cutWords } from '../core/vocabulary/text.ts';
import { sha256Of } from '../foundation/digest.ts';
import { REDACTED } from '../foundation/redaction.ts';
import type { Forge, ForgeItem, ForgeProposal } from '../ports/forge.ts';
import type { InboxAnswer } from '../ports/store.ts';
import type { CitedLines } from '../presentation/cited-lines.ts';
import { FORGE_WORDS, findPublishable } from '../presentation/format/forge.ts';
import {
  type RelatedRecord,
  readMarkedNumbers,
  sayRecord,
  writePublishedRecord,
  writePullRequest,
} from '../presentation/published-record.ts';
import { readRecord } from './decisions/read-record.ts';
import { findSamplePath, styleOf } from './decisions/record-style.ts';
import { writeSuperseded } from './decisions/superseded.ts';
import { findRecordPlace } from './record-place.ts';

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

/** Publishes this process's decisions one at a time: two concurrent publications would both find nothing published. */
export class Publisher {
  readonly #forge: Forge;
  #underWay: Promise<unknown> = Promise.resolve();

  constructor(forge: Forge) {
    this.#forge = forge;
  }

  /**
   * Plans from the present state of the repository, and changes nothing. Refuses a design without a decision, and a
   * repository that is not listed. Rejects with `Fault('forge_refused')`, like `publish`.
   */
  async plan(
    load: Load,
    { id, repository: given, signal }: PublicationRequest,
  ): Promise<PublishingPlan | Refusal> {
    const forge = this.#forge;
    const design = await load(id);
    const decision = design === null ? null : findPublishable(design);
    if (design === null || decision === null) return refuse('not_open', FORGE_WORDS.noDecision);
    if ('code' in decision) return decision;
    const repository = given ?? publicationOf(design)?.repository ?? forge.repositories[0] ?? '';
    if (!forge.repositories.includes(repository))
      return refuse('invalid', FORGE_WORDS.unlisted(repository, forge.repositories), 'repository');
    const branch = `charrette/${id}`;
    const [records, [there = null], open] = await Promise.all([
      forge.files(repository, signal),
      forge.pulls(repository, branch, signal),
      forge.pulls(repository, null, signal),
    ]);
    const own = readMarkedNumbers(there?.body ?? '').find((mark) => mark.id === id);
    const taken = open.flatMap(({ body }) => readMarkedNumbers(body)).map((mark) => mark.number);
    const day = utcDayOf(design.end?.at ?? design.startedAt);
    const place = findRecordPlace(records.paths, records.folder, { day, taken });
    const number = own?.number ?? place.number;
    const earlier =
      design.supersedes === true && design.followUpOf !== undefined ? await load(design.followUpOf) : null;
    const replaces = earlier === null ? null : publicationOf(earlier, repository);
    const read = (file: string) => forge.read(repository, file, signal);
    const path = publicationOf(design, repository)?.path ?? place.pathOf(number, sayRecord(design));
    const sample = findSamplePath(records.paths, place.folder);
    const style = styleOf(sample === null ? null : await read(sample));
    const related = await readRelated(design, replaces, records.paths, read);
    const supersededRecords = related.filter(({ relation }) => relation === 'supersedes');
    const rewrites = supersededRecords.map((each) => ({
      path: each.path,
      before: each.text,
      text: writeSuperseded(each.path, each.text, { number, path }),
    }));
    const files = [
      {
        path,
        text: writePublishedRecord(design, decision, number, { cited: citedLinesOf(design), related, style }),
      },
      ...rewrites.flatMap((each) =>
        each.text === null || each.text === each.before ? [] : [{ path: each.path, text: each.text }],
      ),
    ];
    const unmarkedPaths = rewrites.flatMap((each) => (each.text === null ? [each.path] : []));
    return {
      repository,
      number,
      path,
      proposal: { branch, files, ...writePullRequest(design, decision, number, unmarkedPaths) },
      there,
    };
  }

  /** Publishes what is missing and records it. After a fault, the next call finds what was done. */
  publish(
    load: Load,
    request: PublicationRequest,
    record: (publication: Publication) => Promise<InboxAnswer>,
  ): Promise<Publication | Refusal> {
    const work = async () => {
      const plan = await this.plan(load, request);
      if ('code' in plan) return plan;
      const { repository, number, path, proposal, there } = plan;
      const pull = there ?? (await this.#forge.propose(repository, proposal, request.signal));
      const publication = { repository, number, path, pull: pull.number, url: pull.url };
      const answer = await record(publication);
      return answer.accepted ? publication : answer.refusal;
    };
    const working = this.#underWay.then(work, work);
    this.#underWay = working;
    return working;
  }
}

/**
 * Records of the repository that the decision supersedes or contradicts, with their texts: the one published before,
 * and those that the frame names, as far as they are still there and accepted.
 */
async function readRelated(
  design: Design,
  replaces: Publication | null,
  paths: readonly string[],
  read: (path: string) => Promise<string | null>,
): Promise<(RelatedRecord & { readonly text: string })[]> {
  const publishedRecord =
    replaces === null ? [] : [{ ...replaces, relation: 'supersedes' as const, title: null }];
  const frameRecords = design.frame?.records ?? [];
  const candidates = [
    ...publishedRecord,
    ...frameRecords.filter(({ path }) => path !== replaces?.path && paths.includes(path)),
  ];
  const records = candidates.map(async ({ relation, number, path, title }) => {
    const text = await read(path);
    if (text === null) return [];
    const record = title === null ? null : readRecord(path, text);
    const isThere =
      record === null || ('title' in record && record.title === title && record.status === 'accepted');
    return isThere ? [{ relation, number, path, text }] : [];
  });
  return (await Promise.all(records)).flat();
}

/** Characters of the sentences on a place, and of its claims. */
const WORDS_OF_PLACE = 300;

/** Cited lines with their hashes, comparable without the commit that was read, and the sentences that rest on them. */
function citedLinesOf(design: Design): CitedLines[] {
  return citedPlacesOf(design).map(({ text, sentences, claims, ...lines }) => ({
    ...lines,
    sha256: text === null || text.includes(REDACTED) ? undefined : sha256Of(text),
    sentences: sentences.map(({ number }) => number),
    says: cutWords(sentences.map((each) => each.text).join(' '), WORDS_OF_PLACE),
    because: cutWords(claims.join(' '), WORDS_OF_PLACE),
  }));
}
