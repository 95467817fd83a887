import type { Filled } from '../../../runtime/gateway/form.ts';
import type { Persona } from '../../../runtime/persona.ts';
import type { Option } from '../interactions/interaction-payload.ts';
import { OPTIONS } from './definitions.ts';

/** A command that was typed: its subcommand, and what was given with it. */
interface TypedCommand {
  readonly verb: string;
  readonly options: readonly Option[];
}

export function commandIn(options: readonly Option[]): TypedCommand {
  const [subcommand] = options;
  return { verb: subcommand?.name ?? '', options: subcommand?.options ?? [] };
}

/** What is wanted of a new design, as it was typed. */
export function filledIn(options: readonly Option[], personas: readonly Persona[]): Filled {
  return {
    topic: textOf(options, OPTIONS.topic),
    context: textOf(options, OPTIONS.context),
    personas: chosenOf(textOf(options, OPTIONS.personas), personas),
    budget: textOf(options, OPTIONS.budget),
    deadline: textOf(options, OPTIONS.deadline),
    repository: textOf(options, OPTIONS.repository) || null,
  };
}

export function isPrivate(options: readonly Option[]): boolean {
  return optionOf(options, OPTIONS.private) === true;
}

/** Which design is meant; `null` where that was left open. */
export function designOf(options: readonly Option[]): string | null {
  return textOf(options, OPTIONS.design) || null;
}

export function textOf(options: readonly Option[], name: string): string {
  const value = optionOf(options, name);
  return value === undefined ? '' : String(value).trim();
}

export function focusedIn(options: readonly Option[]): Option | null {
  return options.find(({ focused }) => focused === true) ?? null;
}

/** Between two personas. */
export const SEPARATOR = ',';

/** People write ids or titles; what is neither is refused when the design starts. */
function chosenOf(text: string, personas: readonly Persona[]): string[] {
  const said = text.split(SEPARATOR).map((each) => each.trim().toLowerCase());
  return said
    .filter((each) => each !== '')
    .map((each) => personas.find(({ profile }) => profile.title.toLowerCase() === each)?.profile.id ?? each);
}

function optionOf(options: readonly Option[], name: string): Option['value'] {
  return options.find((option) => option.name === name)?.value;
}
