import { ACTS } from '#acts/table.ts';
import type { Rule } from '../handled.ts';

const reads = (least: Rule['least']): Rule => ({ group: 'Read', least, noted: null });

/**
 * The rule of each page. A token's role is only the minimum: each act also checks the person's
 * rights, as in a thread.
 */
export const PAGE_RULES = {
  'GET /': reads('read'),
  'GET /live': reads('read'),
  'GET /operations': reads('operate'),
  'POST /operations': ACTS.wake_token,
  'GET /designs/:id': reads('read'),
  'GET /designs/:id/proposals': reads('read'),
  'GET /designs/:id/turns/:n': reads('read'),
  'GET /designs/:id/files/:name{.+}': reads('read'),
  'POST /designs/:id/acts': reads('take part'),
  'POST /designs/:id/forms': reads('take part'),
  'POST /designs/:id/answers': reads('take part'),
  'GET /start': reads('take part'),
  'POST /start': reads('take part'),
} satisfies Readonly<Record<string, Rule>>;
export type PageRoute = keyof typeof PAGE_RULES;
