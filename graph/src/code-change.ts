// Says which piece of code makes an asset's code version another one than that of its materialization.
import type { AssetNode, CodeId, CodePart, CodeParts } from './model.ts';
import type { Cause, Materialization } from './status-model.ts';

export interface CodeChangeQuestion {
  readonly node: AssetNode;
  /** Its pieces then, where they were recorded. */
  readonly then: Materialization['code'];
  /** All pieces as they are now. */
  readonly now: CodeParts;
}

/** More changed pieces than this are a number. */
const NAMED = 3;

/** `its code changed: \`parsePrice\` in src/price.ts:14`, with the place of the first piece; the body alone is at the asset itself. */
export function codeChange({
  node,
  then,
  now,
}: CodeChangeQuestion): Pick<Cause, 'message' | 'file' | 'line' | 'column'> {
  const at = { file: node.file, line: node.line, column: node.column };
  const message = 'its code changed';
  if (then === undefined || node.code === undefined) return { message, ...at };
  const [body] = node.code;
  const differing = changes({ ids: node.code, then, now });
  const [first] = differing;
  if (first === undefined || (first.id === body && differing.length === 1)) return { message, ...at };
  const said = differing.slice(0, NAMED).map((change) => (change.id === body ? 'its body' : sentence(change)));
  const more = differing.length > NAMED ? ` and ${differing.length - NAMED} more` : '';
  const place = differing.find(({ id, now: part }) => id !== body && part?.file !== undefined)?.now;
  return {
    message: `${message}: ${said.join(', ')}${more}`,
    ...(first.id === body || place?.file === undefined || place.line === undefined
      ? at
      : { file: place.file, line: place.line, column: 1 }),
  };
}

/** Each changed piece in words, with its place: of the body, of what is no longer read and of packages that of the asset. */
export function changedCode({
  node,
  then,
  now,
}: CodeChangeQuestion): { message: string; file: string; line: number }[] {
  const at = { file: node.file, line: node.line };
  const differing = then === undefined || node.code === undefined ? [] : changes({ ids: node.code, then, now });
  if (differing.length === 0) return [{ message: 'its code', ...at }];
  return differing.map((change) => {
    if (change.id === node.code?.[0]) return { message: 'its body', ...at };
    const { file, line } = change.now ?? {};
    return { message: sentence(change), ...(file === undefined ? at : { file, line: line ?? 1 }) };
  });
}

interface Change {
  readonly id: CodeId;
  /** Absent: it was not read then. */
  readonly then?: string;
  /** Absent: it is not read now. */
  readonly now?: CodePart;
}

/** In the order in which the body reads them; what only moved to another file is none. */
function changes(of: {
  readonly ids: readonly CodeId[];
  readonly then: Readonly<Record<CodeId, string>>;
  readonly now: CodeParts;
}): Change[] {
  const { ids, then, now } = of;
  const before = sameBody(ids, new Map(Object.entries(then)));
  const gone = [...before].filter(([id]) => !ids.includes(id));
  const found = ids.flatMap((id): Change[] => {
    const part = Object.hasOwn(now, id) ? now[id] : undefined;
    const version = before.get(id);
    if (part === undefined || part.version === version) return [];
    if (version !== undefined) return [{ id, then: version, now: part }];
    const index = gone.findIndex(([other]) => nameOf(other) === nameOf(id));
    const [moved] = index < 0 ? [] : gone.splice(index, 1);
    if (moved === undefined) return [{ id, now: part }];
    return moved[1] === part.version ? [] : [{ id, then: moved[1], now: part }];
  });
  return [...found, ...gone.map(([id, version]) => ({ id, then: version }))];
}

/** The body comes first, then and now: another const's name makes it no other body. */
function sameBody(ids: readonly CodeId[], then: ReadonlyMap<CodeId, string>): ReadonlyMap<CodeId, string> {
  const [[former, version] = []] = then;
  const [body] = ids;
  if (former === undefined || version === undefined || body === undefined) return then;
  if (ids.includes(former) || then.has(body)) return then;
  return new Map([...then].map(([id, each]) => (id === former ? [body, each] : [id, each])));
}

function sentence({ id, then, now }: Change): string {
  if (now === undefined) return `it no longer reads \`${nameOf(id)}\``;
  const where = now.file === undefined || now.file === id ? '' : ` in ${now.file}:${now.line ?? 1}`;
  if (then === undefined) return `it now reads \`${now.name}\`${where}`;
  return id.startsWith('npm:') ? `\`${now.name}\` is ${now.version}, was ${then}` : `\`${now.name}\`${where}`;
}

/** `parsePrice` of `src/price.ts#parsePrice`, `papaparse` of `npm:papaparse`. */
function nameOf(id: CodeId): string {
  return id.slice(Math.max(id.lastIndexOf('#'), id.startsWith('npm:') ? 3 : -1) + 1);
}
