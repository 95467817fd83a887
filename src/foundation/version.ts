import packageDescription from '../../package.json' with { type: 'json' };

export const CHARRETTE_VERSION: string = packageDescription.version;
