// Finds what cannot be seen whole or reached. It runs in the page, so nothing outside of the function may be used in it.

/**
 * Texts that are cut without telling themselves on hover, things to press that lie under others or out of reach, and a page that is
 * wider than its window. Runs in the page.
 */
export function readClipped(): string[] {
  const found: string[] = [];
  const { clientWidth, clientHeight } = document.documentElement;
  const describe = (element: Element): string =>
    `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}”`;
  const isSeen = (element: Element): boolean =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    getComputedStyle(element).clipPath === 'none' &&
    element.closest('.visually-hidden, svg, .react-flow__handle, vscode-option') === null;
  const hides = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip';

  if (document.documentElement.scrollWidth > clientWidth)
    found.push(`the page is ${document.documentElement.scrollWidth} wide`);

  for (const element of document.querySelectorAll<HTMLElement>('body *')) {
    const ownText = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
    );
    if (!ownText || !isSeen(element) || element.closest('.codicon')) continue;
    // A text in a line belongs to the block around it.
    let block = element;
    while (getComputedStyle(block).display === 'inline' && block.parentElement) block = block.parentElement;
    const { overflowX, overflowY, textOverflow } = getComputedStyle(block);
    const told = element.closest('[title]')?.getAttribute('title') ?? '';
    const wide = block.scrollWidth > block.clientWidth + 1 && hides(overflowX);
    if (wide && !(textOverflow === 'ellipsis' && told !== '')) found.push(`cut: ${describe(element)}`);
    if (!wide && block.scrollHeight > block.clientHeight + 2 && hides(overflowY))
      found.push(`low: ${describe(element)}`);
    // Outside of the picture nothing may stick out of what cannot be scrolled.
    if (element.closest('.react-flow')) continue;
    const box = element.getBoundingClientRect();
    let within = element.parentElement;
    while (within && within !== document.body && getComputedStyle(within).overflowX === 'visible')
      within = within.parentElement;
    if (within === document.body && (box.right > clientWidth + 1 || box.left < -1))
      found.push(`outside: ${describe(element)}`);
  }

  const pressed = [
    ...document.querySelectorAll<HTMLElement>(
      'button, vscode-button, vscode-dropdown, input, summary, a[href], [role="menuitem"]',
    ),
  ];
  for (const element of pressed.filter((each) => isSeen(each) && !each.closest('.react-flow, [inert]'))) {
    if (document.querySelector('dialog:modal') && !element.closest('dialog')) continue;
    element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    const { left, top, width, height } = element.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const hit = document.elementFromPoint(x, y);
    if (x < 0 || y < 0 || x > clientWidth || y > clientHeight) found.push(`out of reach: ${describe(element)}`);
    else if (hit && !element.contains(hit) && !hit.contains(element))
      found.push(`${describe(element)} lies under ${describe(hit)}`);
  }
  for (const each of document.querySelectorAll('.details, main, .page')) each.scrollTop = 0;
  return found;
}
