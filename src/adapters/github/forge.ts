import * as z from 'zod';
import type { Forge, ForgeItem, ForgeProposal } from '../../engine/ports/forge.ts';
import { commitSubject, githubBody, githubTitle } from './drawing.ts';
import { type Ask, githubRequests } from './requests.ts';

const [PER_PAGE, MAX_PAGES] = [100, 10];
const MAX_CHARACTERS = 1_000_000;
const FOLDER = 'docs/decisions';
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

const CONTENTS = 'GET /repos/{owner}/{repo}/contents/{+path}';
const [ABSENT, INVALID] = [404, 422];

interface GithubSettings {
  readonly token: string;
  readonly url: string;
  readonly repositories: readonly string[];
}

/** For GitHub, and servers with its API. */
export function createGithub({ token, url, repositories }: GithubSettings): Forge {
  const ask = githubRequests(token, url);
  return {
    repositories,
    folder: FOLDER,
    async decisions(repository, signal) {
      const what = `list ${FOLDER} of ${repository}`;
      const given = { ...named(repository), path: FOLDER };
      const answers = z.array(z.object({ name: z.string() }));
      const files = await ask({ what, route: CONTENTS, given, answers }, signal, ABSENT);
      return files?.map(({ name }) => name) ?? [];
    },
    async read(repository, path, signal) {
      const given = { ...named(repository), path };
      const answers = z.object({ content: z.string().max(MAX_CHARACTERS), encoding: z.literal('base64') });
      const file = await ask({ what: `read ${path}`, route: CONTENTS, given, answers }, signal, ABSENT);
      return file === null ? null : Buffer.from(file.content, 'base64').toString('utf8');
    },
    pulls: (...given) => pulls(ask, ...given),
    propose: (...given) => propose(ask, ...given),
  };
}

async function pulls(
  ask: Ask,
  repository: string,
  branch: string | null,
  signal: AbortSignal,
): Promise<ForgeItem[]> {
  const at = named(repository);
  const wanted = branch === null ? { state: 'open' } : { state: 'all', head: `${at.owner}:${branch}` };
  const what = `list pull requests of ${repository}`;
  const found: ForgeItem[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const given = { ...at, ...wanted, per_page: PER_PAGE, page };
    const route = 'GET /repos/{owner}/{repo}/pulls';
    const listed = await ask({ what, route, given, answers: Listed }, signal);
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

/** Creates the commit before the branch, so that a branch is complete; the pull request comes last. */
async function propose(
  ask: Ask,
  repository: string,
  { branch, files, title, body, mark }: ForgeProposal,
  signal: AbortSignal,
): Promise<ForgeItem> {
  const at = named(repository);
  const asked = <Schema extends z.ZodType>(what: string, route: string, more: object, answers: Schema) =>
    ask({ what, route, given: { ...at, ...more }, answers }, signal);
  const { default_branch: base } = await asked(
    `read ${repository}`,
    'GET /repos/{owner}/{repo}',
    {},
    z.object({ default_branch: z.string() }),
  );
  const reading = `read the branch ${base}`;
  const { object } = await asked(
    reading,
    'GET /repos/{owner}/{repo}/git/ref/{+ref}',
    { ref: `heads/${base}` },
    z.object({ object: Sha }),
  );
  const head = await asked(
    reading,
    'GET /repos/{owner}/{repo}/git/commits/{commit}',
    { commit: object.sha },
    z.object({ sha: z.string(), tree: Sha }),
  );
  const blobs = files.map(({ path, text }) => ({ path, mode: '100644', type: 'blob', content: text }));
  const tree = await asked(
    'write the record',
    'POST /repos/{owner}/{repo}/git/trees',
    { base_tree: head.tree.sha, tree: blobs },
    Sha,
  );
  const { sha } = await asked(
    'commit the record',
    'POST /repos/{owner}/{repo}/git/commits',
    { message: commitSubject(title), tree: tree.sha, parents: [head.sha] },
    Sha,
  );
  await putBranch(ask, repository, branch, sha, signal);
  const texts = { title: githubTitle(title), body: `${githubBody(body)}\n${mark}\n` };
  const opened = await asked(
    `open a pull request in ${repository}`,
    'POST /repos/{owner}/{repo}/pulls',
    { ...texts, head: branch, base },
    Item,
  );
  return item(opened);
}

/** A branch of this name is Charrette's own: an attempt whose response was lost. */
async function putBranch(
  ask: Ask,
  repository: string,
  branch: string,
  sha: string,
  signal: AbortSignal,
): Promise<void> {
  const at = named(repository);
  const asked = { what: `make the branch ${branch}`, answers: z.unknown() };
  const made = {
    route: 'POST /repos/{owner}/{repo}/git/refs',
    given: { ...at, ref: `refs/heads/${branch}`, sha },
  };
  if ((await ask({ ...asked, ...made }, signal, INVALID)) !== null) return;
  const moved = { ...at, ref: `heads/${branch}`, sha, force: true };
  await ask({ ...asked, route: 'PATCH /repos/{owner}/{repo}/git/refs/{+ref}', given: moved }, signal);
}

function named(repository: string): { readonly owner: string; readonly repo: string } {
  const [owner = '', repo = ''] = repository.split('/');
  return { owner, repo };
}

function item({ number, html_url: url, body }: Item): ForgeItem {
  return { number, url, body: body ?? '' };
}
