// Which argument of a factory's call is what: what it is about, its options, its body.
import type { FactoryName } from './factories.ts';
import type { Body, CallArgument, Unreadable, WrittenOptions } from './file-record.ts';

export interface CallShape {
  /** The checked asset; the name of a job, a schedule, a sensor. */
  readonly subject: CallArgument | null;
  readonly options: WrittenOptions | null;
  readonly body: Body | null;
  readonly unreadable: readonly Unreadable[];
}

interface Call {
  readonly factory: FactoryName;
  readonly declaration: { readonly args: readonly CallArgument[]; readonly unreadable?: readonly Unreadable[] };
}

const WITH_SUBJECT: ReadonlySet<FactoryName> = new Set<FactoryName>(['assetCheck', 'job', 'schedule', 'sensor']);
/** Their first argument, or the one behind the subject, always holds options. */
const OPTIONS_FIRST: ReadonlySet<FactoryName> = new Set<FactoryName>([
  ...(['externalAsset', 'multiAsset', 'output', 'resource', 'job', 'schedule', 'sensor', 'definitions'] as const),
]);

export function callShape({ factory, declaration }: Call): CallShape {
  const hasSubject = WITH_SUBJECT.has(factory);
  const [first, second] = hasSubject ? declaration.args.slice(1) : declaration.args;
  // `asset(body)`, but `asset({ … })` while the body is still to be typed.
  const isBodyAlone = second === undefined && first?.options == null && !OPTIONS_FIRST.has(factory);
  const options = isBodyAlone ? undefined : first;
  const unreadable = [...(declaration.unreadable ?? []), ...(options?.options?.unreadable ?? [])];
  if (options !== undefined && options.options === null)
    unreadable.push({ reason: 'its options are not written in place', place: options.place });
  return {
    subject: (hasSubject ? declaration.args[0] : undefined) ?? null,
    options: options?.options ?? null,
    body: (isBodyAlone ? first : second)?.body ?? null,
    unreadable,
  };
}
