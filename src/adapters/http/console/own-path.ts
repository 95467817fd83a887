const OWN = /^\/(?!\/)[\w./~%+:=&?#-]{0,1000}$/;

/** Returns an address that a page may lead to: `https:` or an own path; for any other, a place on the page itself that leads nowhere. */
export function safeUrl(address: string): string {
  if (OWN.test(address)) return address;
  const { protocol = '', href = '' } = URL.parse(address) ?? {};
  return protocol === 'https:' ? href : '#';
}
