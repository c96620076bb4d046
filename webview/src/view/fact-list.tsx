// Facts as names and values, under a title.
import type { ReactNode } from 'react';

export function FactList({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="facts">
      <h3>{title}</h3>
      <dl>{children}</dl>
    </div>
  );
}

export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt title={name}>{name}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  );
}
