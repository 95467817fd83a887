/** In front of a command: it may have so many files open, as in a container. */
export const under = (files: number) => ['sh', '-c', `ulimit -n ${files}; "$0" "$@"; exit`] as const;
