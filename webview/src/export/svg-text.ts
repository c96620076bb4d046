// Writes the pieces of an SVG: elements with their attributes, and text that can hold anything.
import type { Paint } from './solid-colour.ts';

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Children are SVG already. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  let head = `<${name}`;
  for (const [attribute, value] of Object.entries(attributes))
    if (value !== undefined) head += ` ${attribute}="${typeof value === 'number' ? number(value) : escaped(value)}"`;
  return children.length === 0 ? `${head}/>` : `${head}>${children.join('')}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** For text and for attributes. What no XML may hold is told by the character that stands for such. */
export function escaped(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

/** Control characters, halves of surrogate pairs and two that are no characters. */
const FORBIDDEN = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu;

export function fill({ colour, opacity }: Paint): Attributes {
  return { fill: colour, ...(opacity < 1 && { 'fill-opacity': opacity }) };
}

export function stroke({ colour, opacity }: Paint): Attributes {
  return { stroke: colour, ...(opacity < 1 && { 'stroke-opacity': opacity }) };
}

/** A tenth of a pixel is enough for places. */
function number(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
