import { ownConfiguration } from '../config.ts';
import { serve } from '../serve.ts';

export const configure = () => undefined;

export const run = () => serve(ownConfiguration());
