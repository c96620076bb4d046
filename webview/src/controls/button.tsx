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
  readonly pressed?: boolean;
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
  pressed,
  title,
}: ButtonProps) {
  return (
    <VSCodeButton
      appearance={primary ? 'primary' : 'secondary'}
      className={shrinks ? 'shrinks' : ''}
      disabled={disabled}
      title={title ?? ''}
      onClick={disabled ? undefined : onClick}
      {...(pressed !== undefined && { 'aria-pressed': pressed ? 'true' : 'false' })}
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
  /** It opens and closes something that stands behind it. */
  readonly expanded?: boolean;
}

export function IconButton({ onClick, icon, label, disabled = false, pressed, badge, expanded }: IconButtonProps) {
  return (
    <VSCodeButton
      appearance="icon"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={disabled ? undefined : onClick}
      {...(pressed !== undefined && { 'aria-pressed': pressed ? 'true' : 'false' })}
      {...(expanded !== undefined && { 'aria-expanded': expanded ? 'true' : 'false' })}
    >
      <Icon name={icon} />
      {badge !== undefined && (
        <bdi className="button-badge" aria-hidden="true">
          {badge}
        </bdi>
      )}
    </VSCodeButton>
  );
}
