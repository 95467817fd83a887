import * as z from 'zod';
import type { Forge, ForgeItem, ForgeProposal } from '../../ports/forge.ts';
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

const REPOSITORY = '/repos/{owner}/{repo}';
const CONTENTS = `GET ${REPOSITORY}/contents/{+path}`;
const [ABSENT, INVALID] = [404, 422];

interface GithubSettings {
  readonly token: string;
  readonly url: string;
  readonly repositories: readonly string[];
}

/** For GitHub, and servers with its API. */
export function createGithub({ token, url, repositories }: GithubSettings): Forge {
  const requests = githubRequests(token, url);
  return {
    repositories,
    folder: FOLDER,
    async decisions(repository, signal) {
      const answers = z.array(z.object({ name: z.string() }));
      const ask = requests(repository, signal);
      return (await ask(CONTENTS, { path: FOLDER }, answers, ABSENT))?.map(({ name }) => name) ?? [];
    },
    async read(repository, path, signal) {
      const answers = z.object({ content: z.string().max(MAX_CHARACTERS), encoding: z.literal('base64') });
      const file = await requests(repository, signal)(CONTENTS, { path }, answers, ABSENT);
      return file === null ? null : Buffer.from(file.content, 'base64').toString('utf8');
    },
    pulls: (repository, branch, signal) => pulls(requests(repository, signal), repository, branch),
    propose: (repository, proposal, signal) => propose(requests(repository, signal), proposal),
  };
}

async function pulls(ask: Ask, repository: string, branch: string | null): Promise<ForgeItem[]> {
  const [owner] = repository.split('/');
  const wanted = branch === null ? { state: 'open' } : { state: 'all', head: `${owner}:${branch}` };
  const found: ForgeItem[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const given = { ...wanted, per_page: PER_PAGE, page };
    const listed = await ask(`GET ${REPOSITORY}/pulls`, given, Listed);
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
async function propose(ask: Ask, { branch, files, title, body, mark }: ForgeProposal): Promise<ForgeItem> {
  const { default_branch: base } = await ask(
    `GET ${REPOSITORY}`,
    {},
    z.object({ default_branch: z.string() }),
  );
  const { sha: parent, commit } = await ask(
    `GET ${REPOSITORY}/commits/{+ref}`,
    { ref: `heads/${base}` },
    Sha.extend({ commit: z.object({ tree: Sha }) }),
  );
  const tree = files.map(({ path, text }) => ({ path, mode: '100644', type: 'blob', content: text }));
  const made = await ask(`POST ${REPOSITORY}/git/trees`, { base_tree: commit.tree.sha, tree }, Sha);
  const committed = { message: commitSubject(title), tree: made.sha, parents: [parent] };
  const { sha } = await ask(`POST ${REPOSITORY}/git/commits`, committed, Sha);
  const created = { ref: `refs/heads/${branch}`, sha };
  const answered = await ask(`POST ${REPOSITORY}/git/refs`, created, z.unknown(), INVALID);
  // A branch of this name is Charrette's own: of an attempt whose answer was lost.
  if (answered === null)
    await ask(
      `PATCH ${REPOSITORY}/git/refs/{+ref}`,
      { ref: `heads/${branch}`, sha, force: true },
      z.unknown(),
    );
  const texts = { title: githubTitle(title), body: `${githubBody(body)}\n${mark}\n` };
  return item(await ask(`POST ${REPOSITORY}/pulls`, { ...texts, head: branch, base }, Item));
}

function item({ number, html_url: url, body }: Item): ForgeItem {
  return { number, url, body: body ?? '' };
}
