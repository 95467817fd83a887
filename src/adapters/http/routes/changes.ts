/** Methods of requests that change something. */
export const CHANGES = ['POST', 'DELETE'];
