// Finds texts that cannot be read. It runs in the page, so nothing outside of the function may be used in it.

/** Texts whose contrast with what is behind them is under 4.5, disabled controls aside. Runs in the page. */
export function readContrasts(): string[] {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const rgba = (colour: string): number[] => {
    canvas?.clearRect(0, 0, 1, 1);
    if (canvas) canvas.fillStyle = colour;
    canvas?.fillRect(0, 0, 1, 1);
    return [...(canvas?.getImageData(0, 0, 1, 1).data ?? [])];
  };
  const over = (top: number[], under: number[]): number[] => {
    const share = (top[3] ?? 0) / 255;
    return [0, 1, 2].map((i) => (top[i] ?? 0) * share + (under[i] ?? 0) * (1 - share)).concat(255);
  };
  const luminance = (colour: number[]): number => {
    const [r = 0, g = 0, b = 0] = colour.map((part) => {
      const value = part / 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const backdrop = (element: Element | null): number[] =>
    element === null
      ? [0, 0, 0, 255]
      : over(rgba(getComputedStyle(element).backgroundColor), backdrop(element.parentElement));
  const found: string[] = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (!element || !text.textContent?.trim() || !element.checkVisibility({ visibilityProperty: true })) continue;
    // Inside the toolkit's controls colours are the toolkit's; the colours of disabled things may be faint.
    if (element.closest('vscode-button, vscode-dropdown, vscode-option, script, .visually-hidden')) continue;
    const behind = backdrop(element);
    const [a, b] = [luminance(over(rgba(getComputedStyle(element).color), behind)), luminance(behind)];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) found.push(`${text.textContent.trim()}: ${contrast.toFixed(2)}`);
  }
  return found;
}
