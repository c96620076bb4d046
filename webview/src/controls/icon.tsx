// One icon of VS Code's own set. It says nothing to a screen reader: what it means stands beside it or in a label.

export type IconName =
  | 'add'
  | 'arrow-circle-up'
  | 'arrow-down'
  | 'arrow-right'
  | 'arrow-up'
  | 'check'
  | 'check-all'
  | 'chevron-down'
  | 'chevron-right'
  | 'circle-large'
  | 'close'
  | 'cloud'
  | 'copy'
  | 'debug-continue'
  | 'debug-disconnect'
  | 'debug-rerun'
  | 'debug-stop'
  | 'error'
  | 'edit'
  | 'eye'
  | 'eye-closed'
  | 'filter'
  | 'git-branch'
  | 'export'
  | 'git-compare'
  | 'go-to-file'
  | 'history'
  | 'info'
  | 'keyboard'
  | 'layers'
  | 'loading'
  | 'pass'
  | 'pass-filled'
  | 'pin'
  | 'pinned'
  | 'play'
  | 'question'
  | 'refresh'
  | 'remove'
  | 'repo-forked'
  | 'root-folder'
  | 'run-above'
  | 'run-below'
  | 'screen-full'
  | 'search'
  | 'symbol-method'
  | 'type-hierarchy'
  | 'warning'
  | 'watch'
  | 'zoom-in'
  | 'zoom-out';

export interface IconProps {
  readonly name: IconName;
  readonly className?: string;
  readonly slot?: string;
}

export function Icon({ name, className = '', slot }: IconProps) {
  return <span aria-hidden="true" slot={slot} className={`codicon codicon-${name} ${className}`} />;
}
