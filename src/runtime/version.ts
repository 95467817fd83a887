import packageDescription from '../../package.json' with { type: 'json' };

/** The version of Charrette that is running. */
export const CHARRETTE_VERSION: string = packageDescription.version;
