// Finds texts and signs that cannot be seen. It runs in the page, so nothing outside of the function may be used in it.

/**
 * Texts whose contrast with what is behind them is under 4.5, and icons under 3; disabled controls aside. What is behind is what the
 * flat tree says: slots and shadow trees are looked through, and what is half transparent counts as far as it covers.
 */
export function readContrasts(): string[] {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const rgba = (colour: string): number[] => {
    canvas?.clearRect(0, 0, 1, 1);
    if (canvas) canvas.fillStyle = colour;
    canvas?.fillRect(0, 0, 1, 1);
    return [...(canvas?.getImageData(0, 0, 1, 1).data ?? [])];
  };
  const over = (top: number[], under: number[], opacity = 1): number[] => {
    const share = ((top[3] ?? 0) / 255) * opacity;
    return [0, 1, 2].map((i) => (top[i] ?? 0) * share + (under[i] ?? 0) * (1 - share)).concat(255);
  };
  const luminance = (colour: number[]): number => {
    const [r = 0, g = 0, b = 0] = colour.map((part) => {
      const value = part / 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const parentOf = (element: Element): Element | null => {
    const root = element.getRootNode();
    return element.assignedSlot ?? element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  };
  const backdrop = (element: Element | null): number[] =>
    element === null
      ? [0, 0, 0, 255]
      : over(rgba(getComputedStyle(element).backgroundColor), backdrop(parentOf(element)), opacityOf(element));
  const opacityOf = (element: Element): number => {
    let opacity = 1;
    for (let at: Element | null = element; at; at = parentOf(at)) opacity *= Number(getComputedStyle(at).opacity);
    return opacity;
  };
  const isOff = (element: Element): boolean => {
    for (let at: Element | null = element; at; at = parentOf(at))
      if (at.matches('[disabled], [aria-disabled="true"], .visually-hidden, script, style')) return true;
    return false;
  };
  const found: string[] = [];
  const check = (element: Element, what: string, { pseudo, least }: { pseudo?: string; least: number }): void => {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || isOff(element)) return;
    const { width, height } = element.getBoundingClientRect();
    if (width === 0 || height === 0) return;
    const style = getComputedStyle(element, pseudo);
    const ink = element instanceof SVGTextContentElement ? style.fill : style.color;
    const behind = backdrop(element);
    const [a, b] = [luminance(over(rgba(ink), behind, opacityOf(element))), luminance(behind)];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < least) found.push(`${what}: ${contrast.toFixed(2)}`);
  };
  const walk = (root: Document | ShadowRoot): void => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const words = text.textContent?.trim() ?? '';
      if (text.parentElement && words !== '') check(text.parentElement, words, { least: 4.5 });
    }
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) walk(element.shadowRoot);
      if (element.matches('.codicon')) check(element, element.className, { pseudo: '::before', least: 3 });
      if (element instanceof HTMLInputElement && element.placeholder !== '')
        check(element, element.placeholder, { pseudo: '::placeholder', least: 4.5 });
    }
  };
  walk(document);
  return found;
}
