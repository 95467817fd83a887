import { citedPlaces } from '../core/follow-up/cited-places.ts';
import { publicationOf, supersededBy } from '../core/follow-up/decision-status.ts';
import {
  markedNumbers,
  type OtherRecord,
  publishedRecord,
  pullText,
  recordFile,
  recordOf,
  withStatus,
} from '../core/presentation/follow-up/published-record.ts';
import { FORGE_WORDS, publishable } from '../core/presentation/format/forge.ts';
import type { HashedLines } from '../core/presentation/proposals/cited-lines.ts';
import type { Refusal } from '../core/vocabulary/commands.ts';
import { refuse } from '../core/vocabulary/commands.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { Publication } from '../core/vocabulary/event-parts.ts';
import type { Forge, ForgeFile, ForgeItem, ForgeText } from '../engine/ports/forge.ts';
import { sha256 } from '../engine/ports/manifest.ts';
import { REDACTED } from '../foundation/redaction.ts';

/** Pull request to publish. `there`: the existing one, if any. */
export interface PublishingPlan {
  readonly repository: string;
  readonly number: string;
  readonly path: string;
  readonly branch: string;
  readonly pull: ForgeText & { readonly files: readonly ForgeFile[]; readonly there: ForgeItem | null };
  /** True if the existing pull request needs a new number because another record took its number meanwhile. */
  readonly isRenumbered: boolean;
}

interface PublishingParts {
  readonly forge: Forge;
  readonly design: (id: Design['id']) => Promise<Design | null>;
}

/**
 * Plans a publication from the present state of the repository; changes nothing. Refuses a design without a decision,
 * and a repository that is not listed.
 */
export async function planPublication(
  { forge, design: load }: PublishingParts,
  design: Design,
  given: string | null,
  signal: AbortSignal,
): Promise<PublishingPlan | Refusal> {
  const repository = given ?? publicationOf(design)?.repository ?? forge.repositories[0] ?? '';
  if (!forge.repositories.includes(repository))
    return refuse('invalid', FORGE_WORDS.unlisted(repository, forge.repositories), 'repository');
  const decided = publishable(design);
  if ('code' in decided) return decided;
  const branch = `charrette/${design.id}`;
  const [names, [pull = null], pulls] = await Promise.all([
    forge.decisions(repository, signal),
    forge.pulls(repository, branch, signal),
    forge.pulls(repository, null, signal),
  ]);
  const own = pull === null ? undefined : markedNumbers(pull.body).find(({ id }) => id === design.id)?.number;
  const isTaken = own !== undefined && pull?.isOpen === true && isUsed(names, own);
  const number = own === undefined || isTaken ? nextNumber(names, pulls) : own;
  const successor = supersededBy(design)?.successor;
  const beside = {
    cited: hashedLines(design),
    replaces: design.supersedes === true ? recordOf(await loaded(load, design.followUpOf), repository) : null,
    replacedBy: recordOf(await loaded(load, successor), repository),
  };
  const path = `${forge.folder}/${recordFile(number, design)}`;
  const text = publishedRecord(design, decided, number, beside);
  const files = [{ path, text }, ...(await replacedFile(forge, repository, beside.replaces, number, signal))];
  return {
    ...{ repository, number, path, branch, isRenumbered: isTaken },
    pull: { ...pullText(design, decided, number), files, there: pull },
  };
}

/** Carries out the missing parts of a plan. After a fault, a new plan finds the finished ones. */
export async function publish(
  forge: Forge,
  { repository, number, path, branch, pull, isRenumbered }: PublishingPlan,
  signal: AbortSignal,
): Promise<Publication> {
  const { there, ...texts } = pull;
  const opened =
    there === null || isRenumbered
      ? await forge.propose(repository, { branch, ...texts }, there?.number ?? null, signal)
      : there;
  return { repository, number, path, pull: opened.number, url: opened.url };
}

/** Cited lines with their hashes, comparable without the commit that was read. */
function hashedLines(design: Design): HashedLines[] {
  return citedPlaces(design).map(({ text, ...lines }) =>
    text === null || text.includes(REDACTED) ? lines : { ...lines, sha256: sha256(text) },
  );
}

async function loaded(load: PublishingParts['design'], id: Design['id'] | undefined): Promise<Design | null> {
  return id === undefined ? null : load(id);
}

/** The superseded record with its new status; none if it is not on the default branch, or has that status already. */
async function replacedFile(
  forge: Forge,
  repository: string,
  replaces: OtherRecord | null,
  number: string,
  signal: AbortSignal,
): Promise<ForgeFile[]> {
  if (replaces === null) return [];
  const path = `${forge.folder}/${replaces.file}`;
  const before = await forge.read(repository, path, signal);
  const text = before === null ? null : withStatus(before, number);
  return text === null ? [] : [{ path, text }];
}

function isUsed(names: readonly string[], number: string): boolean {
  return names.some((name) => name.startsWith(`${number}-`));
}

/** One more than the highest number in the files and in Charrette's open pull requests. */
function nextNumber(names: readonly string[], pulls: readonly ForgeItem[]): string {
  const files = names.flatMap((name) => /^(\d{1,6})-/.exec(name)?.[1] ?? []);
  const open = pulls.flatMap(({ body }) => markedNumbers(body));
  const highest = Math.max(0, ...[...files, ...open.map(({ number }) => number)].map(Number));
  return String(highest + 1).padStart(4, '0');
}
