import type { Command, Option } from 'commander';
import { DESIGN_ARGUMENT } from './verb.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** A script that makes the shell complete verbs, options, their values, and ids of designs, which it asks for. */
export function completionScript(shell: Shell, verbs: readonly Command[]): string {
  return { bash, zsh, fish }[shell](verbs);
}

const IDS = 'charrette completion ids 2>/dev/null';

function bash(verbs: readonly Command[]): string {
  return `# In ~/.bashrc: source <(charrette completion bash)
_charrette() {
  local word=\${COMP_WORDS[COMP_CWORD]} verb=\${COMP_WORDS[1]} words=
  case "$verb \${COMP_WORDS[COMP_CWORD-1]}" in
${valuesOf(verbs, (verb, option, values) => `    '${verb} ${option}') COMPREPLY=($(compgen -W '${values}' -- "$word")); return;;`)}
  esac
  if [ "$COMP_CWORD" = 1 ]; then
    words='${verbs.map((verb) => verb.name()).join(' ')}'
  else
    case "$verb" in
${verbs.map((verb) => `      ${verb.name()}) words='${[...optionsOf(verb).map(({ long }) => long), ...choicesOf(verb)].join(' ')}';;`).join('\n')}
    esac
    case "$verb $COMP_CWORD" in
      ${idVerbs(verbs, (name) => `'${name} 2'`, '|')}) words="$words $(${IDS} | cut -f1)";;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _charrette charrette
`;
}

function zsh(verbs: readonly Command[]): string {
  const described = (name: string, summary: string) => `'${escaped(`${name}:${summary}`)}'`;
  return `#compdef charrette
# In ~/.zshrc, below compinit: source <(charrette completion zsh)
_charrette() {
  local -a found
  case "$words[2] $words[CURRENT-1]" in
${valuesOf(verbs, (verb, option, values) => `    '${verb} ${option}') compadd ${values}; return;;`)}
  esac
  if (( CURRENT == 2 )); then
    found=(
${verbs.map((verb) => `      ${described(verb.name(), verb.description())}`).join('\n')}
    )
  else
    case $words[2] in
${verbs.map((verb) => `      ${verb.name()}) found=(${[...optionsOf(verb).map((each) => described(each.long, each.description)), ...choicesOf(verb)].join(' ')});;`).join('\n')}
    esac
    case "$words[2] $CURRENT" in
      ${idVerbs(verbs, (name) => `'${name} 3'`, '|')}) found+=("\${(@f)$(${IDS} | sed 's/\\t/:/')}");;
    esac
  fi
  _describe charrette found
  _files
}
compdef _charrette charrette
`;
}

function fish(verbs: readonly Command[]): string {
  const line = (...words: readonly string[]) => ['complete -c charrette', ...words].join(' ');
  const within = (name: string) => `-n '__fish_seen_subcommand_from ${name}'`;
  return `${[
    '# In ~/.config/fish/config.fish: charrette completion fish | source',
    ...verbs.flatMap((verb) => [
      line(
        '-n __fish_use_subcommand',
        '-f',
        `-a ${verb.name()}`,
        `-d '${escaped(verb.description(), "\\'")}'`,
      ),
      ...optionsOf(verb).map((option) => {
        const { long, description, argChoices, required, optional } = option;
        const values = argChoices ? [`-x -a '${argChoices.join(' ')}'`] : required || optional ? ['-r'] : [];
        return line(
          within(verb.name()),
          `-l ${long.slice(2)}`,
          ...values,
          `-d '${escaped(description, "\\'")}'`,
        );
      }),
      ...(choicesOf(verb).length === 0
        ? []
        : [line(within(verb.name()), '-f', `-a '${choicesOf(verb).join(' ')}'`)]),
    ]),
    line(within(idVerbs(verbs, (name) => name, ' ')), '-f', `-a '(${IDS})'`),
  ].join('\n')}\n`;
}

/** Those that have a long name, the one for help as well. */
function optionsOf(verb: Command) {
  const options = verb.createHelp().visibleOptions(verb);
  return options.filter((option): option is Option & { long: string } => option.long != null);
}

/** Of its arguments. */
function choicesOf(verb: Command): string[] {
  return verb.registeredArguments.flatMap(({ argChoices = [] }) => argChoices);
}

function valuesOf(
  verbs: readonly Command[],
  put: (verb: string, option: string, values: string) => string,
): string {
  return verbs
    .flatMap((verb) =>
      optionsOf(verb).flatMap(({ long, argChoices }) =>
        argChoices ? [put(verb.name(), long, argChoices.join(' '))] : [],
      ),
    )
    .join('\n');
}

/** Those whose first argument is a design. */
function idVerbs(verbs: readonly Command[], put: (name: string) => string, between: string): string {
  return verbs
    .filter((verb) => verb.registeredArguments[0]?.description === DESIGN_ARGUMENT)
    .map((verb) => put(verb.name()))
    .join(between);
}

/** Within single quotes of a shell. */
function escaped(text: string, quote = `'\\''`): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", quote);
}
