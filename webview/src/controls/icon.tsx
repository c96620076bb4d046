// One icon of VS Code's own set. It says nothing to a screen reader: what it means stands beside it or in a label.

export type IconName =
  | 'arrow-circle-up'
  | 'arrow-down'
  | 'arrow-up'
  | 'check'
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
  | 'git-compare'
  | 'go-to-file'
  | 'info'
  | 'keyboard'
  | 'layers'
  | 'loading'
  | 'pass-filled'
  | 'pin'
  | 'pinned'
  | 'play'
  | 'question'
  | 'refresh'
  | 'repo-forked'
  | 'run-above'
  | 'run-below'
  | 'screen-full'
  | 'search'
  | 'symbol-method'
  | 'type-hierarchy'
  | 'warning'
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
