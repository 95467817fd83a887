import * as z from 'zod';
import { Fault } from '../../foundation/fault.ts';
import type { Forge, ForgeItem, ForgeProposal } from '../../ports/forge.ts';
import { FORGE_WORDS } from '../../presentation/format/forge.ts';
import { FOLDER_FILE } from '../../record/next-record.ts';
import { writeCommitSubject, writeGithubBody, writeGithubTitle } from './drawing.ts';
import { type AskGithub, createGithubRequests } from './requests.ts';

const PER_PAGE = 100;
const MAX_PAGES = 10;
const MAX_CHARACTERS = 1_000_000;
/** Top folders to search in a repository whose files are too many for one answer. */
const USUAL = /^(?:docs?|documentation|adrs?|decisions?|architecture)$/i;
/** Prefix of Charrette's branches. */
const BRANCHES = 'charrette/';

const Item = z.object({
  number: z.number().int(),
  html_url: z.string(),
  body: z.string().nullish(),
});
type Item = z.infer<typeof Item>;
/** Without `repo`: its fork was deleted. */
const Listed = z.array(
  Item.extend({
    head: z.object({ ref: z.string(), repo: z.object({ full_name: z.string() }).nullish() }),
  }),
);
const Sha = z.object({ sha: z.string() });
const Tree = z.object({
  tree: z.array(Sha.extend({ path: z.string(), type: z.string() })),
  truncated: z.boolean().default(false),
});

const About = z.object({
  full_name: z.string(),
  default_branch: z.string(),
  archived: z.boolean().default(false),
  /** Of a person's token. An app's has neither. */
  permissions: z.object({ pull: z.boolean(), push: z.boolean() }).partial().default({}),
});

const REPOSITORY = '/repos/{owner}/{repo}';
const CONTENTS = `GET ${REPOSITORY}/contents/{+path}`;
const ABSENT = 404;
const INVALID = 422;

interface GithubSettings {
  readonly token: string;
  readonly url: string;
  readonly repositories: readonly string[];
}

/** For GitHub, and servers with its API. */
export function createGithub({ token, url, repositories }: GithubSettings): Forge {
  const requests = createGithubRequests(token, url);
  return {
    repositories,
    async files(repository, signal) {
      const ask = requests(repository, signal);
      const paths = await pathsIn(ask, (await headOf(ask)).tree);
      return { paths, folder: paths.includes(FOLDER_FILE) ? await textOf(ask, FOLDER_FILE) : null };
    },
    read: (repository, path, signal) => textOf(requests(repository, signal), path),
    pulls: (repository, branch, signal) => pulls(requests(repository, signal), repository, branch),
    propose: (repository, proposal, signal) => propose(requests(repository, signal), proposal),
  };
}

async function textOf(ask: AskGithub, path: string): Promise<string | null> {
  const answers = z.object({
    content: z.string().max(MAX_CHARACTERS),
    encoding: z.literal('base64'),
  });
  const file = await ask(CONTENTS, { path }, answers, ABSENT);
  return file === null ? null : Buffer.from(file.content, 'base64').toString('utf8');
}

/** The newest commit of the default branch. */
async function headOf(ask: AskGithub) {
  const { default_branch: base, ...access } = await ask(`GET ${REPOSITORY}`, {}, About);
  const answers = Sha.extend({ commit: z.object({ tree: Sha }) });
  const { sha, commit } = await ask(
    `GET ${REPOSITORY}/commits/{+ref}`,
    { ref: `heads/${base}` },
    answers,
  );
  return { base, sha, tree: commit.tree.sha, ...access };
}

async function pathsIn(ask: AskGithub, tree: string): Promise<string[]> {
  const list = (sha: string, below: object) =>
    ask(`GET ${REPOSITORY}/git/trees/{sha}`, { sha, ...below }, Tree);
  const whole = await list(tree, { recursive: 1 });
  const namesIn = (listed: z.output<typeof Tree>, folder = '') =>
    listed.tree.flatMap(({ path, type }) => (type === 'blob' ? [`${folder}${path}`] : []));
  if (!whole.truncated) return namesIn(whole);
  const top = await list(tree, {});
  const usual = top.tree.filter(({ path, type }) => type === 'tree' && USUAL.test(path));
  const below = usual.map(async ({ path, sha }) =>
    namesIn(await list(sha, { recursive: 1 }), `${path}/`),
  );
  return [...namesIn(top), ...(await Promise.all(below)).flat()];
}

async function pulls(
  ask: AskGithub,
  repository: string,
  branch: string | null,
): Promise<ForgeItem[]> {
  const [owner] = repository.split('/');
  const filter = branch === null ? { state: 'open' } : { state: 'all', head: `${owner}:${branch}` };
  const found: ForgeItem[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const query = { ...filter, per_page: PER_PAGE, page };
    const listed = await ask(`GET ${REPOSITORY}/pulls`, query, Listed);
    const own = listed.filter(
      ({ head }) =>
        head.repo?.full_name.toLowerCase() === repository.toLowerCase() &&
        (branch === null ? head.ref.startsWith(BRANCHES) : head.ref === branch),
    );
    found.push(...own.map(item));
    if (listed.length < PER_PAGE) break;
  }
  return found.toSorted((one, other) => other.number - one.number);
}

/**
 * Creates the commit before the branch, so that a branch is complete; the pull request comes last.
 */
async function propose(
  ask: AskGithub,
  { branch, files, title, body, mark }: ForgeProposal,
): Promise<ForgeItem> {
  const { full_name: repository, archived, permissions, ...head } = await headOf(ask);
  const makeFault = (words: string) => new Fault('forge_refused', words);
  if (archived) throw makeFault(FORGE_WORDS.archived(repository));
  if (permissions.pull === true && permissions.push === false)
    throw makeFault(FORGE_WORDS.readOnly(repository));
  const tree = files.map(({ path, text }) => ({
    path,
    mode: '100644',
    type: 'blob',
    content: text,
  }));
  const newTree = await ask(`POST ${REPOSITORY}/git/trees`, { base_tree: head.tree, tree }, Sha);
  const commit = { message: writeCommitSubject(title), tree: newTree.sha, parents: [head.sha] };
  const { sha } = await ask(`POST ${REPOSITORY}/git/commits`, commit, Sha);
  const newRef = { ref: `refs/heads/${branch}`, sha };
  const answer = await ask(`POST ${REPOSITORY}/git/refs`, newRef, z.unknown(), INVALID);
  // A branch of this name is Charrette's own, of an attempt whose answer was lost; else a rule
  // forbids it.
  if (answer === null) {
    const renewed = { ref: `heads/${branch}`, sha, force: true };
    const again = await ask(`PATCH ${REPOSITORY}/git/refs/{+ref}`, renewed, z.unknown(), INVALID);
    if (again === null) throw makeFault(FORGE_WORDS.ruled(repository, branch));
  }
  const texts = { title: writeGithubTitle(title), body: `${writeGithubBody(body)}\n${mark}\n` };
  return item(
    await ask(`POST ${REPOSITORY}/pulls`, { ...texts, head: branch, base: head.base }, Item),
  );
}

function item({ number, html_url: url, body }: Item): ForgeItem {
  return { number, url, body: body ?? '' };
}
