import { Argument, Command, Option } from 'commander';
import { oneLine } from '../../adapters/terminal/safe.ts';
import { shortId } from '../../core/vocabulary/figures.ts';
import { cliContext } from '../cli/cli-context.ts';
import { listed, withApi } from '../cli/designs.ts';
import { output } from '../cli/output.ts';
import { DESIGN_ARGUMENT, nameOf, type Verb, type VerbFile } from '../cli/verb.ts';

const MAX_IDS = 50;

/** Each asks for what can follow the words that are typed, of which the last is unfinished; files where nothing can. */
const SCRIPTS = {
  bash: `# In ~/.bashrc: source <(charrette completion bash)
_charrette() {
  COMPREPLY=($(charrette completion bash --words "\${COMP_WORDS[*]:0:COMP_CWORD+1}" 2>/dev/null | cut -f1))
}
complete -o default -F _charrette charrette
`,
  zsh: `#compdef charrette
# In ~/.zshrc, below compinit: source <(charrette completion zsh)
_charrette() {
  local -a found
  found=(\${(f)"$(charrette completion zsh --words "$words[1,CURRENT]" 2>/dev/null)"})
  found=(\${found/$'\\t'/:})
  _describe charrette found || _files
}
compdef _charrette charrette
`,
  fish: `# In ~/.config/fish/config.fish: charrette completion fish | source
function __charrette
  set -l words (commandline -opc)
  charrette completion fish --words "$words "(commandline -ct) 2>/dev/null
end
complete -c charrette -n __fish_use_subcommand -f
complete -c charrette -a '(__charrette)'
`,
} as const;

/** The verb that completes these verbs. */
export function completionOf(verbs: readonly Verb[]): VerbFile {
  return {
    configure,
    run: (shell: keyof typeof SCRIPTS, options: { words?: string }) => complete(verbs, shell, options),
  };
}

function configure(command: Command) {
  command
    .addArgument(new Argument('<shell>', 'for which shell').choices(Object.keys(SCRIPTS)))
    .addOption(new Option('--words <line>', 'print what may end this line').hideHelp());
}

/** Prints a script for the shell; or, as that script asks, one candidate a line, with its description behind a tab. */
async function complete(
  verbs: readonly Verb[],
  shell: keyof typeof SCRIPTS,
  { words: line }: { words?: string },
): Promise<void> {
  if (line === undefined) return output.write(SCRIPTS[shell]);
  const words = line.split(' ').slice(1);
  for (const candidate of await candidates(verbs, words))
    if (candidate[0].startsWith(words.at(-1) ?? '')) output.write(`${candidate.join('\t')}\n`);
}

/** Returns the words that may stand in the place of the last one here, each with its meaning. */
async function candidates(
  verbs: readonly Verb[],
  words: readonly string[],
): Promise<(readonly [name: string, summary: string])[]> {
  if (words.length < 2) return verbs.map((each) => [nameOf(each), each.summary]);
  const verb = verbs.find((each) => nameOf(each) === words[0]);
  if (verb === undefined) return [];
  const command = new Command();
  (await verb.load()).configure(command);
  const options = command.createHelp().visibleOptions(command);
  let valued: Option | undefined;
  let place = 0;
  for (const word of words.slice(1, -1)) {
    if (word.startsWith('-')) valued = options.find((each) => each.required && each.long === word);
    else if (valued === undefined) place += 1;
    else valued = undefined;
  }
  if (words.at(-1)?.startsWith('-')) return options.map(({ long, description }) => [long ?? '', description]);
  if (valued !== undefined) return (valued.argChoices ?? []).map((value) => [value, '']);
  const named = command.registeredArguments.at(place);
  if (named?.description === DESIGN_ARGUMENT) return newestDesigns();
  return (named?.argChoices ?? []).map((value) => [value, '']);
}

async function newestDesigns(): Promise<[id: string, topic: string][]> {
  const newest = await withApi(cliContext(), (api) => listed(api, { limit: MAX_IDS }));
  return newest.map(({ id, topic }) => [shortId(id), oneLine(topic)]);
}
