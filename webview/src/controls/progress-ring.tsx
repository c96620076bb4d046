// The toolkit's ring for work whose end is not known.
import { VSCodeProgressRing } from '@vscode/webview-ui-toolkit/react';

export function ProgressRing({ label }: { readonly label: string }) {
  return <VSCodeProgressRing className="progress-ring" aria-label={label} />;
}
