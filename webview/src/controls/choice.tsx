// A dropdown of the toolkit.
import { VSCodeDropdown, VSCodeOption } from '@vscode/webview-ui-toolkit/react';

export interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly className?: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly onChange: (value: T) => void;
}

export function Choice<T extends string>({ label, className = '', value, options, onChange }: ChoiceProps<T>) {
  const choose = (event: unknown): void => {
    // The wrapper types its events as unknown; a dropdown's has the dropdown as its target.
    const chosen = (event as { readonly target: { readonly value: string } }).target.value;
    const option = options.find((each) => each.value === chosen);
    if (option && option.value !== value) onChange(option.value);
  };
  return (
    <VSCodeDropdown className={`choice ${className}`} aria-label={label} title={label} value={value} onChange={choose}>
      {options.map((option) => (
        <VSCodeOption key={option.value} value={option.value} selected={option.value === value}>
          {option.text}
        </VSCodeOption>
      ))}
    </VSCodeDropdown>
  );
}
