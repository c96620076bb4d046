// Tells durations and sizes that the SDK would refuse when the module loads; computed ones are left to it.
import type { SourceRange } from '@headwater/graph';
import { callShape } from './call-shape.ts';
import type { StaticValue, WrittenOption } from './file-record.ts';
import { foldValue } from './fold-value.ts';
import { DELAY, DURATION, SIZE, isQuantity, quantityProblem } from './quantity.ts';
import type { QuantityKind } from './quantity.ts';
import { resolveValue } from './resolve-value.ts';
import type { Declared } from './resolve-value.ts';
import type { LinkQuestion } from './upstream.ts';

interface Written {
  /** The file it is to be read in. */
  readonly path: string;
  readonly value: StaticValue;
  readonly place: SourceRange;
}

export function reportQuantities(question: LinkQuestion, declared: Declared): void {
  const { options } = callShape(declared);
  if (options === null || !TAKES_TIME.has(declared.factory)) return;
  const name = declared.declaration.name;
  const report = (option: string, written: Written | null, kind: QuantityKind): void => {
    const value = written === null ? undefined : foldValue(question.world, written.path, written.value);
    if (written === null || value === undefined || isQuantity(value, kind)) return;
    const of = name === null ? '' : ` of \`${name}\``;
    question.report('bad-duration', written.place, `\`${option}\`${of} ${quantityProblem(value, kind)}`);
  };
  const whole = (option: WrittenOption | undefined): Written | null =>
    option?.kind === 'value' ? { path: question.path, ...option } : null;
  report('timeout', whole(options.byName.get('timeout')), DURATION);
  if (declared.factory !== 'op') report('memoryLimit', whole(options.byName.get('memoryLimit')), SIZE);
  report('retry.delay', delayOf(question, options.byName.get('retry')), DELAY);
}

const TAKES_TIME: ReadonlySet<string> = new Set(['asset', 'multiAsset', 'graphAsset', 'op']);

function delayOf({ world, path }: LinkQuestion, retry: WrittenOption | undefined): Written | null {
  if (retry?.kind === 'record') {
    const last = retry.entries.findLast((entry) => entry.kind !== 'named' || entry.name === 'delay');
    return last?.kind === 'named' ? { path, value: last.value, place: last.place } : null;
  }
  // A policy that several share.
  const shared = retry?.kind === 'value' ? resolveValue(world, path, retry.value) : null;
  if (retry?.kind !== 'value' || shared?.kind !== 'value' || shared.value.kind !== 'fields') return null;
  const value = shared.value.fields.get('delay');
  return value === undefined ? null : { path: shared.file, value, place: retry.place };
}
