// Buttons of the toolkit: with words, or an icon that has a name.
import { VSCodeButton } from '@vscode/webview-ui-toolkit/react';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

export interface ButtonProps {
  readonly onClick: () => void;
  readonly children: ReactNode;
  readonly icon?: IconName;
  readonly primary?: boolean;
  /** Where the page is narrow only the icon is seen. */
  readonly shrinks?: boolean;
  readonly disabled?: boolean;
  /** Shown on hover: what it does, or why it cannot. */
  readonly title?: string;
}

export function Button({
  onClick,
  children,
  icon,
  primary = false,
  shrinks = false,
  disabled = false,
  title,
}: ButtonProps) {
  return (
    <VSCodeButton
      appearance={primary ? 'primary' : 'secondary'}
      className={shrinks ? 'shrinks' : ''}
      disabled={disabled}
      title={title ?? ''}
      onClick={disabled ? undefined : onClick}
    >
      {icon && <Icon name={icon} slot="start" />}
      {/* Not a span: the toolkit takes slotted spans for icons and gives them an icon's size. */}
      <bdi className="button-text">{children}</bdi>
    </VSCodeButton>
  );
}

export interface IconButtonProps {
  readonly onClick: () => void;
  readonly icon: IconName;
  /** Its name for screen readers, and what hovering shows. */
  readonly label: string;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly badge?: string;
}

export function IconButton({ onClick, icon, label, disabled = false, pressed, badge }: IconButtonProps) {
  return (
    <VSCodeButton
      appearance="icon"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={disabled ? undefined : onClick}
      {...(pressed !== undefined && { 'aria-pressed': pressed ? 'true' : 'false' })}
    >
      <Icon name={icon} />
      {badge !== undefined && <bdi className="button-badge">{badge}</bdi>}
    </VSCodeButton>
  );
}
