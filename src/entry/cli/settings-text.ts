import { parseEnv } from 'node:util';
import { makeUsageFault } from './typed.ts';

const PLAIN = /^[\w./:@%+=,~?&-]+$/;

/**
 * Replaces settings in a settings file's text, or appends them. Throws `Fault('bad_usage')` for a
 * value that cannot be written on a line.
 */
export function replaceSettings(text: string, settings: Readonly<Record<string, string>>): string {
  let lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  for (const [name, value] of Object.entries(settings)) {
    const line = `${name}=${quoteValue(name, value)}`;
    const isNamed = (each: string) => new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`).test(each);
    const at = lines.findLastIndex(isNamed);
    lines =
      at === -1
        ? [...lines, line]
        : lines.with(at, line).filter((each, i) => i === at || !isNamed(each));
  }
  return `${lines.join('\n')}\n`;
}

function quoteValue(name: string, value: string): string {
  if (PLAIN.test(value)) return value;
  const quote = ["'", '"', '`'].find(
    (each) => parseEnv(`${name}=${each}${value}${each}`)[name] === value,
  );
  if (quote === undefined || value.includes('\n'))
    throw makeUsageFault(
      `${name} contains characters that a settings file cannot hold. Set it in the environment.`,
    );
  return `${quote}${value}${quote}`;
}
