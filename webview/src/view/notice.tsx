// Says in the middle of a room why there is nothing to see, with the one action that helps.
import type { ReactNode } from 'react';
import { ProgressRing } from '../controls/progress-ring.tsx';

export interface NoticeProps {
  readonly title: string;
  readonly message: string;
  readonly busy?: boolean;
  readonly children?: ReactNode;
}

/** Where there is nothing but the notice. */
export function NoticePage(props: NoticeProps) {
  return (
    <main>
      <h1 className="visually-hidden">Lineage</h1>
      <Notice {...props} />
    </main>
  );
}

export function Notice({ title, message, busy = false, children }: NoticeProps) {
  return (
    <div className="notice" role="status">
      {busy && <ProgressRing label={title} />}
      <h2>{title}</h2>
      <p>{message}</p>
      {children}
    </div>
  );
}
