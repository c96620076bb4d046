// Reads a colour as a browser computes it in the space of screens, and writes it as any program that draws SVG understands it.

export interface Paint {
  /** `#rrggbb` */
  readonly colour: string;
  /** From 0 to 1. */
  readonly opacity: number;
}

/** `color(srgb 0.1 0.2 0.3 / 0.5)` */
export function solidColour(computed: string): Paint {
  const [, red = '0', green = '0', blue = '0', opacity = '1'] = SCREEN.exec(computed) ?? [];
  const hex = [red, green, blue].map((each) =>
    byte(255 * Number(each))
      .toString(16)
      .padStart(2, '0'),
  );
  return { colour: `#${hex.join('')}`, opacity: Math.round(Number(opacity) * 1000) / 1000 };
}

const SCREEN = /^color\(srgb ([-\d.e]+) ([-\d.e]+) ([-\d.e]+)(?: \/ ([-\d.e]+))?\)$/;

function byte(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}
