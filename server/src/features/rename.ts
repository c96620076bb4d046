// Renames an asset in code, in strings and in its history; everything else is left to TypeScript.
import { posix } from 'node:path';
import { LSPErrorCodes, MessageType, ResponseError, ShowMessageNotification } from 'vscode-languageserver/node';
import type { ChangeAnnotation, TextDocumentPositionParams, WorkspaceEdit } from 'vscode-languageserver/node';
import type { Navigation, Renamed, RenameEdit } from '@headwater/analyzer';
import { inAllProjects, ownerOf } from '../all-projects.ts';
import type { AssetInProject } from '../all-projects.ts';
import type { Feature, FeatureHost, FileInSession } from '../feature.ts';
import type { ProjectSession } from '../project-session.ts';
import { toRange } from '../to-range.ts';
import { unlessCancelled } from '../unless-cancelled.ts';
import { toWorkspaceEdit } from '../workspace-edit.ts';

/**
 * How a preview groups the edits. None asks to be confirmed: an editor would leave those out that nobody ticks, and a const renamed
 * without its keys and its history is another asset.
 */
const ANNOTATIONS: Readonly<Record<RenameEdit['of'], ChangeAnnotation>> = {
  code: { label: 'Code', description: 'the const and its uses' },
  text: { label: 'Keys in strings', description: 'the key, and selections that name it' },
  history: { label: 'History', description: 'renamedFrom: what is stored stays with the asset' },
};

export const renameFeature: Feature = {
  capabilities: { renameProvider: { prepareProvider: true } },
  register(connection, host) {
    connection.onPrepareRename((params, token) =>
      unlessCancelled(token, async () => {
        const at = await placeAt(host, params);
        const target = at?.navigation.renameTarget(at.place) ?? null;
        if (target === null) return null;
        if ('refused' in target) throw refusal(target.refused);
        return { range: toRange(target.range), placeholder: target.placeholder };
      }),
    );
    connection.onRenameRequest((params, token) =>
      unlessCancelled(token, async (signal) => {
        const at = await placeAt(host, params);
        const target = at?.navigation.renameTarget(at.place) ?? null;
        if (at === null || target === null) return null;
        if ('refused' in target) throw refusal(target.refused);
        const owner = await ownerOf(host, { session: at.session, key: target.key });
        if (owner === null)
          throw refusal(`\`${target.key}\` is declared in a project that is not open here. Open its folder, too.`);
        const { edits, missing } = await renamed(host, owner, {
          of: target.of,
          newName: params.newName.trim(),
          signal,
        });
        if (missing !== null)
          // A notification: a request to show it wants an answer, and a client may know none.
          void connection.sendNotification(ShowMessageNotification.type, {
            type: MessageType.Warning,
            message: `Files that are no part of the graph, such as tests, keep the old name. ${missing}`,
          });
        return toEdit(host, edits);
      }),
    );
  },
};

/** A client shows its message. */
function refusal(sentence: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, sentence);
}

interface Place extends FileInSession {
  readonly navigation: Navigation;
  readonly place: Parameters<Navigation['renameTarget']>[0];
}

async function placeAt(
  host: FeatureHost,
  { textDocument, position }: TextDocumentPositionParams,
): Promise<Place | null> {
  const at = await host.sessionAt(textDocument.uri);
  const navigation = (await at?.session.navigation()) ?? null;
  if (at === null || navigation === null) return null;
  const place = { file: at.path, line: position.line + 1, column: position.character + 1 };
  return { ...at, navigation, place };
}

interface Wanted {
  readonly of: 'const' | 'key';
  readonly newName: string;
  readonly signal: AbortSignal;
}

/** Edits by absolute path, in all projects; `missing`: why files that only TypeScript knows are not among them. */
async function renamed(
  host: FeatureHost,
  owner: AssetInProject,
  wanted: Wanted,
): Promise<{ readonly edits: readonly RenameEdit[]; readonly missing: string | null }> {
  const navigation = await owner.session.navigation();
  if (navigation === null) throw new Error('A project that has an asset has not been analysed.');
  const { of, newName } = wanted;
  const first = allowed(navigation.rename({ key: owner.key, of, newName }));
  const { answer, missing } = await completed(host, { owner, navigation, renamed: first }, wanted);
  const edits = absolute(owner.session, answer.edits);
  const [, ...readers] = await inAllProjects(host, owner);
  for (const { session, key } of readers) {
    const here = await session.navigation();
    if (here !== null) edits.push(...absolute(session, allowed(here.renameForeign(key, answer))));
  }
  return { edits, missing };
}

function allowed<Answer extends object>(answer: Answer | { readonly refused: string } | null): Answer {
  if (answer === null) throw refusal('The asset is gone. Try again.');
  if (isRefusal(answer)) throw refusal(answer.refused);
  return answer;
}

function isRefusal(answer: object): answer is { readonly refused: string } {
  return 'refused' in answer;
}

function absolute({ root }: ProjectSession, edits: readonly RenameEdit[]): RenameEdit[] {
  return edits.map((edit) => ({ ...edit, file: posix.resolve(root, edit.file) }));
}

interface Begun {
  readonly owner: AssetInProject;
  readonly navigation: Navigation;
  readonly renamed: Renamed;
}

/** Files that are no part of a graph, and what only types tell, are known to TypeScript alone. */
async function completed(
  host: FeatureHost,
  { owner: { session, key }, navigation, renamed: first }: Begun,
  { of, newName, signal }: Wanted,
): Promise<{ readonly answer: Renamed; readonly missing: string | null }> {
  if (first.code === null) return { answer: first, missing: null };
  const mentions = await session.types.referencesTo(first.code.place, { signal });
  if (!mentions.known) return { answer: first, missing: mentions.reason };
  const places = await session.types.renameLocations(first.code.place, { signal });
  if (!places.known) return { answer: first, missing: places.reason };
  const all = await Promise.all((await host.sessions()).map((each) => each.navigation()));
  const isOutside = (file: string): boolean => !all.some((each) => each?.hasFile(file) === true);
  const outside = [...new Set(mentions.value.map(({ file }) => file))].filter(isOutside);
  const whole = allowed(navigation.rename({ key, of, newName, outside }));
  if (!places.value.can) return { answer: whole, missing: null };
  // What another project's graph has is renamed there.
  const more = places.value.places.filter(({ file }) => navigation.hasFile(file) || isOutside(file));
  return { answer: navigation.withElsewhere(whole, more), missing: null };
}

function toEdit(host: FeatureHost, edits: readonly RenameEdit[]): WorkspaceEdit {
  const { documentChanges, changeAnnotationSupport } = host.client().capabilities.workspace?.workspaceEdit ?? {};
  if (documentChanges !== true || changeAnnotationSupport === undefined) return toWorkspaceEdit(edits, '/', host);
  return {
    changeAnnotations: ANNOTATIONS,
    documentChanges: [...Map.groupBy(edits, ({ file }) => file)].map(([path, ofFile]) => ({
      textDocument: { uri: host.uriOf(path), version: host.versionOf(path) },
      edits: ofFile.map(({ range, text, of }) => ({ range: toRange(range), newText: text, annotationId: of })),
    })),
  };
}
