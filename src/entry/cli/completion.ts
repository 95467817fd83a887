import { Argument, type Command, Option } from 'commander';
import { makeUsageFault } from './typed.ts';

/** A script that completes the command line in a shell. `program`: with all verbs and their options. */
export function writeCompletion(shell: string, program: Command): string {
  const script = SCRIPTS[shell];
  const shells = Object.keys(SCRIPTS);
  if (script === undefined) throw makeUsageFault(`Give a shell after --completion: ${shells.join(', ')}.`);
  const verbs = program.commands.map((each) => each.name());
  // The parser has this verb, but does not list it.
  program
    .command('help')
    .description('show the help of a verb, or all verbs')
    .addArgument(new Argument('[verb]').choices([...verbs, 'all']))
    .addOption(new Option('--completion <shell>', 'print a completion for a shell').choices(shells));
  return script(program);
}

const SCRIPTS: Readonly<Record<string, (program: Command) => string>> = {
  bash: writeBashScript,
  // zsh can run completions for bash.
  zsh: (program) => `autoload -U +X bashcompinit && bashcompinit\n${writeBashScript(program)}`,
  fish: (program) => `${fishLinesOf(program, []).join('\n')}\n`,
};

/** Without a word that fits, the shell completes file names. */
function writeBashScript(program: Command): string {
  const cases = wordsAfter(program, '').map(
    ([beginning, words]) => `    '${beginning}') echo '${words.join(' ')}' ;;`,
  );
  return `_charrette_words() {
  case "$1" in
${cases.join('\n')}
    *) return 1 ;;
  esac
}
_charrette() {
  local current="\${COMP_WORDS[COMP_CWORD]}" given=() before='' words='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [[ "$word" == '=' ]]; then continue
    elif [[ "$before" == --env-file ]]; then before=''
    else
      before="$word"
      [[ "$word" == --env-file ]] || given+=("$word")
    fi
  done
  [[ "$current" == '=' ]] && current=''
  [[ "$before" == --env-file ]] && return
  local verb="\${given[0]-}" second="\${given[1]-}"
  if [[ -z "$verb" ]]; then words=$(_charrette_words '')
  else words=$(_charrette_words "$verb $second $before" || _charrette_words "$verb $before" ||
    _charrette_words "$verb $second" || _charrette_words "$verb")
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _charrette charrette
`;
}

/** Words that may follow each beginning: a verb, perhaps with an option that takes a value. */
function wordsAfter(command: Command, beginning: string): (readonly [string, readonly string[]])[] {
  const { commands, options, registeredArguments } = command;
  const choices = registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  const flags = options.flatMap(({ long }) => long ?? []);
  return [
    [beginning, [...commands.map((each) => each.name()), ...choices, ...flags]],
    ...options
      .filter(takesValue)
      .map(({ long, argChoices }) => [`${beginning} ${long}`, argChoices ?? []] as const),
    ...commands.flatMap((each) => wordsAfter(each, `${beginning} ${each.name()}`.trim())),
  ];
}

function fishLinesOf(
  { commands, options, registeredArguments }: Command,
  verbs: readonly string[],
): string[] {
  const isHere = verbs.map((verb) => `__fish_seen_subcommand_from ${verb}`);
  const names = commands.map((each) => each.name());
  const isLast =
    verbs.length === 0 ? '__fish_use_subcommand' : `not __fish_seen_subcommand_from ${names.join(' ')}`;
  const line = (conditions: readonly string[], rest: string) =>
    `complete -c charrette ${conditions.length === 0 ? '' : `-n '${conditions.join('; and ')}' `}${rest}`;
  return [
    ...commands.map((each) =>
      line([...isHere, isLast], `-f -a ${each.name()} -d ${quote(each.description())}`),
    ),
    ...registeredArguments.flatMap(({ argChoices = [] }) =>
      argChoices.length === 0 ? [] : [line(isHere, `-f -a ${quote(argChoices.join(' '))}`)],
    ),
    ...options.map((option) =>
      line(isHere, `-l ${option.long?.slice(2)} ${valueWordsOf(option)}-d ${quote(option.description)}`),
    ),
    ...commands.flatMap((each) => fishLinesOf(each, [...verbs, each.name()])),
  ];
}

function valueWordsOf(option: Option): string {
  if (!takesValue(option)) return '';
  return option.argChoices === undefined ? '-r ' : `-x -a ${quote(option.argChoices.join(' '))} `;
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

function quote(words: string): string {
  return `'${words.replaceAll(/['\\]/g, '\\$&')}'`;
}
