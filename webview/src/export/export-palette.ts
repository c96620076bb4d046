// The colours of the page at this moment, asked of elements that look as those of the picture do: what the stylesheet says is said once.
import { STATUS_NAMES, type StatusName } from '@headwater/graph';
import type { Lateness } from '../state/automation-words.ts';
import type { CheckOutcome } from '../state/checks.ts';
import { CHANGE_LOOKS, type ChangeLook, type EdgeChange } from '../state/diff.ts';
import { PARTITION_STATES, type PartitionPart } from '../state/partition-words.ts';
import { GROUP_COLOURS } from '../state/scene.ts';
import { solidColour, type Paint } from './solid-colour.ts';

/** A surface with its border. */
export interface Surface {
  readonly fill: Paint;
  readonly line: Paint;
}

export interface Inked extends Surface {
  readonly ink: Paint;
}

export interface GroupLooks {
  /** At the side of each of its nodes. */
  readonly bar: Paint;
  readonly box: Surface;
  /** Closed. */
  readonly node: Surface;
  readonly icon: Paint;
}

export interface ExportPalette {
  readonly ground: Paint;
  readonly text: Paint;
  readonly dim: Paint;
  readonly node: Surface;
  readonly failedNode: Surface;
  readonly externalNode: Surface;
  readonly trouble: Paint;
  readonly kind: Inked;
  readonly statuses: Readonly<Record<StatusName, { readonly icon: Paint; readonly ink: Paint }>>;
  readonly groups: readonly GroupLooks[];
  readonly checks: Readonly<Record<CheckOutcome, Inked>>;
  readonly changes: Readonly<Record<ChangeLook, { readonly node: Surface; readonly mark: Inked }>>;
  readonly freshness: Readonly<Record<Lateness, Paint>>;
  readonly partitions: Readonly<Record<PartitionPart, Paint>>;
  readonly edge: Paint;
  readonly closingEdge: Paint;
  readonly changedEdges: Readonly<Record<EdgeChange, Paint>>;
}

const LATE: readonly Lateness[] = ['warn', 'fail'];
const OUTCOMES: readonly CheckOutcome[] = ['failed', 'warned', 'not-run', 'passed'];
const EDGE_CHANGES: readonly EdgeChange[] = ['added', 'removed', 'changed'];

export function readExportPalette(page: HTMLElement): ExportPalette {
  const probe = document.createElement('div');
  probe.className = 'palette-probe';
  page.append(probe);
  const html: Make = (classes, data, parent = probe) =>
    dressed(document.createElement('div'), { classes, data, parent });
  // Whatever space a colour is written in: in this one any program knows it.
  const converter = dressed(document.createElement('div'), { classes: '', parent: probe });
  const solid = (computed: string): Paint => {
    converter.style.color = `color(from ${computed} srgb r g b / alpha)`;
    return solidColour(getComputedStyle(converter).color);
  };
  const paint = (of: Element, property: 'color' | 'backgroundColor' | 'borderTopColor' | 'stroke'): Paint =>
    solid(getComputedStyle(of)[property]);
  const surface = (of: Element): Surface => ({
    fill: paint(of, 'backgroundColor'),
    line: paint(of, 'borderTopColor'),
  });
  const inked = (of: Element): Inked => ({ ...surface(of), ink: paint(of, 'color') });
  const node = html('node asset colour-0');
  const drawn = (classes: string, parent: Element, data: Data = {}): Element =>
    dressed(document.createElementNS(SVG, 'g'), { classes, data, parent });
  const edge = (classes: string, data: Data = {}): Paint =>
    paint(drawn('edge-line', drawn(`edge ${classes}`, probe, data)), 'stroke');

  const palette: ExportPalette = {
    ground: paint(html('palette-ground'), 'backgroundColor'),
    text: paint(node, 'color'),
    dim: paint(html('node-line', {}, node), 'color'),
    node: surface(node),
    failedNode: surface(html('node asset', { status: 'failed' })),
    externalNode: surface(html('node asset', { kind: 'external' })),
    trouble: paint(html('node-trouble', {}, node), 'color'),
    kind: inked(html('kind', {}, node)),
    statuses: record(STATUS_NAMES, (status) => {
      const of = html('node asset', { status });
      return {
        icon: paint(html(`codicon status-icon status-${status}`, {}, of), 'color'),
        ink: paint(html('node-status', {}, of), 'color'),
      };
    }),
    groups: Array.from({ length: GROUP_COLOURS }, (_, n) => {
      const closed = html(`node group colour-${n}`);
      return {
        bar: solid(getComputedStyle(html(`node asset colour-${n}`), '::before').backgroundColor),
        box: surface(html(`box colour-${n}`)),
        node: surface(closed),
        icon: paint(html('codicon group-icon', {}, closed), 'color'),
      };
    }),
    checks: record(OUTCOMES, (outcome) => inked(html(`check-badge check-${outcome}`, {}, node))),
    changes: record(CHANGE_LOOKS, (change) => {
      const of = html('node asset', { change });
      return { node: surface(of), mark: inked(html(`change-mark change-${change}`, {}, of)) };
    }),
    freshness: record(LATE, (late) => paint(html(`freshness-mark freshness-${late}`, {}, node), 'color')),
    partitions: record(PARTITION_STATES, (state) =>
      paint(drawn(`partitions-${state}`, drawn('partitions-bar', node)), 'stroke'),
    ),
    edge: edge('edge-plain'),
    closingEdge: edge('edge-plain edge-closing'),
    changedEdges: record(EDGE_CHANGES, (change) => edge('edge-plain', { change })),
  };
  probe.remove();
  return palette;
}

const SVG = 'http://www.w3.org/2000/svg';
type Data = Readonly<Record<string, string>>;
type Make = (classes: string, data?: Data, parent?: Element) => Element;

function dressed<T extends HTMLElement | SVGElement>(
  made: T,
  {
    classes,
    data = {},
    parent,
  }: { readonly classes: string; readonly data?: Data | undefined; readonly parent: Element },
): T {
  made.setAttribute('class', classes);
  Object.assign(made.dataset, data);
  parent.append(made);
  return made;
}

function record<K extends string, V>(names: readonly K[], of: (name: K) => V): Readonly<Record<K, V>> {
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<K, V>; // of every name
}
