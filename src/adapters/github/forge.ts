import * as z from 'zod';
import { FORGE_WORDS } from '../../core/presentation/format/forge.ts';
import type { Forge, ForgeItem, ForgeProposal, ForgeText } from '../../engine/ports/forge.ts';
import { Fault } from '../../foundation/fault.ts';
import { commitSubject, githubBody, githubTitle } from './drawing.ts';
import { type Ask, githubRequests, type Refused } from './requests.ts';

/** Finds pull requests and issues again; a search would find them only later. */
const LABEL = 'charrette';
const [PER_PAGE, MAX_PAGES] = [100, 10];
const MAX_CHARACTERS = 1_000_000;

const Item = z.object({
  number: z.number().int(),
  html_url: z.string(),
  body: z.string().nullish(),
  state: z.string(),
  user: z.object({ login: z.string() }).nullish(),
});
type Item = z.infer<typeof Item>;
/** `true` for an item of the token's account: anyone can copy our mark into their own text. */
type IsOwn = (item: Item) => boolean;
const Sha = z.object({ sha: z.string() });
const Ref = z.object({ object: Sha });
const Commit = z.object({ sha: z.string(), tree: Sha });

const FOLDER = 'docs/decisions';

interface GithubSettings {
  readonly token: string;
  readonly url: string;
  readonly repositories: readonly string[];
}

/** For GitHub, and servers with its API. */
export function createGithub({ token, url, repositories }: GithubSettings): Forge {
  const ask = githubRequests(token, url);
  let known: string | null = null;
  const isOwn = async (signal: AbortSignal): Promise<IsOwn> => {
    known ??= await ownLogin(ask, url, signal);
    const login = known;
    return ({ user }) => user?.login === login;
  };
  return {
    repositories,
    folder: FOLDER,
    async decisions(repository, signal) {
      const listed = z.array(z.object({ name: z.string() }));
      const where = { ...named(repository), path: FOLDER };
      const what = `list ${FOLDER} of ${repository}`;
      return (await ask(what, listed, CONTENTS, where, signal, isAbsent))?.map(({ name }) => name) ?? [];
    },
    async read(repository, path, signal) {
      const file = z.object({ content: z.string().max(MAX_CHARACTERS), encoding: z.literal('base64') });
      const found = await ask(
        `read ${path}`,
        file,
        CONTENTS,
        { ...named(repository), path },
        signal,
        isAbsent,
      );
      return found === null ? null : Buffer.from(found.content, 'base64').toString('utf8');
    },
    pullOf: async (repository, branch, signal) =>
      pullOf({ ask, isOwn: await isOwn(signal) }, repository, branch, signal),
    async openPulls(repository, signal) {
      const parts = { ask, isOwn: await isOwn(signal) };
      return listed(parts, repository, 'GET /repos/{owner}/{repo}/pulls', { state: 'open' }, signal);
    },
    async labelled(repository, signal) {
      const parts = { ask, isOwn: await isOwn(signal) };
      const wanted = { labels: LABEL, state: 'all' };
      return listed(parts, repository, 'GET /repos/{owner}/{repo}/issues', wanted, signal);
    },
    propose: (...given) => propose(ask, ...given),
    async openIssue(repository, text, signal) {
      const given = { ...named(repository), ...texts(text), labels: [LABEL] };
      return item(
        await there(
          ask(`open an issue in ${repository}`, Item, 'POST /repos/{owner}/{repo}/issues', given, signal),
        ),
      );
    },
  };
}

const CONTENTS = 'GET /repos/{owner}/{repo}/contents/{+path}';

interface Parts {
  readonly ask: Ask;
  readonly isOwn: IsOwn;
}

const isAbsent = ({ status }: Refused): boolean => status === 404;
const isInvalid = ({ status }: Refused): boolean => status === 422;

async function pullOf(
  { ask, isOwn }: Parts,
  repository: string,
  branch: string,
  signal: AbortSignal,
): Promise<ForgeItem | null> {
  const { owner, repo } = named(repository);
  const query = { owner, repo, head: `${owner}:${branch}`, state: 'all', per_page: PER_PAGE };
  const withHead = Item.extend({ head: z.object({ ref: z.string() }) });
  const route = 'GET /repos/{owner}/{repo}/pulls';
  const pulls = await there(
    ask(`list pull requests of ${repository}`, z.array(withHead), route, query, signal),
  );
  const own = pulls
    .filter((pull) => pull.head.ref === branch && isOwn(pull))
    .toSorted((one, other) => other.number - one.number);
  return own[0] === undefined ? null : item(own[0]);
}

async function listed(
  { ask, isOwn }: Parts,
  repository: string,
  route: string,
  wanted: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<ForgeItem[]> {
  const found: ForgeItem[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const query = { ...named(repository), ...wanted, per_page: PER_PAGE, page };
    const what = `list pull requests and issues of ${repository}`;
    const items = await there(ask(what, z.array(Item), route, query, signal));
    found.push(...items.filter(isOwn).map(item));
    if (items.length < PER_PAGE) return found;
  }
  return found;
}

/** Creates the commit before the branch, so that a branch is complete; the pull request comes last. */
async function propose(
  ask: Ask,
  repository: string,
  { branch, files, ...text }: ForgeProposal,
  pull: number | null,
  signal: AbortSignal,
): Promise<ForgeItem> {
  const at = named(repository);
  const { title, body } = texts(text);
  const message = commitSubject(text.title);
  const general = z.object({ default_branch: z.string() });
  const about = await there(ask(`read ${repository}`, general, 'GET /repos/{owner}/{repo}', at, signal));
  const base = about.default_branch;
  const refAt = { ...at, ref: `heads/${base}` };
  const ref = await there(
    ask(`read the branch ${base}`, Ref, 'GET /repos/{owner}/{repo}/git/ref/{+ref}', refAt, signal),
  );
  const headAt = { ...at, commit: ref.object.sha };
  const head = await there(
    ask(`read the branch ${base}`, Commit, 'GET /repos/{owner}/{repo}/git/commits/{commit}', headAt, signal),
  );
  const tree = files.map(({ path, text }) => ({ path, mode: '100644', type: 'blob', content: text }));
  const treeAt = { ...at, base_tree: head.tree.sha, tree };
  const made = await there(
    ask('write the record', Sha, 'POST /repos/{owner}/{repo}/git/trees', treeAt, signal),
  );
  const commitAt = { ...at, message, tree: made.sha, parents: [head.sha] };
  const { sha } = await there(
    ask('commit the record', Sha, 'POST /repos/{owner}/{repo}/git/commits', commitAt, signal),
  );
  await putBranch(ask, repository, branch, sha, signal);
  return pull === null
    ? openPull(ask, repository, { branch, base, title, body }, signal)
    : item(
        await there(
          ask(
            `change pull request ${pull}`,
            Item,
            'PATCH /repos/{owner}/{repo}/pulls/{pull}',
            { ...at, pull, title, body },
            signal,
          ),
        ),
      );
}

/** A branch of this name is Charrette's own: an attempt whose response was lost, or a number taken in the meantime. */
async function putBranch(
  ask: Ask,
  repository: string,
  branch: string,
  sha: string,
  signal: AbortSignal,
): Promise<void> {
  const at = named(repository);
  const made = { ...at, ref: `refs/heads/${branch}`, sha };
  const what = `make the branch ${branch}`;
  const created = await ask(
    what,
    z.unknown(),
    'POST /repos/{owner}/{repo}/git/refs',
    made,
    signal,
    isInvalid,
  );
  if (created !== null) return;
  const moved = { ...at, ref: `heads/${branch}`, sha, force: true };
  await ask(what, z.unknown(), 'PATCH /repos/{owner}/{repo}/git/refs/{+ref}', moved, signal);
}

async function openPull(
  ask: Ask,
  repository: string,
  {
    branch,
    base,
    title,
    body,
  }: { readonly branch: string; readonly base: string; readonly title: string; readonly body: string },
  signal: AbortSignal,
): Promise<ForgeItem> {
  const at = named(repository);
  const given = { ...at, title, body, head: branch, base };
  const what = `open a pull request in ${repository}`;
  const opened = await there(ask(what, Item, 'POST /repos/{owner}/{repo}/pulls', given, signal));
  const labels = { ...at, issue: opened.number, labels: [LABEL] };
  await ask(
    `label pull request ${opened.number}`,
    z.unknown(),
    'POST /repos/{owner}/{repo}/issues/{issue}/labels',
    labels,
    signal,
  );
  return item(opened);
}

function texts({ title, body, mark }: ForgeText) {
  return { title: githubTitle(title), body: `${githubBody(body)}\n${mark}\n` };
}

function named(repository: string): { readonly owner: string; readonly repo: string } {
  const [owner = '', repo = ''] = repository.split('/');
  return { owner, repo };
}

function item({ number, html_url: url, body, state }: Item): ForgeItem {
  return { number, url, body: body ?? '', isOpen: state === 'open' };
}

async function there<Found>(asking: Promise<Found | null>): Promise<Found> {
  const found = await asking;
  if (found === null) throw new Error('broken invariant: a refusal was tolerated that nobody named');
  return found;
}

const WHAT = 'say whose token this is';
const Account = z.object({ login: z.string().min(1) });
/** GraphQL reports refusals and limits with status 200. */
const Viewer = z.object({
  data: z.object({ viewer: Account.nullish() }).nullish(),
  errors: z.array(z.object({ type: z.string().optional() })).optional(),
});

/**
 * The login of the token's account. Throws `Fault('forge_refused')` if the forge does not name it: marks alone do not show
 * whose an item is, since anyone can copy them.
 */
async function ownLogin(ask: Ask, url: string, signal: AbortSignal): Promise<string> {
  const user = await ask(WHAT, Account, 'GET /user', {}, signal, hasNoUser);
  if (user !== null) return user.login;
  const query = { query: 'query { viewer { login } }' };
  const answer = await ask(WHAT, Viewer, `POST ${graphqlUrl(url)}`, query, signal, hasNoGraphql);
  const login = answer?.data?.viewer?.login;
  if (login !== undefined) return login;
  const isLimited = answer?.errors?.some(({ type }) => type === 'RATE_LIMITED') === true;
  throw new Fault(
    'forge_refused',
    isLimited ? FORGE_WORDS.limited(' Try again later.') : FORGE_WORDS.nameless,
  );
}

/** An app's installation token may not ask for its user, and gets this message. Other servers may lack the route. */
function hasNoUser({ status, said }: Refused): boolean {
  return status === 404 || (status === 403 && /not accessible by integration/i.test(said));
}

function hasNoGraphql({ status }: Refused): boolean {
  return status === 404 || status === 405;
}

/** An Enterprise server's GraphQL is beside its other API, not below it. */
function graphqlUrl(url: string): string {
  return `${url.replace(/\/$/, '').replace(/\/api\/v3$/, '/api')}/graphql`;
}
