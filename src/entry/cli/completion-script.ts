export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What a shell may offer behind a verb. */
export interface CompletedVerb {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly {
    readonly name: string;
    readonly summary: string;
    readonly takesValue: boolean;
    readonly choices: readonly string[];
  }[];
  /** Of its arguments. */
  readonly choices: readonly string[];
  /** Whether its first argument is a design. */
  readonly takesDesign: boolean;
}

/** A script that makes the shell complete verbs, options, their values, and ids of designs, which it asks for. */
export function completionScript(shell: Shell, verbs: readonly CompletedVerb[]): string {
  return { bash, zsh, fish }[shell](verbs);
}

const IDS = 'charrette completion ids 2>/dev/null';

function bash(verbs: readonly CompletedVerb[]): string {
  return `# In ~/.bashrc: source <(charrette completion bash)
_charrette() {
  local word=\${COMP_WORDS[COMP_CWORD]} verb=\${COMP_WORDS[1]} words=
  case "$verb \${COMP_WORDS[COMP_CWORD-1]}" in
${valuesOf(verbs, (verb, option, values) => `    '${verb} ${option}') COMPREPLY=($(compgen -W '${values}' -- "$word")); return;;`)}
  esac
  if [ "$COMP_CWORD" = 1 ]; then
    words='${verbs.map(({ name }) => name).join(' ')}'
  else
    case "$verb" in
${verbs.map(({ name, options, choices }) => `      ${name}) words='${[...options.map((each) => each.name), ...choices].join(' ')}';;`).join('\n')}
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

function zsh(verbs: readonly CompletedVerb[]): string {
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
${verbs.map(({ name, summary }) => `      ${described(name, summary)}`).join('\n')}
    )
  else
    case $words[2] in
${verbs.map(({ name, options, choices }) => `      ${name}) found=(${[...options.map((each) => described(each.name, each.summary)), ...choices].join(' ')});;`).join('\n')}
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

function fish(verbs: readonly CompletedVerb[]): string {
  const line = (...words: readonly string[]) => ['complete -c charrette', ...words].join(' ');
  const within = (name: string) => `-n '__fish_seen_subcommand_from ${name}'`;
  return `${[
    '# In ~/.config/fish/config.fish: charrette completion fish | source',
    ...verbs.flatMap(({ name, summary, options, choices }) => [
      line('-n __fish_use_subcommand', '-f', `-a ${name}`, `-d '${escaped(summary, "\\'")}'`),
      ...options.map((option) => {
        const values =
          option.choices.length > 0
            ? [`-x -a '${option.choices.join(' ')}'`]
            : option.takesValue
              ? ['-r']
              : [];
        return line(
          within(name),
          `-l ${option.name.slice(2)}`,
          ...values,
          `-d '${escaped(option.summary, "\\'")}'`,
        );
      }),
      ...(choices.length === 0 ? [] : [line(within(name), '-f', `-a '${choices.join(' ')}'`)]),
    ]),
    line(within(idVerbs(verbs, (name) => name, ' ')), '-f', `-a '(${IDS})'`),
  ].join('\n')}\n`;
}

function valuesOf(
  verbs: readonly CompletedVerb[],
  put: (verb: string, option: string, values: string) => string,
): string {
  return verbs
    .flatMap(({ name, options }) =>
      options
        .filter(({ choices }) => choices.length > 0)
        .map((option) => put(name, option.name, option.choices.join(' '))),
    )
    .join('\n');
}

function idVerbs(verbs: readonly CompletedVerb[], put: (name: string) => string, between: string): string {
  return verbs
    .filter(({ takesDesign }) => takesDesign)
    .map(({ name }) => put(name))
    .join(between);
}

/** Within single quotes of a shell. */
function escaped(text: string, quote = `'\\''`): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", quote);
}
