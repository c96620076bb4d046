// A link out of the page. The editor opens it; an address that leads elsewhere than to the web or mail stays text.
import type { ReactNode } from 'react';
import { isSafeLink } from '../state/known-metadata.ts';

export function SafeLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  if (!isSafeLink(href)) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noreferrer" title={href}>
      {children}
    </a>
  );
}
