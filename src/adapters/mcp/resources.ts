import { ResourceNotFoundError, ResourceTemplate } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { pathOf } from '../../acts/act.ts';
import { ListAnswer } from '../../acts/answers.ts';
import { ACTS } from '../../acts/table.ts';
import type { ToolParts } from './parts.ts';
import { asked, Refused } from './seen.ts';

/** Designs that are listed with their briefs, the newest first. */
const LISTED = 20;

/** Registers the files of designs as resources: `charrette://designs/<id>/<file>`. */
export function fileResources({ server, call }: ToolParts): void {
  const list = async () => {
    const { designs } = await asked(call, ListAnswer, 'GET', `?limit=${LISTED}`);
    const ended = designs.filter(({ endedAt }) => endedAt !== null);
    return {
      resources: ended.map(({ id, topic }) => ({
        uri: `charrette://designs/${id}/brief.md`,
        name: `Brief: ${topic.slice(0, 100)}`,
        mimeType: 'text/markdown',
      })),
    };
  };
  const template = new ResourceTemplate('charrette://designs/{id}/{+file}', { list });
  const config = {
    title: 'Files of a design',
    description: 'brief.md, decision.md, adr.md, record.md, transcript.md, events.jsonl and the others',
  };
  server.registerResource('design-files', template, config, async (uri, { id, file }) => {
    try {
      const path = pathOf(ACTS.artifact, String(id), String(file));
      const body = await asked(call, z.unknown(), 'GET', path);
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return { contents: [{ uri: uri.href, text }] };
    } catch (error) {
      if (error instanceof Refused) throw new ResourceNotFoundError(uri.href, error.message);
      throw error;
    }
  });
}
