/** For the one place where Slack reads markup: the text of a notification. Escaped once, and calling nobody. */
export function notificationText(text: string): string {
  return escaped(text).replaceAll(/@(?=channel|here|everyone)/gi, '@\u2060');
}

/** Slack escapes these three signs, and nothing else. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
