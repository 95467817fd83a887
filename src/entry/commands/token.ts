import { Argument, type Command, Option } from 'commander';
import { TokenAnswer, TokensAnswer } from '../../acts/answers.ts';
import { ACTS } from '../../acts/table.ts';
import { TOKEN_ROLES, type TokenRole } from '../../engine/access/viewer.ts';
import { MAX_TOKEN_DAYS, TOKEN_DAYS, TokenChannel } from '../../engine/ports/access-tokens.ts';
import { tokenLines } from '../../surfaces/terminal/token-lines.ts';
import { type Api, read, readable, reasonIn } from '../cli/api.ts';
import { type CliContext, cliContext } from '../cli/cli-context.ts';
import { withApi } from '../cli/designs.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { look, output, print } from '../cli/output.ts';
import { badUsage, parsed, wholeNumber } from '../cli/typed.ts';
import { JSON_AS_API } from '../cli/verb.ts';

const ALL = 'all';
const ROLES = new Map(TOKEN_ROLES.map((role) => [typedRole(role), role]));

export function configure(command: Command) {
  command
    .addArgument(new Argument('<action>', 'what to do').choices(['add', 'list', 'revoke']))
    .argument('[name]', 'its name, on one line, recorded with everything done with it')
    .addOption(new Option('--role <role>', 'what it may do, with add').choices([...ROLES.keys()]))
    .option(
      '--channels <channels>',
      'channels whose designs it may use: slack/C0AB12,discord/456, or all',
      ALL,
    )
    .option('--days <number>', `days until it expires, at most ${MAX_TOKEN_DAYS} (default: ${TOKEN_DAYS})`)
    .option('--json', JSON_AS_API);
}

interface TokenOptions {
  readonly role?: string;
  readonly channels: string;
  readonly days?: string;
  readonly json?: boolean;
}

export async function run(
  action: 'add' | 'list' | 'revoke',
  name: string | undefined,
  options: TokenOptions,
): Promise<number> {
  const context = cliContext();
  if (action === 'list') {
    if (name !== undefined) throw badUsage('token list takes no name.');
    return withApi(context, (api) => list(api, options));
  }
  if (name === undefined) throw badUsage(`token ${action} needs the name of a token.`);
  if (action === 'revoke') return withApi(context, (api) => revoke(api, context, name));
  const body = { name, ...bodyOf(options), author: context.person };
  return withApi(context, (api) => add(api, body, options));
}

function bodyOf({ role: typed, channels, days }: TokenOptions) {
  const role = ROLES.get(typed ?? '');
  if (role === undefined) throw badUsage(`token add needs --role: ${[...ROLES.keys()].join(', ')}.`);
  return {
    role,
    channels: channels === ALL ? null : channels.split(',').map(channelIn),
    ...(days === undefined ? {} : { days: wholeNumber('--days', days, 1, MAX_TOKEN_DAYS) }),
  };
}

function channelIn(typed: string): string {
  const given = typed.trim();
  const problem = `--channels has "${given.slice(0, 100)}"; expected ${ALL}, or platforms and channels, as in slack/C0AB12,discord/456.`;
  return parsed(TokenChannel, given, problem);
}

/** Prints only the token on standard output, to be piped to where it is kept. */
async function add(api: Api, body: object, { json }: TokenOptions): Promise<number> {
  const answer = await api.call(ACTS.add_token, {}, { body });
  if (answer.status >= 400) return print({ ok: false, words: reasonIn(answer) });
  const added = readable(TokenAnswer, answer.body);
  if (json) output.json(added);
  else {
    output.write(`${added.token}\n`);
    process.stderr.write('It is shown only this once: the store keeps only its hash.\n');
  }
  return EXIT.completed;
}

async function list(api: Api, { json }: TokenOptions): Promise<number> {
  const { tokens } = await read(api, ACTS.tokens, {}, TokensAnswer);
  if (json) output.json({ tokens });
  else output.write(tokens.length === 0 ? NONE : tokenLines(tokens, look()));
  return EXIT.completed;
}

const NONE = 'No tokens yet, except the admin token.\n';

async function revoke(api: Api, { person }: CliContext, name: string): Promise<number> {
  const answer = await api.call(ACTS.revoke_token, { name }, { body: { author: person } });
  const ok = answer.status < 400;
  return print({ ok, words: ok ? 'Revoked. Every daemon refuses it within seconds.' : reasonIn(answer) });
}

function typedRole(role: TokenRole): string {
  return role.replace(' ', '-');
}
